import './highlight.css'
import { toJsxRuntime } from 'hast-util-to-jsx-runtime'
import type { LanguageFn } from 'highlight.js'
import { createLowlight } from 'lowlight'
import type { ReactNode } from 'react'
import { Fragment, jsx, jsxs } from 'react/jsx-runtime'

const FOLDER = '../../node_modules/highlight.js/es/languages'

/** The grammars, each loaded when a text uses its language. */
const GRAMMARS = import.meta.glob<{ default: LanguageFn }>(
  '../../node_modules/highlight.js/es/languages/{bash,c,cpp,csharp,css,diff,dockerfile,go,graphql,ini,java,javascript,json,kotlin,markdown,php,python,ruby,rust,scss,shell,sql,swift,typescript,xml,yaml}.js',
)

/** Other names of the languages in code fences. */
const ALIASES: Record<string, string[]> = {
  bash: ['sh', 'zsh'],
  cpp: ['c++'],
  csharp: ['cs'],
  dockerfile: ['docker'],
  go: ['golang'],
  ini: ['toml'],
  javascript: ['js', 'jsx', 'mjs'],
  json: ['jsonc'],
  kotlin: ['kt'],
  markdown: ['md'],
  python: ['py'],
  ruby: ['rb'],
  rust: ['rs'],
  shell: ['console'],
  typescript: ['ts', 'tsx'],
  xml: ['html', 'svg'],
  yaml: ['yml'],
}

const lowlight = createLowlight()

/** The code with its parts marked by class names, or nothing for a language without a grammar. */
export async function highlight(code: string, language: string): Promise<ReactNode> {
  const name = Object.keys(ALIASES).find((name) => ALIASES[name]?.includes(language)) ?? language
  const load = GRAMMARS[`${FOLDER}/${name}.js`]
  if (!load) return undefined
  if (!lowlight.registered(name)) lowlight.register(name, (await load()).default)
  return toJsxRuntime(lowlight.highlight(name, code), { Fragment, jsx, jsxs })
}
