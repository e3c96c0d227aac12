import { build, kit, pack } from '@trellis/release/packages'
import { run } from './run.ts'

// `npm run create -- <folder>`: the packages of the kit come from this clone.
await run({
  pack: async (target) => {
    await build(kit)
    await pack(target, kit)
  },
})
