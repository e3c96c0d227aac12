import { type ComponentType, useState } from 'react'
import { notify } from './notify.ts'

/**
 * A component whose code is loaded when `ask` is called, because no page needs it at first. If the code cannot be loaded,
 * a notice says so, and the page stays. The notice asks the user to reload the page: browsers do not try again to load a
 * module that failed, and a newer release may no longer have it.
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
