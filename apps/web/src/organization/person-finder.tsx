import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { trpc } from '../trpc.ts'

/** A field that finds somebody in the chart by a part of their name. */
export function PersonFinder({ onFound }: { onFound: (id: number) => void }) {
  const [text, setText] = useState('')
  const [q] = useDebouncedValue(text.trim(), 150)
  const { data, isPending } = useQuery({
    ...trpc.employees.list.queryOptions({ q, limit: 20 }),
    enabled: q !== '',
    placeholderData: keepPreviousData,
  })
  const found = q ? (data?.items ?? []) : []
  return (
    <Select
      aria-label="Find a person"
      placeholder="Find a person"
      leftSection={<IconSearch size={18} />}
      rightSection={<span />}
      searchable
      value={null}
      searchValue={text}
      onSearchChange={setText}
      data={found.map(({ id, name }) => ({ value: String(id), label: name }))}
      filter={({ options }) => options}
      renderOption={({ option }) => {
        const title = found.find(({ id }) => String(id) === option.value)?.title
        return (
          <span>
            {option.label}
            {title && (
              <span style={{ display: 'block', color: 'var(--mantine-color-dimmed)', fontSize: '0.85em' }}>
                {title}
              </span>
            )}
          </span>
        )
      }}
      nothingFoundMessage={q && !isPending ? 'Nobody of this name' : 'Type a name'}
      onChange={(id) => {
        if (!id) return
        onFound(Number(id))
        setText('')
      }}
    />
  )
}
