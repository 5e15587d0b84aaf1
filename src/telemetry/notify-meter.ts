import { dropGone, Gauges } from './gauges.ts'
import type { Metrics } from './metrics.ts'

/** What can come of telling a receiver: it has it, it was tried in vain, it will never be told. */
export const NOTIFY_RESULTS = ['delivered', 'failed', 'lost'] as const
export type NotifyResult = (typeof NOTIFY_RESULTS)[number]

/** Counts what receivers are told. */
export interface NotifyMeter {
  /** Begins the counts of these receivers at 0, and takes off how far others are behind. */
  follow(notifiers: readonly string[]): void
  came(notifier: string, result: NotifyResult): void
  /** Shows how many changes a receiver is behind. */
  behind(notifier: string, changes: number): void
}

/** Builds it. */
export function createNotifyMeter({
  notifications,
  notificationsBehind,
}: Pick<Metrics, 'notifications' | 'notificationsBehind'>): NotifyMeter {
  const kept = new Map<string, { readonly gauges: Gauges }>()
  return {
    follow(notifiers) {
      dropGone(kept, new Set(notifiers))
      for (const name of notifiers) {
        for (const result of NOTIFY_RESULTS) notifications.cell(name, result)
        if (!kept.has(name)) kept.set(name, { gauges: new Gauges() })
      }
    },
    came(notifier, result) {
      notifications.add(notifications.cell(notifier, result))
    },
    behind(notifier, changes) {
      const gauges = kept.get(notifier)?.gauges
      if (gauges === undefined) return
      notificationsBehind.set(gauges.cell(notificationsBehind, notifier), changes)
    },
  }
}
