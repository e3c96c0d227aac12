export { type BackupOptions, backup, restore, restoreBeside } from './backups.ts'
export { exportRows } from './export-rows.ts'
export { importRows } from './import-rows.ts'
export type { AnyDatabase } from './tables.ts'
