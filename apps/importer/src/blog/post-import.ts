import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { AppRouter } from '@trellis/blog'
import { type Client, isApiError } from '@trellis/client'
import { fold } from '@trellis/store/fold'
import { isRefusal } from '../connection.ts'
import type { Outcome } from '../outcome.ts'
import { asProblem, findingOf, Problem } from '../problem.ts'
import type { Accounts } from './accounts.ts'
import { type Article, parseArticle } from './article.ts'
import type { Author } from './author.ts'
import { digest, externalIdOf, type KnownPost, knownPost } from './known-posts.ts'
import { limits } from './limits.ts'
import type { Vocabulary } from './vocabulary.ts'

/** The context of the import of a post. */
export interface PostImport {
  client: Client<AppRouter>
  signal: AbortSignal
  dryRun: boolean
  drafts: boolean
  assets?: string | undefined
  folder: string
  source: string
  vocabulary: Vocabulary
  /** The author of posts that name none. */
  defaultAuthor: Author
  accounts: Accounts
  known: Map<string, KnownPost>
  /** The file of each key in this run. */
  files: Map<string, string>
}

/** Imports one file. An error in the file is in the outcome. An error that concerns every file is thrown. */
export async function importPost(run: PostImport, path: string): Promise<Outcome> {
  try {
    const { text, modified } = readPost(join(run.folder, path))
    const article = parseArticle(path, text, run.vocabulary, Date.now(), run.assets)
    if (article.isDraft && !run.drafts) return { path, change: 'left out' }
    const twin = run.files.get(article.key)
    if (twin !== undefined) throw new Problem(`it has the same path and slug as ${twin}`)
    run.files.set(article.key, path)
    const known = run.known.get(article.key)
    if (known) known.path = path
    return known ? await update(run, path, article, known) : await create(run, path, article, modified)
  } catch (error) {
    const problem =
      isRefusal(error) && error instanceof Error
        ? new Problem(`the server refused it: ${error.message}`)
        : asProblem(error)
    if (!(problem instanceof Problem)) throw problem
    return { path, change: 'failed', failure: findingOf(path, problem) }
  }
}

async function create(run: PostImport, path: string, article: Article, modified: string): Promise<Outcome> {
  const { client, signal, dryRun, source } = run
  const { key, title, content, category, tags, createdAt } = article
  const warnings = createdAt ? [] : [{ path, message: 'there is no date: it gets that of the last change of the file' }]
  const author = await run.accounts.of(article.author ?? run.defaultAuthor)
  if (dryRun) return { path, change: 'created', warnings }
  const post = {
    externalId: externalIdOf(source, key),
    title,
    content,
    authorId: author.id,
    createdAt: createdAt ?? modified,
    category: category === undefined ? undefined : { connectOrCreate: { name: category } },
    tags: { connectOrCreate: tags.map((name) => ({ name })) },
  }
  try {
    await client.posts.create.mutate(post, { signal })
    return { path, change: 'created', warnings }
  } catch (error) {
    if (!isApiError<AppRouter>(error, 'POST_EXISTS')) throw error
    // Another import of this blog runs at the same time.
    const made = await client.posts.byExternalId.query({ externalId: post.externalId }, { signal })
    return update(run, path, article, knownPost(made))
  }
}

async function update(run: PostImport, path: string, article: Article, known: KnownPost): Promise<Outcome> {
  const { title, content, category, tags, createdAt } = article
  // The profile of the author may have changed.
  const author = await run.accounts.of(article.author ?? run.defaultAuthor)
  const warnings = []
  if (createdAt !== undefined && createdAt !== known.createdAt) {
    warnings.push({
      path,
      message: `the date is now ${createdAt}, but a post keeps the one it has: ${known.createdAt}`,
    })
  }
  if (fold(author.username) !== fold(known.username)) {
    warnings.push({
      path,
      message: `the author is now ${author.username}, but a post stays with its first: ${known.username}`,
    })
  }
  if (digest(article) === known.digest) return { path, change: 'unchanged', warnings }
  if (run.dryRun) return { path, change: 'updated', warnings }
  const change = {
    id: known.id,
    title,
    content,
    category: category === undefined ? { disconnect: true as const } : { connectOrCreate: { name: category } },
    // `set: []` removes all tags that the file does not have.
    tags: { set: [], connectOrCreate: tags.map((name) => ({ name })) },
  }
  await run.client.posts.update.mutate(change, { signal: run.signal })
  return { path, change: 'updated', warnings }
}

/** Removes a post whose file has gone. */
export async function removePost(run: PostImport, key: string, { id }: KnownPost): Promise<Outcome> {
  if (!run.dryRun) {
    try {
      await run.client.posts.delete.mutate({ id }, { signal: run.signal })
    } catch (error) {
      if (!isApiError<AppRouter>(error, 'POST_NOT_FOUND')) throw error
      // Another caller has removed it.
      return { path: key, change: 'unchanged' }
    }
  }
  return { path: key, change: 'removed' }
}

/**
 * The text of a file and when it was last changed. The files are small, and reading one at once takes a fraction of the
 * time that four trips to the thread pool do.
 *
 * @throws Problem if it is no text, or too large for a post.
 */
function readPost(path: string): { text: string; modified: string } {
  const { size, mtime } = statSync(path)
  if (size > limits.fileBytes) {
    const mebibytes = (size / 1024 / 1024).toFixed(1)
    throw new Problem(`the file has ${mebibytes} MiB, more than a post can hold (${limits.content} characters)`)
  }
  return { text: decode(readFileSync(path)), modified: mtime.toISOString() }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function decode(bytes: Buffer): string {
  const text = bytes.includes(0) ? undefined : decoded(bytes)
  if (text === undefined) throw new Problem('not a text file in UTF-8')
  return text
}

function decoded(bytes: Buffer): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}
