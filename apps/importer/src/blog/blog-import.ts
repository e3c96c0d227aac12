import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import pMap from 'p-map'
import { type Outcome, type Summary, Tally } from '../outcome.ts'
import { Problem, problemOf } from '../problem.ts'
import { type Run, workOn } from '../run.ts'
import { accountsOf } from './accounts.ts'
import { namedAuthor } from './author.ts'
import { readKnownPosts } from './known-posts.ts'
import { findMarkdown } from './markdown-files.ts'
import { importedId, importPost, linkPost, type PostImport, removePost } from './post-import.ts'
import { PostLinks } from './post-links.ts'
import { checkedSource, sourceOf } from './source.ts'
import { readVocabulary } from './vocabulary.ts'

/** The options of an import. */
export interface BlogOptions {
  folder: string
  /** The name of the blog. A later import recognises a post by this name and its path. */
  source?: string | undefined
  /** Who wrote the posts that do not say it. */
  author?: string | undefined
  /** The file that describes the authors, if not in its usual place. */
  authors?: string | undefined
  /** The address that relative images are resolved against. Without it they become their alternative text. */
  assets?: string | undefined
  drafts: boolean
  prune: boolean
  dryRun: boolean
  /** How many files are worked on at a time. */
  concurrency: number
}

/** Imports the posts of a folder: new ones are created, changed ones are updated. */
export async function importBlog(options: BlogOptions, { client, progress, signal, onOutcome }: Run): Promise<Summary> {
  const folder = resolve(options.folder)
  await expectFolder(folder, options.folder)
  const source = options.source === undefined ? sourceOf(folder) : checkedSource(options.source)
  const tally = new Tally({ kind: 'blog', source, dryRun: options.dryRun })
  const [files, vocabulary, known] = await Promise.all([
    findMarkdown(folder),
    readVocabulary(folder, options.authors),
    readKnownPosts(client, source, signal),
  ])
  if (files.paths.length + files.failures.length + known.size === 0) {
    throw new Problem(`there are no Markdown files in ${options.folder}`)
  }
  for (const failure of files.failures) tally.fail(failure)

  const accounts = accountsOf(client, {
    signal,
    dryRun: options.dryRun,
    warn: (message) => tally.warn({ path: options.folder, message }),
  })
  const defaultAuthor = vocabulary.authors.get(options.author ?? '') ?? namedAuthor(options.author ?? source)
  const run: PostImport = {
    ...options,
    client,
    signal,
    folder,
    source,
    vocabulary,
    defaultAuthor,
    accounts,
    known,
    files: new Map(),
    links: new PostLinks(files.paths, (path) => importedId({ folder, known }, path)),
  }
  const each = async <T>(items: T[], what: string, work: (item: T) => Promise<Outcome>) => {
    progress.start(items.length, what)
    await workOn(items, work, { progress, onOutcome, tally, concurrency: options.concurrency })
    progress.stop()
  }

  await each(files.paths, 'files', (path) => importPost(run, path))
  const again = await pMap(run.links.waiting, (path) => linkPost(run, path), options)
  for (const { failure, warnings = [] } of again) {
    for (const warning of warnings) tally.warn(warning)
    if (failure) tally.fail(failure)
  }
  const gone = options.prune ? [...known].filter(([, post]) => post.path === undefined) : []
  const kept = reasonToKeep(options, tally.summary.failed, gone.length === known.size)
  if (gone.length > 0 && kept) tally.warn({ path: options.folder, message: kept })
  else await each(gone, 'posts removed', ([key, post]) => removePost(run, key, post))
  Object.assign(tally.summary.authors, accounts.changes)
  return tally.finish()
}

/** The reason to remove nothing although files are missing, if there is one. */
function reasonToKeep({ source }: BlogOptions, failed: number, isEverything: boolean): string | undefined {
  // A post without a file may be the post of a file that could not be read.
  if (failed > 0) return `nothing was removed, because of the ${failed} that failed: theirs may be the posts to keep`
  if (source === undefined && isEverything) {
    return 'nothing was removed, because it would be everything: if this is the right folder, name it with --source'
  }
  return undefined
}

async function expectFolder(folder: string, name: string): Promise<void> {
  const found = await stat(folder).catch((error: unknown) => {
    throw new Problem(`${name}: ${problemOf(error).message}`)
  })
  if (!found.isDirectory()) throw new Problem(`${name} is not a folder`)
}
