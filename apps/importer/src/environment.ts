const { TRELLIS_KEY, INIT_CWD, npm_lifecycle_event: script } = process.env

/** What comes from the environment besides `TRELLIS_URL`, which is an option too. */
export const environment = {
  /** The key of the service. */
  key: TRELLIS_KEY,
  /** The folder that the command was called in. */
  folder: script === 'import' && INIT_CWD ? INIT_CWD : process.cwd(),
}
