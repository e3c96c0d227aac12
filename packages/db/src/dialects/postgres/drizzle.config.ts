import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'postgresql',
  schema: './src/dialects/postgres/schema.ts',
  out: './src/dialects/postgres/migrations',
  dbCredentials: { url: process.env.DATABASE_URL ?? 'postgres://127.0.0.1/trellis' },
})
