import { join } from 'node:path'
import type { AppRouter } from '@trellis/blog'
import { type Client, isApiError } from '@trellis/client'
import { fold } from '@trellis/store/fold'
import { isRefusal } from '../connection.ts'
import type { Outcome } from '../outcome.ts'
import { type Finding, findingOf, Problem, problemOf } from '../problem.ts'
import type { Accounts } from './accounts.ts'
import { type Article, parseArticle, parseKey } from './article.ts'
import type { Author } from './author.ts'
import { digest, externalIdOf, type KnownPost, knownPost } from './known-posts.ts'
import { readPost } from './post-file.ts'
import type { PostLinks } from './post-links.ts'
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
  links: PostLinks
}

/** Imports one file. An error in the file is in the outcome. An error that concerns every file is thrown. */
export async function importPost(run: PostImport, path: string): Promise<Outcome> {
  return orFailure(path, async () => {
    const { article, modified } = readArticle(run, path)
    // The server refuses a draft without a text.
    if (article.isDraft && (!run.drafts || article.content === '')) return { path, change: 'left out' }
    const twin = run.files.get(article.key)
    if (twin !== undefined) throw new Problem(`it has the same path and slug as ${twin}`)
    run.files.set(article.key, path)
    const known = run.known.get(article.key)
    if (known) known.path = path
    const outcome = known ? await update(run, path, article, known) : await create(run, path, article, modified)
    // The links of a post that waits for other posts are resolved later.
    if (!run.links.waiting.has(path)) outcome.warnings?.push(...unresolvedIn(path, article))
    return outcome
  })
}

/** Imports a post again that refers to others which have been imported since. Its outcome is counted already. */
export async function linkPost(run: PostImport, path: string): Promise<Pick<Outcome, 'failure' | 'warnings'>> {
  return orFailure(path, async () => {
    const { article } = readArticle(run, path)
    const post = run.links.posts.get(path)
    if (post && post.digest !== digest(article) && !run.dryRun) {
      await run.client.posts.update.mutate({ id: post.id, content: article.content }, { signal: run.signal })
    }
    return { path, change: 'unchanged', warnings: unresolvedIn(path, article) }
  })
}

async function orFailure(path: string, work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work()
  } catch (error) {
    const problem = isRefusal(error) ? new Problem(`the server refused it: ${error.message}`) : problemOf(error)
    return { path, change: 'failed', failure: findingOf(path, problem) }
  }
}

function readArticle(run: PostImport, path: string): { article: Article; modified: string } {
  const { text, modified } = readPost(join(run.folder, path))
  const { assets, vocabulary, links } = run
  const site = { ...vocabulary.site, assets, folder: '', addressOf: (to: string) => links.addressOf(to, path) }
  return { article: parseArticle(path, text, vocabulary, Date.now(), site), modified }
}

/** The id of the post that an earlier run made of a file, if there is one. */
export function importedId({ folder, known }: Pick<PostImport, 'folder' | 'known'>, path: string): number | undefined {
  try {
    return known.get(parseKey(path, readPost(join(folder, path)).text))?.id
  } catch (error) {
    problemOf(error)
    // The file is reported when it is imported.
    return undefined
  }
}

/** The parts of a post that only its generator understands, as one warning. */
function unresolvedIn(path: string, { unresolved }: Article): Finding[] {
  const names = [...unresolved].map(([name, count]) => (count === 1 ? name : `${name} (${count} times)`))
  const shown = names.slice(0, 20).join(', ')
  const more = names.length > 20 ? ` and ${names.length - 20} more` : ''
  return names.length === 0 ? [] : [{ path, message: `not resolved: ${shown}${more}` }]
}

async function create(run: PostImport, path: string, article: Article, modified: string): Promise<Outcome> {
  const { client, signal, dryRun, source } = run
  const { key, title, content, category, tags, createdAt } = article
  const warnings =
    createdAt || article.isDraft
      ? []
      : [{ path, message: 'there is no date: it gets that of the last change of the file' }]
  const author = await run.accounts.of(article.author ?? run.defaultAuthor)
  if (dryRun) {
    run.links.posts.set(path, { id: 0, digest: digest(article) })
    return { path, change: 'created', warnings }
  }
  const post = {
    externalId: externalIdOf(source, key),
    title,
    content,
    authorId: author.id,
    createdAt: createdAt ?? (article.isDraft ? undefined : modified),
    draft: article.isDraft,
    category: category === undefined ? undefined : { connectOrCreate: { name: category } },
    tags: { connectOrCreate: tags.map((name) => ({ name })) },
  }
  try {
    const { id } = await client.posts.create.mutate(post, { signal })
    run.links.posts.set(path, { id, digest: digest(article) })
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
  const warnings: Finding[] = []
  if (createdAt !== undefined && createdAt !== known.createdAt && !known.draft) {
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
  run.links.posts.set(path, { id: known.id, digest: digest(article) })
  const isSame = digest(article) === known.digest
  if (isSame && article.isDraft === known.draft) return { path, change: 'unchanged', warnings }
  if (run.dryRun) return { path, change: 'updated', warnings }
  const change = {
    id: known.id,
    title,
    content,
    category: category === undefined ? { disconnect: true as const } : { connectOrCreate: { name: category } },
    // `set: []` removes all tags that the file does not have.
    tags: { set: [], connectOrCreate: tags.map((name) => ({ name })) },
  }
  const { client, signal } = run
  if (!isSame) await client.posts.update.mutate(change, { signal })
  if (article.isDraft !== known.draft) {
    const { publish, unpublish } = client.posts
    await (known.draft ? publish : unpublish).mutate({ id: known.id }, { signal })
  }
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
