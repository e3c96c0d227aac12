import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

const connections = 32

/** The bytes of a request: GET without a body, POST with one. */
export function requestTo(target: string, body?: string): string {
  const head = `${body === undefined ? 'GET' : 'POST'} ${target} HTTP/1.1\r\nhost: localhost\r\n`
  if (body === undefined) return `${head}\r\n`
  return `${head}content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

/** Sends a request `count` times over a few connections, each waiting for the response before the next request. */
export async function load(port: number, request: string, count: number): Promise<void> {
  let left = count
  const take = () => left-- > 0
  await Promise.all(Array.from({ length: connections }, () => sendInTurn(port, request, take)))
}

async function sendInTurn(port: number, request: string, take: () => boolean): Promise<void> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  try {
    while (take()) {
      socket.write(request)
      await answer(socket)
    }
  } finally {
    socket.destroy()
  }
}

async function answer(socket: Socket): Promise<void> {
  let text = ''
  while (!isComplete(text)) text += String((await once(socket, 'data'))[0])
  if (!text.startsWith('HTTP/1.1 200')) throw new Error(`Not what is measured: ${text}`)
}

function isComplete(text: string): boolean {
  const head = text.indexOf('\r\n\r\n')
  if (head === -1) return false
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, head))?.[1]
  return length === undefined ? text.endsWith('0\r\n\r\n') : text.length >= head + 4 + Number(length)
}
