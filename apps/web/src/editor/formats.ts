/** How a text gets a format: `around` the chosen words, `before` each line, or as a link. */
interface Format {
  label: string
  keys: string
  around?: [string, string]
  before?: string
}

/** The formats of the toolbar, with their usual keys. */
export const formats: Format[] = [
  { label: 'Bold', keys: 'mod+B', around: ['**', '**'] },
  { label: 'Italic', keys: 'mod+I', around: ['_', '_'] },
  { label: 'Link', keys: 'mod+K', around: ['[', '](https://)'] },
  { label: 'Code', keys: 'mod+E', around: ['`', '`'] },
  { label: 'List', keys: 'mod+shift+digit8', before: '- ' },
  { label: 'Quote', keys: 'mod+shift+digit9', before: '> ' },
]

/** Gives the chosen part of a field a format. The browser can undo it. */
export function applyFormat(
  field: HTMLTextAreaElement,
  { around: [left, right] = ['', ''], before = '' }: Format,
): void {
  const { value, selectionStart, selectionEnd } = field
  const start = before ? value.lastIndexOf('\n', selectionStart - 1) + 1 : selectionStart
  const chosen = value.slice(start, selectionEnd)
  const text = before ? chosen.replace(/^/gm, before) : left + chosen + right
  field.focus()
  field.setSelectionRange(start, selectionEnd)
  // Unlike a new value of the field, this is an entry in the history of the browser.
  document.execCommand('insertText', false, text)
  if (!before) field.setSelectionRange(start + left.length, start + left.length + chosen.length)
}
