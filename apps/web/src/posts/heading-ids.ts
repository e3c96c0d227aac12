interface Node {
  type: string
  tagName?: string
  value?: string
  properties?: Record<string, unknown>
  children?: Node[]
}

/** A rehype plugin: gives each heading the id `section-<its words>`, with a number when another has the same words. */
export function headingIds() {
  return (tree: Node) => {
    const seen = new Map<string, number>()
    for (const node of tree.children ?? []) {
      if (!/^h[1-6]$/.test(node.tagName ?? '')) continue
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

function textOf({ value = '', children = [] }: Node): string {
  return value + children.map(textOf).join('')
}
