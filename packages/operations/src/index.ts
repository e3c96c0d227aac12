export type { AnyDatabase } from './any-table.ts'
export { type BackupOptions, backup, restore, restoreBeside } from './backups.ts'
export { exportRows } from './export-rows.ts'
export { importRows } from './import-rows.ts'
