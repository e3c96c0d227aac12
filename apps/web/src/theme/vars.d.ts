import type { DefaultMantineColor, MantineColorsTuple } from '@mantine/core'

declare module '@mantine/core' {
  interface MantineThemeColorsOverride {
    colors: Record<DefaultMantineColor | 'leaf', MantineColorsTuple>
  }
}
