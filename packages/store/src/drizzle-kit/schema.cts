// drizzle-kit takes every export that is a table. The configuration has put them where both modules find them.
Object.assign(exports, Reflect.get(globalThis, Symbol.for('@trellis/store/drizzle-kit')))
