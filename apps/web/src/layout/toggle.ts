import { useMutation } from '@tanstack/react-query'
import { useSignInFirst } from '../account/sign-in-first.ts'
import { notifyFailure } from './notify.ts'

interface Toggle<State> {
  /** Quick clicks with one name reach the server in the order of the clicks. */
  name: string
  /** What is said if the server refuses the change. */
  failure: string
  /** Stops the queries whose responses would overwrite the change. */
  stopLoading: () => Promise<unknown>
  show: (state: State) => void
  save: (state: State) => Promise<State>
}

/**
 * Switches the state of a row. The change is shown at once, and undone if the server refuses it.
 *
 * @returns a function that takes the state before and after.
 */
export function useToggle<State>({ name, failure, stopLoading, show, save }: Toggle<State>) {
  const signInFirst = useSignInFirst()
  const { mutate } = useMutation({
    scope: { id: name },
    mutationFn: ({ after }: { before: State; after: State }) => save(after),
    onMutate: async ({ after }) => {
      await stopLoading()
      show(after)
    },
    onSuccess: show,
    onError: (error, { before }) => {
      show(before)
      notifyFailure(failure, error)
    },
  })
  return (before: State, after: State) => signInFirst(() => mutate({ before, after }))
}
