import { join, relative } from 'node:path'
import { bundle, root } from './bundle.ts'

const folder = await bundle(join(root, 'dist/trellis'))
console.log(`${relative(process.cwd(), folder)} is complete. Copy it anywhere and run: node main.js`)
