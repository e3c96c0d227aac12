import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'postgresql',
  schema: './src/dialects/postgres/schema.ts',
  out: './migrations/postgres',
  dbCredentials: { url: process.env.DATABASE_URL ?? 'postgres://127.0.0.1/trellis' },
})
