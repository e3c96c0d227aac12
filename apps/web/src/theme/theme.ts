import { type CSSVariablesResolver, createTheme } from '@mantine/core'

/** For emoji and for scripts that the fonts of the page do not have, by the names of the common systems. */
const anyScript =
  "'Apple Color Emoji', 'Segoe UI Emoji', 'Noto Color Emoji', 'PingFang SC', 'Hiragino Sans', 'Microsoft YaHei', 'Yu Gothic', 'Malgun Gothic', 'Noto Sans CJK SC', 'Noto Sans Arabic', 'Noto Sans Hebrew', 'Noto Sans Devanagari', 'Noto Sans Thai'"

/** White initials can be read on them, and their shape stands out from the page in both schemes. */
const avatarColors = ['leaf', 'blue.8', 'grape.7', 'indigo.7', 'pink.7', 'red.8', 'teal.9', 'violet.6']

/** Colours, type and defaults of every component. */
export const theme = createTheme({
  primaryColor: 'leaf',
  primaryShade: { light: 7, dark: 6 },
  colors: {
    leaf: [
      '#f1f7f2',
      '#e0ece2',
      '#c1d9c7',
      '#9dc3a8',
      '#79ab89',
      '#58926e',
      '#377a54',
      '#2b6446',
      '#235239',
      '#1a3f2c',
    ],
    gray: [
      '#f7f6f2',
      '#f0eee8',
      '#e5e2da',
      '#d6d2c7',
      '#b9b4a7',
      '#8f8a7c',
      '#6a665b',
      '#524f46',
      '#383630',
      '#23221e',
    ],
    dark: [
      '#dbdfda',
      '#b7beb8',
      '#9ba49d',
      '#6a736d',
      '#414944',
      '#333a36',
      '#252b28',
      '#171b19',
      '#111412',
      '#0b0d0c',
    ],
  },
  fontFamily: `'Inter Variable', 'Inter Fallback', system-ui, -apple-system, 'Segoe UI', sans-serif, ${anyScript}`,
  fontFamilyMonospace: `ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace, ${anyScript}`,
  headings: {
    fontFamily: `'Source Serif 4 Variable', 'Source Serif Fallback', Georgia, 'Times New Roman', serif, ${anyScript}`,
    fontWeight: '600',
    sizes: {
      h1: { fontSize: 'clamp(1.9rem, 1.5rem + 1.6vw, 2.6rem)', lineHeight: '1.16' },
      h2: { fontSize: '1.5rem', lineHeight: '1.25' },
      h3: { fontSize: '1.2rem', lineHeight: '1.3' },
    },
  },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Anchor: { defaultProps: { underline: 'hover' } },
    // Filled, so that the shape stands out from the page in both schemes.
    Avatar: { defaultProps: { color: 'initials', variant: 'filled', allowedInitialsColors: avatarColors } },
    TextInput: { defaultProps: { dir: 'auto' } },
    Textarea: { defaultProps: { dir: 'auto' } },
    Skeleton: { defaultProps: { radius: 'sm' } },
  },
})

/** Colours with enough contrast to the page in both schemes: 4.5:1 for text, 3:1 for the shape of controls. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#fdfcf9',
    '--mantine-color-text': '#23221e',
    '--mantine-color-dimmed': '#63605a',
    '--mantine-color-placeholder': '#716d64',
    '--mantine-color-default-border': '#8b867a',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-anchor': 'var(--mantine-color-leaf-7)',
    '--hairline': 'var(--mantine-color-gray-2)',
    '--raised': '#ffffff',
    '--liked': '#b3312c',
  },
  dark: {
    '--mantine-color-dimmed': '#a3aca5',
    '--mantine-color-placeholder': '#929b94',
    '--mantine-color-default-border': '#6f7972',
    '--mantine-color-error': '#ff9a93',
    '--mantine-color-anchor': 'var(--mantine-color-leaf-3)',
    '--hairline': 'var(--mantine-color-dark-5)',
    '--raised': '#1d2220',
    '--liked': '#ff8f87',
  },
})
