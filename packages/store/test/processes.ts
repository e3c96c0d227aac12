import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline/promises'

/**
 * Runs a module in several processes at once: each says `ready`, and none starts before all have. The module is given
 * as text, in which `n` is the number of the process and `await ready()` is where it waits for the others.
 *
 * @returns what each wrote to its standard error, empty if it ended well.
 */
export async function runTogether(count: number, module: string): Promise<string[]> {
  const processes = Array.from({ length: count }, (_, n) => {
    const prelude = `const n = ${n}
      const start = new Promise((resolve) => process.stdin.once('data', resolve))
      const ready = () => { console.log('ready'); return start }\n`
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', prelude + module])
    let errors = ''
    child.stderr.setEncoding('utf8').on('data', (text) => {
      errors += text
    })
    // Ends too when the process ends before it is ready.
    const ready = createInterface(child.stdout)[Symbol.asyncIterator]().next()
    const closed = once(child, 'close').then(([status]) => (status === 0 ? '' : errors || `exit status ${status}`))
    return { child, ready, closed }
  })
  await Promise.all(processes.map(({ ready }) => ready))
  for (const { child } of processes) child.stdin.on('error', () => {}).end('start\n')
  return Promise.all(processes.map(({ closed }) => closed))
}
