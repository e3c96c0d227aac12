import { Client } from 'pg'

/** The names of the migrations that were applied to the database of a connection. */
export async function appliedIn(client: Pick<Client, 'query'>): Promise<string[]> {
  const table = await client.query("SELECT to_regclass('drizzle.__drizzle_migrations') AS name")
  if (table.rows[0]?.name === null) return []
  const { rows } = await client.query<{ name: string }>('SELECT name FROM drizzle.__drizzle_migrations')
  return rows.map(({ name }) => name)
}

/** The names of the migrations that were applied to the database. */
export async function appliedPostgres(url: string): Promise<string[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await appliedIn(client)
  } finally {
    await client.end()
  }
}
