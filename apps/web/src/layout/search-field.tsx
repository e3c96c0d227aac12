import { CloseButton, TextInput, type TextInputProps } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useState } from 'react'

interface Props extends Omit<TextInputProps, 'value' | 'onChange' | 'label'> {
  label: string
  /** What is searched for now. */
  value: string
  /** Called shortly after typing stops. */
  onSearch: (text: string) => void
}

/** A field that searches as one types. */
export function SearchField({ label, value, onSearch, ...props }: Props) {
  const [text, setText] = useState(value)
  const [known, setKnown] = useState(value)
  const search = useDebouncedCallback((text: string) => {
    setKnown(text.trim())
    onSearch(text.trim())
  }, 200)
  // The address changed by other means: the way back, or a link.
  useEffect(() => {
    if (value === known) return
    setKnown(value)
    setText(value)
  }, [value, known])
  const change = (text: string) => {
    setText(text)
    search(text)
  }
  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={label}
      maxLength={64}
      leftSection={<IconSearch size={18} />}
      rightSection={text && <CloseButton aria-label="Clear the search" onClick={() => change('')} />}
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
      {...props}
    />
  )
}
