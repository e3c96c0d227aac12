import { CatchBoundary } from '@tanstack/react-router'
import { type Components, default as ReactMarkdown } from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { CodeBlock } from './code-block.tsx'
import { Heading } from './heading.tsx'
import { headingIds } from './heading-ids.ts'
import { Image } from './image.tsx'
import classes from './markdown.module.css'
import { isTooComplex } from './markdown-limits.ts'

const heading =
  (as: 'h2' | 'h3' | 'h4' | 'h5' | 'h6'): NonNullable<Components['h1']> =>
  ({ node, id, dir, children }) => (
    <Heading as={as} id={id} dir={dir} hasLink={JSON.stringify(node?.children).includes('"tagName":"a"')}>
      {children}
    </Heading>
  )

const components: Components = {
  h1: heading('h2'),
  h2: heading('h2'),
  h3: heading('h3'),
  h4: heading('h4'),
  h5: heading('h5'),
  h6: heading('h6'),
  a: ({ node: _, children, ...link }) => (
    <a {...link} rel="nofollow ugc noopener noreferrer">
      {children}
    </a>
  ),
  img: ({ node: _, ...image }) => <Image alone={false} {...image} />,
  p: ({ node, ...paragraph }) => {
    const [only, other] = node?.children ?? []
    if (other || only?.type !== 'element' || only.tagName !== 'img') return <p {...paragraph} />
    const { src, alt, title } = only.properties
    return (
      <p {...paragraph}>
        <Image alone src={String(src)} alt={String(alt ?? '')} title={title ? String(title) : undefined} />
      </p>
    )
  },
  // The box of a task in a list.
  input: ({ node: _, ...box }) => <input {...box} aria-label={box.checked ? 'Done' : 'To do'} />,
  // Wide tables and code scroll on their own, also with the keyboard.
  table: ({ node: _, ...table }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <section className={classes.wide} tabIndex={0} aria-label="Table">
      <table {...table} />
    </section>
  ),
  pre: ({ node }) => {
    const code = node?.children[0]
    if (code?.type !== 'element') return null
    const text = code.children[0]?.type === 'text' ? code.children[0].value : ''
    const language = String(code.properties.className ?? '').match(/language-(\S+)/)?.[1]
    return <CodeBlock code={text.replace(/\n$/, '')} language={language} />
  },
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
        <CatchBoundary getResetKey={() => children} errorComponent={() => plain}>
          <ReactMarkdown
            remarkPlugins={[remarkGfm]}
            rehypePlugins={small ? [ownDirection] : [ownDirection, headingIds]}
            components={components}
          >
            {children}
          </ReactMarkdown>
        </CatchBoundary>
      )}
    </div>
  )
}
