import { drizzleConfig } from '@trellis/store/drizzle-kit'
import { database } from './index.ts'

export default drizzleConfig(database)
