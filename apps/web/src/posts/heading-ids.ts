interface Node {
  type: string
  tagName?: string
  value?: string
  properties?: Record<string, unknown>
  children?: Node[]
}

/**
 * A rehype plugin: the headings of a text start at `h2`, because the title of the page is its `h1`. Each gets the id
 * `section-<its words>`, with a number when another has the same words. With `contents`, links to the highest headings come
 * first, if there are a few.
 */
export function headingIds({ contents }: { contents: boolean }) {
  return (tree: Node) => {
    const seen = new Map<string, number>()
    const headings = (tree.children ?? []).filter(({ tagName }) => /^h[1-6]$/.test(tagName ?? ''))
    const highest = Math.min(...headings.map(levelOf))
    for (const node of headings) {
      node.tagName = `h${Math.min(6, levelOf(node) - highest + 2)}`
      // The prefix keeps the ids of a text apart from the ids of the page.
      const id = `section-${textOf(node)
        .toLowerCase()
        .match(/[\p{L}\p{N}]+/gu)
        ?.join('-')}`
      const count = (seen.get(id) ?? 0) + 1
      seen.set(id, count)
      node.properties = { ...node.properties, id: count === 1 ? id : `${id}-${count}` }
    }
    const chapters = headings.filter(({ tagName }) => tagName === 'h2')
    if (contents && chapters.length >= CHAPTERS) tree.children?.unshift(contentsOf(chapters))
  }
}

/** How many headings need contents. */
const CHAPTERS = 3

function contentsOf(chapters: Node[]): Node {
  const items = chapters.map((chapter) => {
    const link = {
      type: 'element',
      tagName: 'a',
      properties: { href: `#${chapter.properties?.id}` },
      children: [{ type: 'text', value: textOf(chapter) }],
    }
    return { type: 'element', tagName: 'li', properties: {}, children: [link] }
  })
  const list = { type: 'element', tagName: 'ol', properties: {}, children: items }
  return { type: 'element', tagName: 'nav', properties: { ariaLabel: 'Contents', dir: 'auto' }, children: [list] }
}

const levelOf = ({ tagName }: Node) => Number(tagName?.[1])

function textOf({ value = '', children = [] }: Node): string {
  return value + children.map(textOf).join('')
}
