/** A response: what is compared, and whether it is the last one of its connection. */
export interface Answer {
  readonly status: number
  readonly headers: readonly string[]
  /** The bytes of the body, one character each. */
  readonly body: string
  readonly isLast: boolean
}

/** Headers about when and how a response was sent. */
const notCompared = new Set(['date', 'connection', 'keep-alive', 'transfer-encoding', 'content-length'])

/** Reads a response from the received bytes, or returns `undefined` if it is incomplete. */
export function readAnswer(received: Buffer, isBodiless: boolean, isOver: boolean): Answer | undefined {
  const end = received.indexOf('\r\n\r\n')
  if (end === -1) return isOver ? { status: 0, headers: [], body: '', isLast: true } : undefined
  const [statusLine = '', ...lines] = received.subarray(0, end).toString('latin1').split('\r\n')
  const rest = received.subarray(end + 4)
  const status = Number(statusLine.split(' ')[1])
  if (status === 100) return readAnswer(rest, isBodiless, isOver)

  const headers = new Map(lines.map((line) => [nameOf(line), line.slice(nameOf(line).length + 2)]))
  const body = isBodiless || status === 204 || status === 304 ? '' : readBody(rest, headers, isOver)
  if (body === undefined) return undefined
  return {
    status,
    headers: lines.filter((line) => !notCompared.has(nameOf(line))).sort(byName),
    body,
    isLast: isOver || headers.get('connection') === 'close',
  }
}

function nameOf(line: string): string {
  return line.slice(0, line.indexOf(':')).toLowerCase()
}

/** The order of headers has no meaning, except among headers of one name. */
function byName(one: string, other: string): number {
  return nameOf(one).localeCompare(nameOf(other))
}

function readBody(bytes: Buffer, headers: ReadonlyMap<string, string>, isOver: boolean): string | undefined {
  if (headers.get('transfer-encoding') === 'chunked') return joinChunks(bytes)
  const length = headers.get('content-length')
  const isComplete = length === undefined ? isOver : bytes.length >= Number(length)
  return isComplete ? bytes.toString('latin1') : undefined
}

function joinChunks(bytes: Buffer): string | undefined {
  let joined = ''
  for (let at = 0; at < bytes.length; ) {
    const lineEnd = bytes.indexOf('\r\n', at)
    if (lineEnd === -1) return undefined
    const size = Number.parseInt(bytes.subarray(at, lineEnd).toString('latin1'), 16)
    const end = lineEnd + 2 + size
    if (bytes.length < end + 2) return undefined
    if (size === 0) return joined
    joined += bytes.subarray(lineEnd + 2, end).toString('latin1')
    at = end + 2
  }
  return undefined
}
