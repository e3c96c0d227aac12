interface Node {
  type: string
  tagName?: string
  value?: string
  properties?: Record<string, unknown>
  children?: Node[]
}

/**
 * A rehype plugin: the headings of a text start at `h2`, because the title of the page is its `h1`. Each gets the id
 * `section-<its words>`, with a number when another has the same words.
 */
export function headingIds() {
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
  }
}

const levelOf = ({ tagName }: Node) => Number(tagName?.[1])

function textOf({ value = '', children = [] }: Node): string {
  return value + children.map(textOf).join('')
}
