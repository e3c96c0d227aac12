import { Button, Text } from '@mantine/core'
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { PeopleSkeletons } from '../authors/authors-page.tsx'
import { Empty } from '../layout/empty.tsx'
import { EndlessList } from '../layout/endless-list.tsx'
import { Row } from '../layout/row.tsx'

type Dialog<Item> = (item: Item, close: () => void) => ReactNode

interface Props<Item> {
  query: UseInfiniteQueryResult<InfiniteData<{ items: Item[] }>, unknown>
  what: string
  /** What was searched for. */
  q: string
  /** The one thing to do if there is nothing yet: a link. */
  next?: ReactNode
  row: (item: Item) => { name: string; title?: ReactNode; details: ReactNode }
  /** What can be done with a row: the dialog of each button, by its label. */
  acts: Record<string, Dialog<Item>>
}

/** A list of rows, each with the buttons of what can be done with it. */
export function Rows<Item extends { id: number }>({ query, what, q, next, row, acts }: Props<Item>) {
  const [open, setOpen] = useState<{ dialog: Dialog<Item>; item: Item } | null>(null)
  return (
    <>
      <EndlessList
        query={query}
        what={`the ${what}`}
        skeleton={<PeopleSkeletons />}
        empty={q ? <Empty title={`No ${what} found.`} /> : <Empty title={`No ${what} yet.`}>{next}</Empty>}
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
