import { dropGone, Gauges } from './gauges.ts'
import type { Metrics } from './metrics.ts'

/** Shows for each name of a list whether something is on. */
type ShowOn = (names: readonly string[], isOn: (name: string) => boolean) => void

/** Builds what shows which routes are frozen and which upstreams are worked on, each at 0 while they are not. */
export function createWindowMeter({
  freezeActive,
  upstreamMaintenance,
}: Pick<Metrics, 'freezeActive' | 'upstreamMaintenance'>): {
  readonly showFrozen: ShowOn
  readonly showWorkedOn: ShowOn
} {
  const shownBy = (family: typeof freezeActive): ShowOn => {
    const kept = new Map<string, { readonly gauges: Gauges }>()
    return (names, isOn) => {
      dropGone(kept, new Set(names))
      for (const name of names) {
        const { gauges } = kept.get(name) ?? { gauges: new Gauges() }
        family.set(gauges.cell(family, name), isOn(name) ? 1 : 0)
        kept.set(name, { gauges })
      }
    }
  }
  return { showFrozen: shownBy(freezeActive), showWorkedOn: shownBy(upstreamMaintenance) }
}
