import type { Freeze, Maintenance } from '../exchange/index.ts'
import type { MaintenanceOf } from '../windows/index.ts'
import type { Fields } from './read-fields.ts'
import type { FreezeFields, MaintenanceFields } from './window-schema.ts'

/** Compiles a freeze. */
export const compileFreeze = ({ from, to, why, routes }: FreezeFields): Freeze => ({
  from,
  to,
  why,
  ...(routes && { routes }),
})

/** Compiles when upstreams are worked on; one that never is is not there. */
export const maintenanceIn = (upstreams: Fields['upstreams']): MaintenanceOf =>
  new Map(
    [...upstreams].flatMap(([name, upstream]): [string, readonly Maintenance[]][] => {
      const windows = upstream?.maintenance ?? []
      return windows.length === 0 ? [] : [[name, windows.map(compileMaintenance)]]
    }),
  )

const compileMaintenance = (fields: MaintenanceFields): Maintenance => {
  const { why } = fields
  if ('from' in fields) return { when: { from: fields.from, to: fields.to }, why }
  const { every, for: lastsMs, zone } = fields
  return { when: { ...every, lastsMs, zone }, why }
}
