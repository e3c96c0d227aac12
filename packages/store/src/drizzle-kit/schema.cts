// drizzle-kit reads every exported table. The configuration passes them in a global that both modules read.
Object.assign(exports, Reflect.get(globalThis, Symbol.for('@trellis/store/drizzle-kit')))
