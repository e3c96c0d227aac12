/** The facts in the path of a post. */
export interface FileName {
  /** The folders, each followed by `/`. */
  folder: string
  /** The date, as `YYYY-MM-DD`. */
  date: string | undefined
  /** The name without date and ending. */
  slug: string
  /** Whether it is in Jekyll's folder of drafts. */
  isDraft: boolean
}

/** A date at the start of a name, or as folders before it: `2021-08-26-welcome`, `2021/08/26/welcome`, `2021/08-26-welcome`. */
const DATED = /^(?<folder>(?:.*\/)?)(?<year>\d{4})[-/](?<month>\d{1,2})[-/](?<day>\d{1,2})(?:[-_/](?<slug>[^/]*))?$/

/** Reads the path of a post in its folder, as Jekyll and Docusaurus do. `post/index.md` is the same as `post.md`. */
export function parseFileName(path: string): FileName {
  const isDraft = /(^|\/)_drafts\//.test(path)
  const bare = path.replace(/\.(md|mdx|markdown)$/i, '').replace(/(.)\/index$/i, '$1')
  const { folder, year = '', month = '', day = '', slug } = DATED.exec(bare)?.groups ?? {}
  if (folder !== undefined) {
    const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
    return { folder, date, slug: slug ?? '', isDraft }
  }
  const end = bare.lastIndexOf('/') + 1
  return { folder: bare.slice(0, end), date: undefined, slug: bare.slice(end), isDraft }
}

/**
 * The key of a post within its blog. An explicit slug takes the place of the file name, so that a file may be renamed;
 * a date in the path stays, because a blog may have a post of the same name every week.
 */
export function postKey({ folder, date, slug }: FileName, explicit?: string): string {
  const name = (explicit ?? slug).replace(/^\/+|\/+$/g, '') || 'index'
  return `${folder}${date === undefined ? '' : `${date}-`}${name}`.normalize('NFC')
}
