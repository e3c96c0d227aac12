import { Autocomplete, type AutocompleteProps } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { allCategories } from '../posts/post-queries.ts'

/** The category of a post: one there is, or a new one. */
export function CategoryField(props: AutocompleteProps) {
  const names = useQuery(allCategories).data?.items.map(({ name }) => name) ?? []
  return (
    <Autocomplete
      label="Category"
      description="Pick one, or type the name of a new one"
      placeholder="None"
      maxLength={100}
      clearable
      // Above the field, the list would hide the label.
      comboboxProps={{ position: 'bottom', middlewares: { flip: false, shift: false } }}
      data={names}
      {...props}
    />
  )
}
