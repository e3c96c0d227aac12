import { TagsInput, type TagsInputProps } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { trpc } from '../trpc.ts'

/** The tags of a post: some there are, found as one types, or new ones. */
export function TagsField(props: TagsInputProps) {
  const [text, setText] = useState('')
  const typed = text.trim()
  const [q] = useDebouncedValue(typed, 100)
  // Nothing is asked before somebody types.
  const { data } = useQuery({ ...trpc.tags.list.queryOptions({ ...(q && { q }), limit: 20 }), enabled: q !== '' })
  const names = data?.items.map(({ name }) => name) ?? []
  // Without the answer to what is typed by now, there is no first suggestion that Enter could take.
  const suggestions = data && q === typed ? suggest(names, typed) : []
  return (
    <TagsInput
      label="Tags"
      description="Enter takes the first suggestion, a comma the tag as it is typed"
      placeholder={Array.isArray(props.value) && props.value.length > 0 ? '' : 'databases, garden…'}
      maxTags={50}
      maxLength={100}
      acceptValueOnBlur
      clearable
      data={suggestions}
      filter={({ options }) => options}
      renderOption={({ option: { value } }) => (names.includes(value) ? value : `New tag: ${value}`)}
      selectFirstOptionOnChange={suggestions.length > 0}
      searchValue={text}
      onSearchChange={setText}
      {...props}
    />
  )
}

/** The tags to choose from: those that begin with the text first, and the text itself as a new one. */
function suggest(names: string[], text: string): string[] {
  const [lower, begins] = [text.toLowerCase(), (name: string) => name.toLowerCase().startsWith(text.toLowerCase())]
  const sorted = [...names.filter(begins), ...names.filter((name) => !begins(name))]
  return names.some((name) => name.toLowerCase() === lower) ? sorted : [...sorted, text]
}
