/** An error in the imported content, with its place and a message for its author. Never shown with a stack trace. */
export class Problem extends Error {
  /** The line of the file, from 1, if one line is to blame. */
  readonly line: number | undefined

  constructor(message: string, line?: number) {
    super(message)
    this.name = 'Problem'
    this.line = line
  }
}

/** A problem and the file it is in, as reports show it. */
export interface Finding {
  path: string
  line?: number | undefined
  message: string
}

/** `path:line: message`, which editors and terminals turn into a link. */
export function describeFinding({ path, line, message }: Finding): string {
  return line === undefined ? `${path}: ${message}` : `${path}:${line}: ${message}`
}

/** The problem as found in a file. */
export function findingOf(path: string, { line, message }: Problem): Finding {
  return { path, line, message }
}

/** Whether an error of the file system, and optionally which. */
export function isSystemError(error: unknown, ...codes: string[]): error is NodeJS.ErrnoException {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return false
  return codes.length === 0 ? 'syscall' in error : codes.includes(error.code)
}

const reasons: Record<string, string> = {
  ENOENT: 'there is nothing of this name',
  EACCES: 'no permission to read it',
  ELOOP: 'a symbolic link that leads to itself',
  EISDIR: 'a folder, not a file',
  ENOTDIR: 'not a folder',
}

/** A problem as it is, and an error of the file system as one. @throws any other error. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (!isSystemError(error)) throw error
  return new Problem(reasons[error.code ?? ''] ?? `cannot be read (${error.code})`)
}
