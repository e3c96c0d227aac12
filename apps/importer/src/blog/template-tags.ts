import { type Edit, edited, endOf, fenced, nodesOf, startOf } from './markdown-code.ts'
import { imageOf, type Site } from './site.ts'

/** Prevents that the content of Liquid's `raw` is read as a tag. `withoutGuards` removes it. */
const GUARD = '\uFDD4'
const RAW = /([ \t]*)\{%-?[ \t]*(end)?raw[ \t]*-?%\}([ \t]*\n)?/g

/** Takes out the tags of Liquid's `raw`, which may stand in code too: the site does not show them there either. */
export function withoutRaw(text: string): string {
  const edits: Edit[] = []
  let opening: RegExpExecArray | undefined
  for (const tag of text.matchAll(RAW)) {
    if (!tag[2]) opening ??= tag
    else if (opening) {
      const start = opening.index + opening[0].length
      const inner = text.slice(start, tag.index).replaceAll(/\{(?=[{%])/g, `{${GUARD}`)
      const parts = [spaceOf(text, opening), inner, spaceOf(text, tag)]
      edits.push({ start: opening.index, end: tag.index + tag[0].length, text: parts.join('') })
      opening = undefined
    }
  }
  return edited(text, edits)
}

/** The white space that stays in place of a tag; a line with nothing else goes. */
function spaceOf(text: string, { 0: all, 1: before = '', 3: after = '', index }: RegExpExecArray): string {
  const isWholeLine = (index === 0 || text[index - 1] === '\n') && (after !== '' || index + all.length === text.length)
  return isWholeLine ? '' : before + after
}

export const withoutGuards = (text: string): string => text.replaceAll(GUARD, '')

const OPENING =
  /^[ \t]*(?<tag>\{%-?[ \t]*(?:highlight|codeblock)\b(?<liquid>[^%\n]*)%\}|\{\{[<%][ \t]*highlight\b(?<hugo>[^\n}]*?)[>%]\}\})/gm
const CLOSING = /\s*(?:\{%-?\s*end(?:highlight|codeblock)\s*-?%\}|\{\{[<%]\s*\/\s*highlight\s*[>%]\}\})/g

/** Jekyll's and Hugo's `highlight` as a fenced code block, except where it stands in code itself. */
export function fenceHighlights(text: string): string {
  if (!/\b(?:highlight|codeblock)\b/.test(text)) return text
  const code = nodesOf(text).filter(({ type }) => type === 'code' || type === 'inlineCode')
  const closings = [...text.matchAll(CLOSING)].reverse()
  const edits: Edit[] = []
  for (const { 0: line, index, groups: { tag = '', liquid, hugo } = {} } of text.matchAll(OPENING)) {
    const start = index + line.length - tag.length
    while ((code[0] ? endOf(code[0]) : Infinity) <= start) code.shift()
    while ((closings.at(-1)?.index ?? Infinity) < start) closings.pop()
    const closing = closings.at(-1)
    if (!closing || (code[0] && startOf(code[0]) <= start)) continue
    const body = text.slice(index + line.length, closing.index).replace(/^[ \t]*\n/, '')
    const language = /[\w+#.-]+/.exec((liquid ?? hugo ?? '').replace(/\b(?:lang|language|type)[:=]/, ''))?.[0] ?? ''
    const indent = line.slice(0, line.length - tag.length)
    edits.push({ start, end: closing.index + closing[0].length, text: fenced(body, language, indent) })
  }
  return edited(text, edits)
}

/** Marks the destination of a link to a post that is not there. */
const MISSING = /\uFDD2([^\uFDD3]*)\uFDD3/g
const missing = (path: string) => `\uFDD2${encodeURIComponent(path)}\uFDD3`
/** The path of the post that a destination should lead to, if that post is not there. */
export const missingPost = (text: string): string | undefined => {
  const [, path] = [...text.matchAll(MISSING)][0] ?? []
  return path === undefined ? undefined : decodeURIComponent(path)
}
export const namesOfMissing = (text: string): string => text.replaceAll(MISSING, (_, path) => decodeURIComponent(path))

const TAG =
  /\{\{([<%])-?\s*(?<shortcode>\/?\s*[\w./-]+)(?<given>(?:(?!\{\{|[<>%]\}\}).)*)[>%]\}\}|\{%-?\s*(?<liquid>\w+)(?<argument>(?:(?!\{%|%\}).)*?)-?%\}|(?<![={])\{\{(?<output>(?:(?!\{\{|\}\}).)*)\}\}/gs
/** Kramdown's attribute lists, but not tuples of Elixir: `{:ok, x}`. */
const ATTRIBUTE_LIST =
  /\{:(?::[^{}\n]*|\s*(?:[.#][\w.#-]+|[\w-]+\s*=\s*(?:"[^"\n]*"|'[^'\n]*'|[^\s"'{}]+)|toc)(?:\s[^{}\n]*)?)\}/g

/**
 * Resolves the tags of Liquid and the shortcodes of Hugo. Unknown shortcodes and outputs stay, other tags go; `report` is
 * called with each.
 */
export function resolveTags(text: string, site: Site, report: (name: string) => void): string {
  const linkTo = (path: string) => {
    const [file = '', anchor] = path.split('#')
    const address = site.addressOf(file)
    if (address !== undefined) return anchor ? `${address}#${anchor}` : address
    report(`link to ${path}`)
    return missing(path)
  }
  return text
    .replaceAll(/\{\{-?\s*site\.url\s*-?\}\}(?=\s*\{\{-?\s*site\.baseurl)/g, '')
    .replaceAll(TAG, (all, ...rest) => {
      const { shortcode, given, liquid, argument, output }: Record<string, string | undefined> = rest.at(-1)
      if (output !== undefined) {
        const resolved = outputOf(output.replaceAll(/^-|-$/g, '').trim(), site)
        if (resolved === undefined) report(all.replaceAll(/\s+/g, ' '))
        return resolved ?? all
      }
      const words = (given ?? argument ?? '').trim()
      const path = words.replaceAll(/^(?:path=)?["'`]|["'`]$/g, '')
      if (liquid === 'post_url') return linkTo(path)
      if (liquid === 'link')
        return /\.(md|mdx|markdown)$/.test(path) ? linkTo(path) : site.url + site.baseurl + rooted(path)
      if (liquid !== undefined) {
        if (liquid !== 'comment' && liquid !== 'endcomment') report(`{% ${liquid} %}`)
        return ''
      }
      if (shortcode === 'ref' || shortcode === 'relref') return linkTo(path)
      if (shortcode === 'figure') return imageOf(words)
      const id = /[\w-]+/.exec(words.replace(/^id=/, ''))?.[0]
      if (shortcode === 'youtube' && id) return `https://www.youtube.com/watch?v=${id}`
      if (shortcode === 'vimeo' && id) return `https://vimeo.com/${id}`
      report(`{{${all[2]} ${shortcode} ${all.at(-3)}}}`)
      return all
    })
    .replaceAll(ATTRIBUTE_LIST, '')
}

/** The value of an output of Liquid that only needs the addresses of the site. */
function outputOf(output: string, { url, baseurl }: Site): string | undefined {
  const base = url + baseurl
  if (output === 'site.url') return url
  if (output === 'site.baseurl') return base
  const path = /^["']([^"']*)["']\s*\|\s*(?:relative_url|absolute_url|prepend:\s*site\.(?:base)?url)/.exec(output)?.[1]
  return path === undefined ? undefined : base + rooted(path)
}

const rooted = (path: string) => (path.startsWith('/') ? path : `/${path}`)
