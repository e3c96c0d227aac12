import type { Reporter, TestModule } from 'vitest/node'

/** Ends the run with one line that a script can read: `N passed, N failed`. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]) {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const passed = tests.filter((test) => test.result().state === 'passed').length
    const skipped = tests.filter((test) => test.result().state === 'skipped').length
    // A file that could not be loaded, or an error outside any test, is a failure too.
    const broken = modules.filter((module) => module.state() === 'failed' && module.errors().length > 0).length
    const failed = tests.filter((test) => test.result().state === 'failed').length + broken + errors.length
    for (const test of tests) {
      if (test.diagnostic()?.flaky)
        console.log(`Passed at the second attempt: ${test.module.moduleId} > ${test.fullName}`)
    }
    console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  }
}
