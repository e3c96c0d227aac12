import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** Makes a repository of a folder, with one commit. Says why not, if there is no git or the folder is in a repository. */
export async function commitAll(folder: string, log: (line: string) => void): Promise<void> {
  const git = async (...args: string[]) => (await promisify(execFile)('git', args, { cwd: folder })).stdout
  const succeeds = (...args: string[]) =>
    git(...args).then(
      () => true,
      () => false,
    )
  if (!(await succeeds('--version'))) return log('  There is no git: nothing is committed.')
  if (await succeeds('rev-parse', '--git-dir')) return log('  The folder is in a repository: nothing is committed.')
  await git('init', '--quiet', '--initial-branch=main')
  await git('add', '--all')
  const author = (await succeeds('config', 'user.email'))
    ? []
    : ['-c', 'user.name=create-trellis', '-c', 'user.email=create-trellis@localhost']
  await git(...author, '-c', 'commit.gpgSign=false', 'commit', '--quiet', '--no-verify', '--message', 'Initial commit')
}
