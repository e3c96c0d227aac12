import { join } from 'node:path'
import type { AppRouter } from '@trellis/blog'
import { type Client, createClient } from '@trellis/client'
import { SERVICE_KEY as KEY, startServer, type TestServer } from '@trellis/server/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { fill, folder, runHere, summaryOf } from './importer.ts'

describe.each(['sqlite', 'postgres'] as const)('on %s', (dialect) => {
  let server: TestServer
  let client: Client<AppRouter>
  beforeAll(async () => {
    server = await startServer(inject('templates'), dialect)
    client = createClient<AppRouter>({ url: server.url, key: KEY })
  })
  afterAll(() => server.remove())
  beforeEach(async () => {
    const { items } = await client.employees.roots.query({ limit: 100 })
    for (const { id } of items) await client.employees.delete.mutate({ id, subordinates: 'cascade' })
  })

  const nothing = { created: 0, updated: 0, unchanged: 0, removed: 0, failed: 0, failures: [] }
  /** Everybody as `name (title) < manager`. */
  async function chart() {
    const { items } = await client.employees.list.query({ limit: 100 })
    const names = new Map(items.map(({ id, name }) => [id, name]))
    const line = (id: number | null) => (id === null ? '' : ` < ${names.get(id)}`)
    return items.map(({ name, title, managerId }) => `${name} (${title ?? ''})${line(managerId)}`).toSorted()
  }
  async function imported(name: string, content: string, ...flags: string[]) {
    const path = await folder({ [name]: content })
    return summaryOf(['employees', join(path, name), '--url', server.url, ...flags])
  }

  test('CSV in any order becomes a chart, and only once', async () => {
    const csv =
      '\uFEFFName,Title,Manager\r\nLinus,"Engineer, Kernel",grace\r\nGrace,CTO,Ada\r\n\r\nAda,CEO,\r\nÅsa,,Ada\r\n'
    expect(await imported('staff.csv', csv)).toMatchObject({ ...nothing, created: 4 })
    const expected = ['Ada (CEO)', 'Grace (CTO) < Ada', 'Linus (Engineer, Kernel) < Grace', 'Åsa () < Ada']
    expect(await chart()).toEqual(expected)
    expect(await imported('staff.csv', csv)).toMatchObject({ ...nothing, unchanged: 4 })
  })

  test('JSON Lines and tabs are read too, and ids name managers', async () => {
    const lines = [
      { id: 2, name: 'Sam', manager: 1 },
      { id: 1, name: 'Sam', title: 'CEO' },
      { id: 3, name: 'Kim', manager: 2 },
    ]
    expect(await imported('staff.jsonl', lines.map((line) => JSON.stringify(line)).join('\n'))).toMatchObject({
      ...nothing,
      created: 3,
    })
    expect(await chart()).toEqual(['Kim () < Sam', 'Sam () < Sam', 'Sam (CEO)'])
    const tabs = 'id\tname\ttitle\tmanager\n3\tKim\t\t2\n2\tSam\t\t1\n1\tSam\tCEO\t\n'
    expect(await imported('staff.tsv', tabs)).toMatchObject({ ...nothing, unchanged: 3 })
  })

  test('titles and managers that changed are updated, also a chart turned upside down', async () => {
    await imported('staff.csv', 'name,title,manager\nAda,CEO,\nGrace,CTO,Ada\nLinus,,Grace\n')
    const turned = 'name,title,manager\nAda,Advisor,Grace\nGrace,CTO,Linus\nLinus,CEO,\n'
    expect(await imported('staff.csv', turned)).toMatchObject({ ...nothing, updated: 3 })
    expect(await chart()).toEqual(['Ada (Advisor) < Grace', 'Grace (CTO) < Linus', 'Linus (CEO)'])
    expect(await imported('staff.csv', turned)).toMatchObject({ ...nothing, unchanged: 3 })
  })

  test('who has gone stays until --prune, and a dry run says so', async () => {
    const path = await folder({ 'staff.csv': 'name,manager\nAda,\nGrace,Ada\nLinus,Grace\n' })
    const args = ['employees', join(path, 'staff.csv'), '--url', server.url]
    await runHere(args)
    await fill(path, { 'staff.csv': 'name,manager\nAda,\nLinus,Ada\nAlan,Ada\n' })
    const dry = await runHere([...args, '--prune', '--dry-run'])
    expect(dry.out).toMatch(/^would update Linus \(line 3\)\nwould create Alan \(line 4\)\nwould remove Grace\n/)
    expect(await chart()).toEqual(['Ada ()', 'Grace () < Ada', 'Linus () < Grace'])
    expect(await summaryOf(args)).toMatchObject({ ...nothing, created: 1, updated: 1, unchanged: 1 })
    expect(await summaryOf([...args, '--prune'])).toMatchObject({ ...nothing, unchanged: 3, removed: 1 })
    expect(await chart()).toEqual(['Ada ()', 'Alan () < Ada', 'Linus () < Ada'])
  })

  test('bad rows are reported with their lines, and the others come in', async () => {
    const csv = [
      'id,name,title,manager',
      '1,Ada,CEO,',
      '2,Grace,CTO,Ada,too,many',
      '3,,Engineer,Ada',
      '4,X,,Y',
      '5,Y,,X',
      '6,Under X,,X',
      '7,Lost,,Nobody',
      '8,Twin,,Ada',
      '9,Twin,,Ada',
      '10,Of which twin,,Twin',
      '1,Again,,Ada',
      '11,Fine,,Ada',
    ]
    const path = await folder({ 'staff.csv': csv.join('\n') })
    const { status, err, out } = await runHere(['employees', join(path, 'staff.csv'), '--url', server.url])
    expect(
      err
        .trimEnd()
        .split('\n')
        .map((line) => line.replace(path, '')),
    ).toEqual([
      'error: /staff.csv:3: it has not as many columns as the header',
      'error: /staff.csv:4: there is no name',
      'error: /staff.csv:5: X would report to themselves: X (line 5) -> Y (line 6) -> X (line 5)',
      'error: /staff.csv:6: Y would report to themselves: Y (line 6) -> X (line 5) -> Y (line 6)',
      'error: /staff.csv:7: the manager X (line 5) has no place in the chart',
      'error: /staff.csv:8: there is no manager "Nobody" in the file',
      'error: /staff.csv:11: several are called "Twin" (lines 9, 10): give them an id, and name the manager by it',
      'error: /staff.csv:12: the id 1 is that of line 2 too',
    ])
    expect(out).toMatch(/^Employees of staff\.csv: 4 created, .* 8 failed\./)
    expect(status).toBe(1)
    expect(await chart()).toEqual(['Ada (CEO)', 'Fine () < Ada', 'Twin () < Ada', 'Twin () < Ada'])
  })

  test.each([
    ['no.csv', 'first,last\nAda,Quist\n', ':1: the first line names the columns, and "name" is not one of them'],
    ['binary.csv', Buffer.from([0x6e, 0xff, 0xfe, 0x00]), ': not a text file in UTF-8'],
    ['no.jsonl', 'name: Ada\n', ':1: not JSON: each line is an object like {"name": "Ada", "manager": "Grace"}'],
    ['list.jsonl', '["Ada"]\n', ':1: not an object with a name'],
    ['missing.csv', undefined, ': there is nothing of this name'],
  ])('%s is reported with what is wrong', async (name, content, message) => {
    const path = await folder(content === undefined ? {} : { [name]: content })
    const { status, err } = await runHere(['employees', join(path, name), '--url', server.url])
    expect(err).toBe(`error: ${join(path, name)}${message}\n`)
    expect(status).toBe(1)
  })
})
