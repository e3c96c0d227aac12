import { type Components, default as ReactMarkdown } from 'react-markdown'
import remarkGfm from 'remark-gfm'
import classes from './markdown.module.css'

/** Headings go one level down: the title of the page is its only first one. */
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
  // What is too wide scrolls by itself, also by keyboard.
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

/** Markdown, as people write it here: HTML in it stays text, and links lead nowhere but to web and mail addresses. */
export function Markdown({ children, small = false }: { children: string; small?: boolean }) {
  return (
    <div className={classes.markdown} data-small={small || undefined}>
      <ReactMarkdown remarkPlugins={[remarkGfm]} components={components}>
        {children}
      </ReactMarkdown>
    </div>
  )
}
