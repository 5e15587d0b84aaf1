import type { NotifiersView } from '../admin/index.ts'
import { setTable } from './table.ts'

/** Sets who is told of changes, and of what. */
export function setNotifiers({ notifiers }: NotifiersView, width: number): string {
  const rows = notifiers.map(({ name, host, on }) => [name, host, on.join(', ')])
  return setTable({ headings: ['told of changes', 'host', 'of'], rows }, width)
}
