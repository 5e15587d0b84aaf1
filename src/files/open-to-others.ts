import { statSync } from 'node:fs'

/** Whether everyone on the machine may read, change or run a file; false where the system has no such rights. */
export function isOpenToOthers(path: string): boolean {
  if (process.platform === 'win32') return false
  const { mode } = statSync(path, { throwIfNoEntry: false }) ?? { mode: 0 }
  return (mode & 0o007) !== 0
}
