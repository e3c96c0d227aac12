import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Walkthrough } from './walkthrough.ts'

/**
 * Follows the guide in a copy of the repository, and runs there everything that `npm test` runs: the checks and every test except the
 * guide's own. `npm run test:guide`; it takes as long as `npm test`.
 */
const copy = new Walkthrough()
try {
  await copy.copyRepository()
  await copy.follow()
  const commands = [
    'npm run --silent check',
    'npx turbo run build --output-logs=errors-only',
    'npx vitest run --exclude **/add-a-relationship.test.ts',
  ]
  for (const command of commands) {
    const [program = '', ...args] = command.split(' ')
    const options = { cwd: copy.folder, env: copy.env, stdio: 'inherit', shell: process.platform === 'win32' } as const
    const child = spawn(program, args, options)
    const [status] = await once(child, 'close')
    if (status !== 0) throw new Error(`After the guide, ${command} fails.`)
  }
} finally {
  copy.remove()
}
