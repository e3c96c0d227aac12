import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The longest test files. They start first: otherwise one worker would be idle at the end while the other runs the last one. */
const LONGEST = [
  'add-a-relationship.test.ts',
  'pages.test.ts',
  'create.test.ts',
  'smoke.test.ts',
  'dockerfile.test.ts',
  'packages.test.ts',
  'interruption.test.ts',
  'platforms.test.ts',
  'chaos.test.ts',
  'races.test.ts',
  'process.test.ts',
  'failures.test.ts',
]

/** Orders test files so that those that take longest start first. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const index = LONGEST.findIndex((name) => moduleId.endsWith(`/${name}`))
      return index === -1 ? LONGEST.length : index
    }
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b))
  }
}
