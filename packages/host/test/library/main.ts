import { serve } from '../../src/serve.ts'

serve('lending', async () => ({ domain: (await import('./domain.ts')).library }))
