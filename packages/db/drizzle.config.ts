import { drizzleConfig } from '@trellis/store/drizzle-kit'
import { database } from './src/database.ts'

export default drizzleConfig(database)
