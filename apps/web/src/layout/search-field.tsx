import { CloseButton, TextInput, type TextInputProps } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'

interface Props extends Omit<TextInputProps, 'value' | 'onChange' | 'label'> {
  label: string
  /** What is searched for now. */
  value: string
  /** Called shortly after typing stops. Replaces the entry of the history. */
  onSearch: (text: string) => void
}

/** A field that searches as one types. */
export function SearchField({ label, value, onSearch, ...props }: Props) {
  const [text, setText] = useState(value)
  /** What was searched for and is not the value yet. */
  const asked = useRef<string[]>([])
  const search = useDebouncedCallback((text: string) => {
    asked.current.push(text.trim())
    onSearch(text.trim())
  }, 200)
  const { history } = useRouter()
  // Whoever leaves before typing has stopped is not led back. A search replaces the entry of the history.
  useEffect(
    () =>
      history.subscribe(({ action }) => {
        if (action.type !== 'REPLACE') search.cancel()
      }),
    [history, search],
  )
  // The value of a search from here comes back when more may be typed already. Any other is shown: the way back, or a link.
  useEffect(() => {
    const own = asked.current.indexOf(value)
    asked.current = own < 0 ? [] : asked.current.slice(own + 1)
    if (own < 0) setText(value)
  }, [value])
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
