import { type ComboboxItem, Select, type SelectProps } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { trpc } from '../trpc.ts'

/** A field to choose an author, found by a part of their name. */
export function AuthorSelect({ except, ...props }: SelectProps & { except: number }) {
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState<ComboboxItem | null>(null)
  // The name of the one who is chosen stands in the field: it is nothing to search for.
  const [q] = useDebouncedValue(text === chosen?.label ? '' : text.trim(), 200)
  const { data } = useQuery({
    ...trpc.users.list.queryOptions({ ...(q && { q }), limit: 20 }),
    placeholderData: keepPreviousData,
  })
  const found = (data?.items ?? [])
    .filter(({ id }) => id !== except)
    .map(({ id, username, profile }) => ({
      value: String(id),
      label: profile ? `${profile.fullName} (@${username})` : `@${username}`,
    }))
  return (
    <Select
      label="Who gets your posts"
      placeholder="Type a name"
      searchable
      nothingFoundMessage="Nobody of this name"
      data={chosen && !found.some(({ value }) => value === chosen.value) ? [chosen, ...found] : found}
      // The server has searched already.
      filter={({ options }) => options}
      searchValue={text}
      onSearchChange={setText}
      {...props}
      onChange={(value, option) => {
        setChosen(option)
        props.onChange?.(value, option)
      }}
    />
  )
}
