import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { Readable } from 'node:stream'
import { TextDecoderStream } from 'node:stream/web'
import { type CsvError, parse } from 'csv-parse'
import { describeFinding, findingOf, Problem, problemOf } from '../problem.ts'
import { parseRow, type Row } from './row.ts'

/** The rows of a file, and the problems of its other lines. */
export interface RowFile {
  rows: Row[]
  problems: Problem[]
}

/**
 * Reads CSV with a header (`name,title,manager` and optionally `id`; tabs in a `.tsv`), or JSON Lines with the same keys
 * (`.jsonl`, `.ndjson`, `.json`).
 *
 * @throws Problem if the file cannot be read at all.
 */
export async function readRows(path: string): Promise<RowFile> {
  const file: RowFile = { rows: [], problems: [] }
  const attempt = (read: () => Row) => {
    try {
      file.rows.push(read())
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      file.problems.push(error)
    }
  }
  try {
    if (/\.(jsonl|ndjson|json)$/i.test(path)) await readJson(path, attempt)
    else await readCsv(path, attempt, (problem) => file.problems.push(problem))
  } catch (error) {
    // The decoder throws this for bytes that are not UTF-8.
    const problem = error instanceof TypeError ? new Problem('not a text file in UTF-8') : problemOf(error)
    throw new Problem(describeFinding(findingOf(path, problem)))
  }
  return file
}

type Attempt = (read: () => Row) => void

async function readJson(path: string, attempt: Attempt): Promise<void> {
  let line = 0
  for await (const text of createInterface({ input: characters(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1
    const at = line
    if (text.trim() !== '') attempt(() => parseRow(parseJson(text, at), at))
  }
}

function parseJson(text: string, line: number): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Problem('not JSON: each line is an object like {"name": "Ada", "manager": "Grace"}', line)
  }
}

async function readCsv(path: string, attempt: Attempt, report: (problem: Problem) => void): Promise<void> {
  const parser = parse({
    delimiter: /\.tsv$/i.test(path) ? '\t' : ',',
    columns: (header: string[]) => checkedHeader(header),
    info: true,
    trim: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (error) => {
      if (error) report(csvProblem(error))
      return undefined
    },
  })
  const input = characters(path)
  input.on('error', (error) => parser.destroy(error))
  for await (const { record, info } of input.pipe(parser)) attempt(() => parseRow(record, info.lines))
}

function checkedHeader(header: string[]): string[] {
  const names = header.map((name) => name.trim().toLowerCase())
  if (!names.includes('name')) throw new Problem('the first line names the columns, and "name" is not one of them', 1)
  return names
}

function csvProblem(error: CsvError): Problem {
  const line = 'lines' in error && typeof error.lines === 'number' ? error.lines : undefined
  const inconsistent = error.code === 'CSV_RECORD_INCONSISTENT_COLUMNS'
  return new Problem(inconsistent ? 'it has not as many columns as the header' : `CSV: ${error.message}`, line)
}

/** The text of a file in pieces, without a byte order mark. */
function characters(path: string): Readable {
  const bytes = Readable.toWeb(createReadStream(path))
  return Readable.fromWeb(bytes.pipeThrough(new TextDecoderStream('utf-8', { fatal: true })))
}
