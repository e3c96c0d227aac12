import { Button, Text } from '@mantine/core'
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { PeopleSkeletons } from '../authors/authors-page.tsx'
import { EndlessList } from '../layout/endless-list.tsx'
import { Row } from '../layout/row.tsx'

interface Props<Item, Act extends string> {
  query: UseInfiniteQueryResult<InfiniteData<{ items: Item[] }>, unknown>
  what: string
  row: (item: Item) => { name: string; title?: ReactNode; details: ReactNode }
  acts: Record<Act, string>
  onAct: (act: Act, item: Item) => void
}

/** A list of rows, each with the buttons of what can be done with it. */
export function Rows<Item extends { id: number }, Act extends string>({
  query,
  what,
  row,
  acts,
  onAct,
}: Props<Item, Act>) {
  // Sound: the keys of `acts` are the acts.
  const buttons = Object.entries(acts) as [Act, string][]
  return (
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
            {buttons.map(([act, label]) => (
              <Button
                key={act}
                size="xs"
                variant="default"
                aria-label={`${label}: ${name}`}
                onClick={() => onAct(act, item)}
              >
                {label}
              </Button>
            ))}
          </Row>
        )
      }}
    </EndlessList>
  )
}
