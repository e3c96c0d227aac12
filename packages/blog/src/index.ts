export type { AppRouter, Reason, RouterInputs, RouterOutputs, RouterReasons } from '@trellis/api'
