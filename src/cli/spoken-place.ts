import type { RouteView } from '../admin/index.ts'
import { printable } from './printable.ts'

type Place = Pick<RouteView, 'stage' | 'percent' | 'halt'>

const HALTED = { none: '', halt: ' · halted', hard: ' · halted hard' } as const

/** Says where a route stands: `canary 25 % · halted`. */
export const spokenPlace = ({ stage, percent, halt }: Place): string =>
  `${stage}${stage === 'canary' ? ` ${percent} %` : ''}${HALTED[halt]}`

/** Says who serves: `legacy`, `cloud`, or the share of each. */
export function spokenServing({ legacy, cloud }: RouteView['serves']): string {
  if (cloud === 0) return 'legacy serves everyone'
  if (legacy === 0) return 'the cloud serves everyone'
  return `the cloud serves ${cloud} %, legacy ${Number(legacy.toFixed(6))} %`
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const

/** Says how long something lasts, in its two largest units: `3 d 4 h`. */
export function spokenDuration(ms: number): string {
  const first = UNITS.findIndex(([, size]) => ms >= size)
  if (first < 0) return 'less than 1 s'
  let rest = ms
  const parts = UNITS.slice(first, first + 2).flatMap(([name, size]) => {
    const count = Math.floor(rest / size)
    rest -= count * size
    return count > 0 ? [`${count} ${name}`] : []
  })
  return parts.join(' ')
}

/** Names a supplier as the routes file does; those it does not tell apart are the others. */
export const spokenSupplier = (supplier: string | null): string =>
  supplier === null ? 'others' : printable(supplier)
