import { TagsInput, type TagsInputProps } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { trpc } from '../trpc.ts'

/** The tags of a post: some there are, found as one types, or new ones. */
export function TagsField(props: TagsInputProps) {
  const [text, setText] = useState('')
  const [q] = useDebouncedValue(text.trim(), 200)
  const { data } = useQuery({
    ...trpc.tags.list.queryOptions({ ...(q && { q }), limit: 20 }),
    // Nothing is asked before somebody types.
    enabled: q !== '',
    placeholderData: keepPreviousData,
  })
  return (
    <TagsInput
      label="Tags"
      description="Enter or a comma ends a tag; new ones are created"
      placeholder={Array.isArray(props.value) && props.value.length > 0 ? '' : 'databases, garden…'}
      maxTags={50}
      maxLength={100}
      acceptValueOnBlur
      clearable
      data={q ? (data?.items.map(({ name }) => name) ?? []) : []}
      searchValue={text}
      onSearchChange={setText}
      {...props}
    />
  )
}
