import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'sqlite',
  schema: './src/dialects/sqlite/schema.ts',
  out: './migrations/sqlite',
  dbCredentials: { url: process.env.DATABASE_URL ?? 'file:../../data/trellis.db' },
})
