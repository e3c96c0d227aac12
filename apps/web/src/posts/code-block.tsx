import { ActionIcon, CopyButton } from '@mantine/core'
import { useIntersection } from '@mantine/hooks'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { type ReactNode, useEffect, useState } from 'react'
import classes from './code-block.module.css'

/** Longer code stays plain: highlighting runs on the main thread. */
const HIGHLIGHTED_LENGTH = 20_000

/** A block of code with a button that copies it. It is highlighted when it comes near the screen and its language is known. */
export function CodeBlock({ code, language }: { code: string; language: string | undefined }) {
  const { ref, entry } = useIntersection({ rootMargin: '300px' })
  const highlighted = useHighlighted(code, entry?.isIntersecting ? language : undefined)
  return (
    <div className={classes.block} ref={ref}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
      <pre tabIndex={0} dir="ltr">
        <code>{highlighted ?? code}</code>
      </pre>
      <CopyButton value={code}>
        {({ copied, copy }) => (
          <ActionIcon
            className={classes.copy}
            variant="default"
            onClick={copy}
            aria-label={copied ? 'Copied' : 'Copy the code'}
          >
            {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
          </ActionIcon>
        )}
      </CopyButton>
    </div>
  )
}

/** The highlighted code, once the highlighter and the grammar of the language are loaded. */
function useHighlighted(code: string, language: string | undefined): ReactNode {
  const [highlighted, setHighlighted] = useState<{ code: string; node: ReactNode }>()
  useEffect(() => {
    if (!language || code.length > HIGHLIGHTED_LENGTH) return
    let isCurrent = true
    import('./highlight.ts')
      .then(({ highlight }) => highlight(code, language.toLowerCase()))
      .then(
        (node) => isCurrent && setHighlighted({ code, node }),
        // Without the highlighter the code stays plain.
        () => undefined,
      )
    return () => {
      isCurrent = false
    }
  }, [code, language])
  // A preview changes the code before its new colours are ready.
  return highlighted?.code === code ? highlighted.node : undefined
}
