/** A post of this run on the server. */
export interface LinkedPost {
  id: number
  digest: string
}

/** The posts that links can lead to, by the files that the authors name. */
export class PostLinks {
  /** The files whose posts refer to posts that were not imported when they were. */
  readonly waiting = new Set<string>()
  /** The posts by their files. */
  readonly posts = new Map<string, LinkedPost>()
  readonly #files: Map<string, string[]>
  readonly #imported: (path: string) => number | undefined

  /**
   * @param paths the files of the blog.
   * @param imported the id of the post that an earlier run made of a file.
   */
  constructor(paths: string[], imported: (path: string) => number | undefined) {
    this.#imported = imported
    this.#files = Map.groupBy(paths, (path) => nameOf(bare(path)))
  }

  /** The address of the post that a path in a file names: `2021-08-26-name`, `posts/name.md`, `../name`. */
  addressOf(path: string, from: string): string | undefined {
    const wanted = bare(path).replace(/^(?:\.{0,2}\/)+/, '')
    const found = (this.#files.get(nameOf(wanted)) ?? []).filter((file) => isWithin(bare(file), wanted))
    const folder = from.slice(0, from.lastIndexOf('/') + 1)
    const file = found.length > 1 ? found.find((file) => bare(file) === folder + wanted) : found[0]
    if (file === undefined) return undefined
    const id = this.posts.get(file)?.id ?? this.#imported(file)
    if (id === undefined) this.waiting.add(from)
    return id === undefined ? undefined : `/posts/${id}`
  }
}

/** A path without the parts that sites leave out of addresses. */
const bare = (path: string) =>
  path
    .replace(/\.(?:md|mdx|markdown)$/i, '')
    .replace(/\/(?:_?index)?$/i, '')
    .normalize('NFC')

/** Whether two paths end alike: a site names `_posts/name`, also where the folder of the blog is `_posts`. */
const isWithin = (file: string, wanted: string) =>
  `/${file}`.endsWith(`/${wanted}`) || `/${wanted}`.endsWith(`/${file}`)

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)
