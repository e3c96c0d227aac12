import { sql } from 'drizzle-orm'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { type Connection, createTestStore, library, openStore, type Store } from '../../../test/library/index.ts'

let database: Awaited<ReturnType<typeof createTestStore>>
let store: Store
let client: Client
beforeAll(async () => {
  database = await createTestStore(inject('templates'), 'postgres')
  // Every transaction is serializable, and deadlocks are found at once.
  const options = '-c default_transaction_isolation=serializable -c deadlock_timeout=10ms'
  store = openStore({ url: `${database.url}?options=${encodeURIComponent(options)}` })
  client = new Client({ connectionString: database.url })
  await client.connect()
  await client.query(`
    CREATE FUNCTION fail_with(code text) RETURNS int LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION USING ERRCODE = code, MESSAGE = 'made to fail'; END $$`)
})
afterAll(async () => {
  await client.end()
  await store.close()
  await database.remove()
})

const addSubject = async ({ db, tables }: Connection, name: string) => {
  await db.insert(tables.subjects).values({ name })
}
const subjectNames = async () => {
  const rows = await client.query<{ name: string }>('SELECT name FROM subjects ORDER BY name')
  return rows.rows.map((row) => row.name)
}
/** Runs an SQL function in a transaction. */
const call = ({ db }: Connection, call: string) => db.select({ result: sql.raw(call) }).from(sql`(values (1)) as one`)

/** Holds each that comes until all have come; whoever comes later passes. */
function barrier(count: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let arrived = 0
  return () => {
    if (++arrived === count) resolve()
    return promise
  }
}

describe('write', () => {
  test('is run again when transactions that saw the same state cannot both be right', async () => {
    const bothHaveRead = barrier(2)
    let attempts = 0
    const nameAfterCount = (prefix: string) =>
      store.write(async (connection) => {
        attempts++
        const count = await connection.db.$count(connection.tables.shelves)
        await bothHaveRead()
        const name = `${prefix}-${count}`
        await connection.db.insert(connection.tables.shelves).values({ name })
        return count
      })
    const counts = await Promise.all([nameAfterCount('skew-a'), nameAfterCount('skew-b')])
    expect(counts.sort()).toEqual([0, 1])
    expect(attempts).toBeGreaterThan(2)
  })

  test('is run again when it is the victim of a deadlock', async () => {
    await store.write((connection) => addSubject(connection, 'lock-a'))
    await store.write((connection) => addSubject(connection, 'lock-b'))
    const bothHoldOne = barrier(2)
    let attempts = 0
    const rename = (...names: string[]) =>
      store.write(async ({ db, tables }) => {
        attempts++
        for (const name of names) {
          await db
            .update(tables.subjects)
            .set({ name: `${name}!`, nameKey: name })
            .where(sql`name_key = ${name}`)
          await bothHoldOne()
        }
      })
    await Promise.all([rename('lock-a', 'lock-b'), rename('lock-b', 'lock-a')])
    expect(attempts).toBeGreaterThan(2)
    expect(await subjectNames()).toEqual(['lock-a!', 'lock-b!'])
  })

  test.each([
    ['40001', 8],
    ['40P01', 8],
    ['23505', 1],
    ['57014', 1],
  ])('that always fails with %s is run %i times, then rejects', async (code, attempts) => {
    let runs = 0
    const write = store.write(async (connection) => {
      runs++
      await addSubject(connection, 'never')
      await call(connection, `fail_with('${code}')`)
    })
    await expect(write).rejects.toMatchObject({ cause: { code } })
    expect(runs).toBe(attempts)
    expect(await subjectNames()).not.toContain('never')
  })

  test('is run again when it is that of a library', async () => {
    let runs = 0
    await store.autocommit.transaction(async (begin) => {
      const connection = await begin()
      await addSubject(connection, `library-${++runs}`)
      if (runs === 1) await call(connection, "fail_with('40P01')")
    })
    expect((await subjectNames()).filter((name) => name.startsWith('library'))).toEqual(['library-2'])
  })

  test('is run again when the failure comes wrapped in an error with a code of its own', async () => {
    let runs = 0
    await store.write(async (connection) => {
      if (++runs > 1) return
      await call(connection, "fail_with('40001')").catch((cause) => {
        throw Object.assign(new Error('wrapped', { cause }), { code: 'INTERNAL_SERVER_ERROR' })
      })
    })
    expect(runs).toBe(2)
  })

  test('rejects and leaves nothing when the COMMIT fails', async () => {
    await client.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused at COMMIT'; END $$;
      CREATE CONSTRAINT TRIGGER refused AFTER INSERT ON subjects DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW WHEN (NEW.name = 'refused') EXECUTE FUNCTION refuse()`)
    let ended = false
    const write = store.write(async (connection) => {
      await addSubject(connection, 'beside')
      await addSubject(connection, 'refused')
      ended = true
    })
    await expect(write).rejects.toThrow('refused at COMMIT')
    expect(ended).toBe(true)
    expect(await subjectNames()).not.toContain('beside')
  })

  test('rejects when an error was swallowed, for then the server has rolled back', async () => {
    const write = store.write(async (connection) => {
      await addSubject(connection, 'swallowed')
      await addSubject(connection, 'swallowed').catch(() => {})
    })
    await expect(write).rejects.toThrow('Nothing was committed')
    expect(await subjectNames()).not.toContain('swallowed')
  })

  test('rejects when its connection is lost between two statements; the next one gets a new connection', async () => {
    const write = store.write(async (connection) => {
      await addSubject(connection, 'lost')
      const [backend] = await call(connection, 'pg_backend_pid()')
      await client.query('SELECT pg_terminate_backend($1, 10000)', [backend?.result])
      await addSubject(connection, 'never sent')
    })
    await expect(write).rejects.toThrow()
    await store.write((connection) => addSubject(connection, 'found'))
    expect(await subjectNames()).toContain('found')
    expect(await subjectNames()).not.toContain('lost')
  })

  test('survives the loss of idle connections', async () => {
    await client.query(`SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`)
    // The pool learns of it from the socket; until then it may still hand out a dead connection.
    let added = false
    while (!added) {
      added = await store
        .write((connection) => addSubject(connection, 'revived'))
        .then(
          () => true,
          () => false,
        )
    }
    expect(await subjectNames()).toContain('revived')
  })
})

describe('the isolation of the database', () => {
  test.each(['repeatable read', 'serializable'])('%s does not fail writes of the same row', async (isolation) => {
    const strict = await createTestStore(inject('templates'), 'postgres')
    onTestFinished(strict.remove)
    const name = new URL(strict.url).pathname.slice(1)
    await client.query(`ALTER DATABASE ${name} SET default_transaction_isolation TO '${isolation}'`)
    await strict.store.write((connection) => addSubject(connection, 'x'))
    let attempts = 0
    const count = () =>
      strict.store.write(async ({ db, tables }) => {
        attempts++
        await db.select({ name: tables.subjects.name }).from(tables.subjects)
        await db.update(tables.subjects).set({ name: sql`name || 'x'`, nameKey: sql`name_key || 'x'` })
      })
    await Promise.all(Array.from({ length: 24 }, count))
    expect(attempts).toBe(24)
    const [row] = await strict.store.read.db
      .select({ name: strict.store.read.tables.subjects.name })
      .from(strict.store.read.tables.subjects)
    expect(row?.name).toBe('x'.repeat(25))
  })

  test('that the URL names is kept, and a write that fails with it at every attempt is unavailable', async () => {
    const write = store.write((connection) => call(connection, "fail_with('40001')"))
    await expect(write).rejects.toSatisfy((error) => store.unavailable(error))
    const [level] = await store.write((connection) => call(connection, "current_setting('transaction_isolation')"))
    expect(level?.result).toBe('serializable')
  })
})

describe('a locked table', () => {
  test('takes no connection from reads when many transactions wait for it', async () => {
    const busy = openStore({ url: database.url, poolSize: 2, lockTimeout: 60_000 })
    onTestFinished(() => busy.close())
    await client.query('BEGIN; LOCK TABLE authors IN EXCLUSIVE MODE')
    const writes = Array.from({ length: 10 }, (_, n) =>
      busy.write(({ db, tables }) => db.insert(tables.authors).values({ name: `late ${n}`, nameKey: `late ${n}` })),
    )
    await busy.read.db.$count(busy.read.tables.authors)
    await client.query('COMMIT')
    await Promise.all(writes)
  })
})

describe('check', () => {
  test('passes on a database that takes writes', async () => {
    await store.check()
  })

  test('fails on one that is read-only, and says so', async () => {
    const options = encodeURIComponent('-c default_transaction_read_only=on')
    const replica = openStore({ url: `${database.url}?options=${options}` })
    onTestFinished(() => replica.close())
    await expect(replica.check()).rejects.toThrow('read-only')
  })

  test('fails on one that a newer program has migrated, which no program without the migration starts on', async () => {
    const newer = await createTestStore(inject('templates'), 'postgres')
    onTestFinished(newer.remove)
    const operator = new Client({ connectionString: newer.url })
    await operator.connect()
    await operator.query("INSERT INTO drizzle.__drizzle_migrations (hash, name) VALUES ('x', '29990101000000_future')")
    await operator.end()
    await expect(newer.store.check()).rejects.toThrow('29990101000000_future')
    await expect(library.migrate(newer.url)).rejects.toThrow('29990101000000_future')
  })
})

test('a database that refuses the password, which was changed, is unavailable', async () => {
  const refused = openStore({ url: Object.assign(new URL(database.url), { password: 'old' }).href })
  onTestFinished(() => refused.close())
  const { db, tables } = refused.read
  await expect(db.$count(tables.books)).rejects.toSatisfy((error) => refused.unavailable(error))
})

describe('close', () => {
  test('waits for a write that is to be run again', async () => {
    const closing = openStore({ url: database.url })
    let runs = 0
    const write = closing.write(async (connection) => {
      await addSubject(connection, 'closing')
      if (++runs === 1) await call(connection, "fail_with('40001')")
    })
    await closing.close()
    await expect(write).resolves.toBeUndefined()
    expect(await subjectNames()).toContain('closing')
  })
})

describe('moments', () => {
  test('are read in UTC, whatever time zone and date style the database has', async () => {
    const other = await createTestStore(inject('templates'), 'postgres')
    onTestFinished(other.remove)
    const name = new URL(other.url).pathname.slice(1)
    await client.query(`ALTER DATABASE ${name} SET timezone TO 'America/St_Johns'`)
    await client.query(`ALTER DATABASE ${name} SET datestyle TO 'SQL, DMY'`)
    // Before standard time, whose offset has seconds; and the last moment there is, which is in another year elsewhere.
    const moments = ['0001-02-03T04:05:06.789Z', '1867-12-31T12:00:00.000Z', '9999-12-31T23:59:59.999Z']
    const inserted = await other.store.write(async ({ db, tables }) => {
      await db.insert(tables.authors).values({ name: 'u' })
      return db
        .insert(tables.books)
        .values(moments.map((at) => ({ title: 'T', summary: 'S', authorId: 1, createdAt: at, updatedAt: at })))
        .returning({ createdAt: tables.books.createdAt })
    })
    expect(inserted.map((book) => book.createdAt)).toEqual(moments)
    const author = await other.store.read.db.query.authors.findFirst({ with: { books: { orderBy: { id: 'asc' } } } })
    expect(author?.books.map((book) => book.createdAt)).toEqual(moments)
  })
})
