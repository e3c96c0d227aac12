import { lazy, type ReactNode, Suspense, useState } from 'react'

const ConfirmDialog = lazy(() => import('./confirm-dialog.tsx'))

interface Props {
  title: string
  /** The label of the button that does it. */
  action: string
  pending: boolean
  onConfirm: () => void
  trigger: (open: () => void) => ReactNode
  children: ReactNode
}

/** Asks before an action that cannot be undone. The dialog is loaded when it is needed. */
export function Confirm({ trigger, ...props }: Props) {
  const [state, setState] = useState<'unused' | 'opened' | 'closed'>('unused')
  return (
    <>
      {trigger(() => setState('opened'))}
      {state !== 'unused' && (
        <Suspense>
          <ConfirmDialog {...props} opened={state === 'opened'} onClose={() => setState('closed')} />
        </Suspense>
      )}
    </>
  )
}
