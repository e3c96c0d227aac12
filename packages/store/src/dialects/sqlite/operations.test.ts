import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openFile } from './file.ts'
import { reset } from './operations.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trellis-reset-'))
  path = join(folder, 'a.db')
})
afterEach(() => rmSync(folder, { recursive: true }))

test('the file and its log are removed', async () => {
  const client = openFile(`file:${path}`)
  client.exec('CREATE TABLE t (a)')
  client.close()
  // The log of a killed process.
  for (const suffix of ['-wal', '-shm']) writeFileSync(path + suffix, '')
  await reset(`file:${path}`)
  for (const suffix of ['', '-wal', '-shm']) expect(existsSync(path + suffix)).toBe(false)
})

test('a file that does not exist is no error', async () => {
  await reset(`file:${path}`)
  expect(existsSync(path)).toBe(false)
})

test('a file that a process has open is not removed', async () => {
  const client = openFile(`file:${path}`)
  client.exec('CREATE TABLE t (a)')
  await expect(reset(`file:${path}`)).rejects.toThrow(`${path} is in use. Stop the server first.`)
  expect(client.prepare('SELECT * FROM t').all()).toEqual([])
  client.close()
  expect(existsSync(path)).toBe(true)
})

test('a file that is no database is not removed', async () => {
  writeFileSync(path, 'the only copy of something else')
  await expect(reset(`file:${path}`)).rejects.toThrow('file is not a database')
  expect(readFileSync(path, 'utf8')).toBe('the only copy of something else')
})
