import { useMutation } from '@tanstack/react-query'
import { notify, notifyFailure } from '../layout/notify.ts'
import { queryClient, trpc } from '../trpc.ts'
import type { Forest } from './forest.ts'

/** Puts somebody under another manager, or under none. `onMoved` is called once the chart shows it. */
export function useMove(forest: Forest, onMoved: (id: number, managerId: number | null) => void) {
  const nameOf = (id: number) => forest.byId.get(id)?.employee.name ?? 'Somebody'
  return useMutation(
    trpc.employees.move.mutationOptions({
      onSuccess: async ({ id, managerId }) => {
        await queryClient.invalidateQueries(trpc.employees.pathFilter())
        onMoved(id, managerId)
        void notify({
          message: managerId
            ? `${nameOf(id)} now reports to ${nameOf(managerId)}.`
            : `${nameOf(id)} now reports to nobody.`,
        })
      },
      onError: (error, { id }) => notifyFailure(`${nameOf(id)} stays`, error),
    }),
  )
}
