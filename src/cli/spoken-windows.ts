import type { FreezeView, MaintenanceView } from '../admin/index.ts'
import { spokenFreeze } from './freeze.ts'

/** Sets what is frozen and who is worked on as lines under a heading; none where that is nothing. */
export function setWindows({
  freezes,
  maintenance,
}: {
  readonly freezes: readonly FreezeView[]
  readonly maintenance: readonly MaintenanceView[]
}): readonly string[] {
  return [
    ...freezes.map(each => `  freeze     ${spokenFreeze(each)}`),
    ...maintenance.map(each => `  works      ${spokenMaintenance(each)}`),
  ]
}

const spokenMaintenance = ({ upstream, from, to, isOn }: MaintenanceView): string => {
  const [begins, ends] = [from, to].map(ms => new Date(ms).toISOString())
  return isOn
    ? `${upstream} is worked on until ${ends ?? ''}: no copies, no evidence, no soak`
    : `${upstream} will be worked on from ${begins ?? ''} to ${ends ?? ''}`
}
