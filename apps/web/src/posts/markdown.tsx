import { type Components, default as ReactMarkdown } from 'react-markdown'
import remarkGfm from 'remark-gfm'
import classes from './markdown.module.css'
import { isTooComplex } from './markdown-limits.ts'
import { TextBoundary } from './text-boundary.tsx'

/** Headings move down one level, because the title of the page is its only `h1`. */
const components: Components = {
  h1: 'h2',
  h2: 'h3',
  h3: 'h4',
  h4: 'h5',
  h5: 'h6',
  a: ({ node: _, children, ...link }) => (
    <a {...link} rel="nofollow ugc noopener noreferrer">
      {children}
    </a>
  ),
  img: ({ node: _, alt = '', ...image }) => (
    <img {...image} alt={alt} loading="lazy" decoding="async" referrerPolicy="no-referrer" />
  ),
  // Wide tables and code scroll on their own, also with the keyboard.
  table: ({ node: _, ...table }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <section className={classes.wide} tabIndex={0} aria-label="Table">
      <table {...table} />
    </section>
  ),
  pre: ({ node: _, ...pre }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <pre {...pre} tabIndex={0} />
  ),
}

/** Lets each block run in the direction of its own script. */
function ownDirection() {
  return (tree: { children: { properties?: Record<string, unknown> }[] }) => {
    for (const { properties } of tree.children) if (properties) properties.dir = 'auto'
  }
}

/**
 * Markdown that a user wrote. HTML in it stays text, and links lead only to web and mail addresses. A text that cannot
 * be rendered is shown as it was typed.
 */
export function Markdown({ children, small = false }: { children: string; small?: boolean }) {
  const plain = <p className={classes.plain}>{children}</p>
  return (
    <div className={classes.markdown} data-small={small || undefined}>
      {isTooComplex(children) ? (
        plain
      ) : (
        // A text that was edited is tried again.
        <TextBoundary key={children} fallback={plain}>
          <ReactMarkdown remarkPlugins={[remarkGfm]} rehypePlugins={[ownDirection]} components={components}>
            {children}
          </ReactMarkdown>
        </TextBoundary>
      )}
    </div>
  )
}
