import { ActionIcon, Group, Input, SegmentedControl, type TextareaProps, Tooltip } from '@mantine/core'
import { getHotkeyHandler, useMediaQuery } from '@mantine/hooks'
import { IconBlockquote, IconBold, IconCode, IconItalic, IconLink, IconList } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { LongText } from '../layout/long-text.tsx'
import { Markdown } from '../posts/markdown.tsx'
import classes from './editor.module.css'
import { applyFormat, formats } from './formats.ts'

const views = [
  { value: 'write', label: 'Write' },
  { value: 'preview', label: 'Preview' },
]
const icons = [IconBold, IconItalic, IconLink, IconCode, IconList, IconBlockquote]

/** A field for Markdown, with a preview: beside it where there is room, else in its place. */
export function ContentField(props: TextareaProps) {
  const [view, setView] = useState('write')
  const field = useRef<HTMLTextAreaElement>(null)
  const isWide = useMediaQuery('(min-width: 80em)', undefined, { getInitialValueInEffect: false })
  const text = String(props.value ?? '')
  const writes = view === 'write' || Boolean(props.error)
  const both = writes && isWide
  const apply = (format: (typeof formats)[number]) => field.current && applyFormat(field.current, format)
  return (
    <div className={both ? classes.wide : undefined}>
      <div className={classes.label}>
        <Input.Label htmlFor="content">Text</Input.Label>
        {writes && (
          <Group gap={2} role="toolbar" aria-label="Format">
            {formats.map((format, index) => {
              const Icon = icons[index] ?? IconBold
              return (
                <Tooltip key={format.label} label={format.label}>
                  <ActionIcon variant="subtle" color="gray" aria-label={format.label} onClick={() => apply(format)}>
                    <Icon size={16} />
                  </ActionIcon>
                </Tooltip>
              )
            })}
          </Group>
        )}
        <SegmentedControl size="xs" data={views} value={view} onChange={setView} aria-label="Write or preview" />
      </div>
      <div className={both ? classes.sides : undefined}>
        {writes && (
          <LongText
            id="content"
            ref={field}
            max={100_000}
            minRows={14}
            maxRows={40}
            placeholder="Markdown: **bold**, _italic_, # heading, - list, [link](https://…)"
            classNames={{ input: classes.content }}
            onKeyDown={(event) => {
              getHotkeyHandler(
                formats.map((format) => [
                  format.keys,
                  () => apply(format),
                  // With Shift, a digit is another character on each keyboard.
                  { preventDefault: true, usePhysicalKeys: format.keys.includes('digit') },
                ]),
              )(event)
              // The keys of the page are others.
              if (event.defaultPrevented) event.nativeEvent.stopPropagation()
            }}
            {...props}
          />
        )}
        {(!writes || isWide) && (
          <section className={classes.preview} aria-label="Preview">
            {text.trim() ? <Markdown>{text}</Markdown> : <p className={classes.nothing}>Nothing to show yet.</p>}
          </section>
        )}
      </div>
    </div>
  )
}
