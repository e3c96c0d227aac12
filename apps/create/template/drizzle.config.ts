import { drizzleConfig } from '@trellis/store/drizzle-kit'
import { database } from './src/database/index.ts'

export default drizzleConfig(database)
