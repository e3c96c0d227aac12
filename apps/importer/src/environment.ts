const { TRELLIS_KEY, TRELLIS_URL = 'http://127.0.0.1:3000', INIT_CWD, npm_lifecycle_event: script } = process.env

/** The settings from the environment. */
export const environment = {
  /** The key of the service. */
  key: TRELLIS_KEY,
  /** The server, unless an argument names another. */
  url: TRELLIS_URL,
  /** The folder that the command was called in: a package manager runs it in that of the repository. */
  folder: script === 'import' && INIT_CWD ? INIT_CWD : process.cwd(),
}
