import type { Page } from 'playwright-core'

/** The controls and avatars whose shape, by background or border, has less than 3:1 contrast to what is behind it. */
export async function paleControls(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
    const rgba = (color: string) => {
      context?.clearRect(0, 0, 1, 1)
      if (context) context.fillStyle = color
      context?.fillRect(0, 0, 1, 1)
      return [...(context?.getImageData(0, 0, 1, 1).data ?? [])]
    }
    const isSolid = (color: string) => (rgba(color)[3] ?? 0) > 128
    const luminance = (color: string) => {
      const [r = 0, g = 0, b = 0] = rgba(color).map((value) => {
        const part = value / 255
        return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * r + 0.7152 * g + 0.0722 * b
    }
    const contrast = (a: string, b: string) => {
      const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
      return (light + 0.05) / (dark + 0.05)
    }
    const behind = (element: Element) => {
      let parent = element.parentElement
      while (parent && !isSolid(getComputedStyle(parent).backgroundColor)) parent = parent.parentElement
      return parent ? getComputedStyle(parent).backgroundColor : '#fff'
    }
    const controls = document.querySelectorAll(
      ':is(button, .mantine-Button-root, input, textarea, select, .mantine-Avatar-placeholder):not(:disabled, [data-variant=transparent])',
    )
    return [...controls].flatMap((control) => {
      const style = getComputedStyle(control)
      const { width, height } = control.getBoundingClientRect()
      if (width < 8 || height < 8 || style.opacity === '0' || control.closest('[hidden]')) return []
      const shape = isSolid(style.backgroundColor) ? [style.backgroundColor] : []
      if (Number.parseFloat(style.borderTopWidth) > 0 && isSolid(style.borderTopColor)) shape.push(style.borderTopColor)
      // A control without a shape of its own is seen by its text or icon, which axe checks.
      if (shape.length === 0) return []
      const best = Math.max(...shape.map((color) => contrast(color, behind(control))))
      return best < 3 ? [`${best.toFixed(2)} ${control.outerHTML.slice(0, 200)}`] : []
    })
  })
}
