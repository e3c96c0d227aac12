import { Select, type SelectProps } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '../errors.ts'
import classes from './page.module.css'

interface Found {
  id: number
  name: string
  title?: string | null
}

interface Props extends Omit<SelectProps, 'data' | 'value' | 'onChange'> {
  /** What is searched, as a part of the key under which the results are kept. */
  what: string
  find: (q: string) => Promise<{ items: Found[] }>
  onFound: (id: number | null) => void
  /** Whether the field is one of a form in a dialog and shows what was chosen; else it is empty for the next search. */
  keeps?: boolean
}

/** A field that finds a row by a part of its name. */
export function Finder({ what, find, onFound, keeps = false, ...props }: Props) {
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState<string | null>(null)
  const [q] = useDebouncedValue(text.trim(), 150)
  const { data, isPending, error } = useQuery({
    queryKey: ['find', what, q],
    queryFn: () => find(q),
    enabled: q !== '',
    placeholderData: keepPreviousData,
  })
  const nothing = error ? messageOf(error) : isPending ? 'Searching…' : 'Nothing of this name'
  const found = q ? (data?.items ?? []) : []
  return (
    <Select
      leftSection={<IconSearch size={18} />}
      rightSection={<span />}
      searchable
      value={chosen}
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
      nothingFoundMessage={q ? nothing : 'Type a name'}
      onChange={(id) => {
        onFound(id === null ? null : Number(id))
        if (keeps) setChosen(id)
        else setText('')
      }}
      {...(keeps && { comboboxProps: { withinPortal: false }, classNames: { dropdown: classes.inFlow } })}
      {...props}
    />
  )
}
