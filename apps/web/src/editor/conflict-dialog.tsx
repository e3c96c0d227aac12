import { Button, Group, Text } from '@mantine/core'
import { Dialog } from '../layout/dialog.tsx'
import type { Draft } from './draft.ts'
import classes from './editor.module.css'

interface Props {
  mine: Draft
  /** What the server has now; `null` closes the dialog. */
  theirs: Draft | null
  /** What that is called: `Published now`. */
  theirsName: string
  /** The label of the button that puts mine in its place. */
  action: string
  onMine: () => void
  onTheirs: () => void
  onClose: () => void
}

/** Shows two versions of a post that was changed in two places, and lets the writer choose. */
export function ConflictDialog({ mine, theirs, theirsName, action, onMine, onTheirs, onClose }: Props) {
  return (
    <Dialog opened={theirs !== null} onClose={onClose} title="This post was changed elsewhere" size="xl">
      <Text size="sm" mb="md">
        It was saved in another tab, or by somebody else, after you started to edit it.
      </Text>
      <div className={classes.versions}>
        <Version name={theirsName} draft={theirs ?? mine} />
        <Version name="Yours" draft={mine} />
      </div>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onTheirs}>
          Discard mine
        </Button>
        <Button onClick={onMine}>{action}</Button>
      </Group>
    </Dialog>
  )
}

function Version({ name, draft }: { name: string; draft: Draft }) {
  return (
    <section aria-label={name}>
      <h3>{name}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
      <div className={classes.version} dir="auto" tabIndex={0}>
        <strong>{draft.title}</strong>
        {`\n\n${draft.content}\n\n${draft.tags.map((tag) => `#${tag}`).join(' ')}`}
      </div>
    </section>
  )
}
