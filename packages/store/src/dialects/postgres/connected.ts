import { Client } from 'pg'
import { CONNECT_TIMEOUT, KEEP_ALIVE } from './pool.ts'
import { Watchdog } from './watchdog.ts'

/** Opens a connection, runs `work` on it, and closes it. A statement of `work` may take as long as the server executes it. */
export async function connected<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT, ...KEEP_ALIVE })
  // The statement of the connection fails, too. Without a listener, the error would end the process.
  client.on('error', () => {})
  await client.connect()
  new Watchdog(url, Number.POSITIVE_INFINITY).watch(client)
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
