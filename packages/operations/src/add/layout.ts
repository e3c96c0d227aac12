/** Where a project has its code, in paths from its folder. */
export interface Layout {
  readonly folder: string
  /** The folders of the tables and of the procedures. */
  readonly database: string
  readonly api: string
  /** What the procedures import the tables and the store from. */
  readonly imports: { readonly database: string; readonly store: string }
  /** The folder of the tests of who may call what, if there is one. */
  readonly authorization?: string
}

/** The layout of a project that `npm run create` made. */
export const layoutOf = (folder: string): Layout => ({
  folder,
  database: 'src/database',
  api: 'src/api',
  imports: { database: '../../database/index.ts', store: '@trellis/store' },
})

/** A module with the imports of the names that occur in its text. Types are marked as such: `type Reasons`. */
export function withImports(text: string, modules: Record<string, readonly string[]>): string {
  const code = text.replace(/'[^'\n]*'|\/\*\*.*?\*\//gs, '')
  const lines = Object.entries(modules).flatMap(([module, names]) => {
    const used = names.filter((name) => new RegExp(`(?<![.\\w'"/])${name.replace('type ', '')}\\b(?! ?:)`).test(code))
    if (used.length === 0) return []
    const onlyTypes = used.every((name) => name.startsWith('type '))
    return [
      `import ${onlyTypes ? 'type ' : ''}{ ${used.map((name) => (onlyTypes ? name.slice(5) : name)).join(', ')} } from '${module}'\n`,
    ]
  })
  return `${lines.join('')}\n${text}`
}
