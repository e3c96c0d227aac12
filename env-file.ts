import { existsSync } from 'node:fs'

// Without the file, Node's option `--env-file-if-exists` prints a line that looks like a mistake.
if (existsSync('.env')) process.loadEnvFile()
