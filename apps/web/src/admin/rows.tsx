import { Button, Text } from '@mantine/core'
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { PeopleSkeletons } from '../authors/authors-page.tsx'
import { EndlessList } from '../layout/endless-list.tsx'
import { Row } from '../layout/row.tsx'

type Dialog<Item> = (item: Item, close: () => void) => ReactNode

interface Props<Item> {
  query: UseInfiniteQueryResult<InfiniteData<{ items: Item[] }>, unknown>
  what: string
  row: (item: Item) => { name: string; title?: ReactNode; details: ReactNode }
  /** What can be done with a row: the dialog of each button, by its label. */
  acts: Record<string, Dialog<Item>>
}

/** A list of rows, each with the buttons of what can be done with it. */
export function Rows<Item extends { id: number }>({ query, what, row, acts }: Props<Item>) {
  const [open, setOpen] = useState<{ dialog: Dialog<Item>; item: Item } | null>(null)
  return (
    <>
      <EndlessList
        query={query}
        what={`the ${what}`}
        skeleton={<PeopleSkeletons />}
        empty={<Text mt="lg">No {what} found.</Text>}
        keyOf={({ id }) => id}
      >
        {(item) => {
          const { name, title, details } = row(item)
          return (
            <Row name={name} title={title ?? <Text fw={600}>{name}</Text>} details={details}>
              {Object.entries(acts).map(([label, dialog]) => (
                <Button
                  key={label}
                  size="xs"
                  variant="default"
                  aria-label={`${label}: ${name}`}
                  onClick={() => setOpen({ dialog, item })}
                >
                  {label}
                </Button>
              ))}
            </Row>
          )
        }}
      </EndlessList>
      {open?.dialog(open.item, () => setOpen(null))}
    </>
  )
}
