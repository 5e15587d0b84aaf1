import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'

/** How an instance stands with its store. */
export interface StoreLink {
  /** Why it does not answer now; its words hold nothing that is stored and no secret. */
  readonly trouble: { readonly code: string; readonly message: string } | undefined
  /** How many fleets of another line it was seen to hold. */
  readonly forks: number
  /** How many halts were confirmed that a restart may forget, since its disk did not take them in time. */
  readonly unkept?: number
}

/**
 * Builds what shows how an instance stands with its store, and writes down when that is another: once where the store
 * falls silent or is in other trouble than before, once where it answers again, once for every fork, and once
 * where a halt was confirmed that is not on the disk.
 */
export function createStoreLink(metrics: Metrics, log: Log): (link: StoreLink) => void {
  const { storeAnswers, storeTrouble, storeForks, haltsUnkept } = metrics
  let code: string | undefined
  let forks = 0
  let unkept = 0
  return link => {
    const { trouble } = link
    storeAnswers.set(storeAnswers.cell(), trouble === undefined ? 1 : 0)
    storeForks.set(storeForks.cell(), link.forks)
    haltsUnkept.set(haltsUnkept.cell(), link.unkept ?? 0)
    if (code !== trouble?.code) {
      if (code !== undefined) storeTrouble.set(storeTrouble.cell(code), 0)
      if (trouble === undefined) log.event('store-answers', 'info', {})
      else {
        storeTrouble.set(storeTrouble.cell(trouble.code), 1)
        log.event('store-silent', 'warn', { code: trouble.code, why: trouble.message })
      }
    }
    if (link.forks > forks) log.event('store-forked', 'error', { forks: link.forks })
    if ((link.unkept ?? 0) > unkept) log.event('halt-not-kept', 'error', { halts: link.unkept })
    unkept = link.unkept ?? 0
    code = trouble?.code
    forks = link.forks
  }
}
