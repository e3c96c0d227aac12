import { Input, SegmentedControl, type TextareaProps } from '@mantine/core'
import { useState } from 'react'
import { LongText } from '../layout/long-text.tsx'
import { Markdown } from '../posts/markdown.tsx'
import classes from './editor.module.css'

const views = [
  { value: 'write', label: 'Write' },
  { value: 'preview', label: 'Preview' },
]

/** A field for Markdown, with a preview. */
export function ContentField(props: TextareaProps) {
  const [view, setView] = useState('write')
  const text = String(props.value ?? '')
  return (
    <div>
      <div className={classes.label}>
        <Input.Label htmlFor="content">Text</Input.Label>
        <SegmentedControl size="xs" data={views} value={view} onChange={setView} aria-label="Write or preview" />
      </div>
      {view === 'write' || props.error ? (
        <LongText
          id="content"
          max={100_000}
          minRows={14}
          maxRows={40}
          placeholder="Markdown: **bold**, _italic_, # heading, - list, [link](https://…)"
          classNames={{ input: classes.content }}
          {...props}
        />
      ) : (
        <section className={classes.preview} aria-label="Preview">
          {text.trim() ? <Markdown>{text}</Markdown> : <p className={classes.nothing}>Nothing to show yet.</p>}
        </section>
      )}
    </div>
  )
}
