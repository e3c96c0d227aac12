import module from 'node:module'

// Older versions fail with an error that does not say why: distributions have them as /usr/bin/node.
if (Number.parseInt(process.versions.node, 10) < 22) {
  console.error(`Trellis needs Node 22 or newer. ${process.execPath} is Node ${process.versions.node}.`)
  process.exit(1)
}
// Must be called before other imports. The second start then compiles nothing.
module.enableCompileCache()
