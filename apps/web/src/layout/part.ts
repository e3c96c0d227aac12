import { type ComponentType, useState } from 'react'
import { notify } from './notify.ts'

/**
 * A part of the page whose code is loaded when it is asked for, because no page needs it to be shown. If it cannot be
 * loaded, a notice says so, and the page stays. Browsers do not load a module again that has failed, or that a newer
 * release does not have any more: only another load of the page helps.
 */
export function usePart<Props>(load: () => Promise<{ default: ComponentType<Props> }>) {
  const [Part, setPart] = useState<ComponentType<Props> | null>(null)
  const ask = () =>
    load().then(
      (module) => setPart(() => module.default),
      () =>
        notify({
          color: 'red',
          title: 'That could not be loaded',
          message: 'Check your connection, and load the page again.',
        }),
    )
  return { Part, ask }
}
