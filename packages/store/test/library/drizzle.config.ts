import { drizzleConfig } from '../../src/drizzle-kit/config.ts'
import { library } from './index.ts'

export default drizzleConfig(library)
