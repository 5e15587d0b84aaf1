import { StoreError } from './store-error.ts'

/** What each thing is called in Redis, under one hash tag: a script of a cluster may only touch one slot. */
export interface RedisKeys {
  /** A hash: revision, epoch, head, document; `whole` where all pins are there, `lost` when some were not, `mark`. */
  readonly fleet: string
  /** A stream whose ids are the revisions. */
  readonly audit: string
  /** A hash: of each instance, how much of what it asked to be relied on was stored. */
  readonly writers: string
  /** A hash: of each instance, the number of its last batch of counts. */
  readonly batches: string
  /** A hash: of each instance, when it last told of itself by the clock of Redis, and what it told. */
  readonly instances: string
  /** A hash: of each reader of the audit, how far it has come, who reads on and until when. */
  readonly cursors: string
  /** The channel a new revision is told on. */
  readonly moved: string
  /** What is counted of replies: when each ends (a sorted set), how large each and all are (a hash), which nobody fetched (a set). */
  readonly replies: Readonly<Record<'ends' | 'sizes' | 'unfetched', string>>
  counts(route: string, epoch: string): string
  /** A hash: of each name, its side and all the names of its entity. */
  pins(cohort: string): string
  /** The side a message is bound to. */
  bound(name: string): string
  /** What its sender was told. */
  told(name: string): string
  /** A reply that waits to be fetched. */
  reply(name: string): string
}

/** Names the keys of one environment. Throws {@link StoreError} `address` for a name that would not keep them apart. */
export function keysOf(environment: string): RedisKeys {
  if (!/^[\w.-]{1,64}$/.test(environment)) {
    throw new StoreError('address', 'a Redis keeps a fleet under the name of its environment')
  }
  const at = `{ficus:${environment}}`
  return {
    fleet: `${at}:fleet`,
    audit: `${at}:audit`,
    writers: `${at}:writers`,
    batches: `${at}:batches`,
    instances: `${at}:instances`,
    cursors: `${at}:cursors`,
    moved: `${at}:moved`,
    replies: {
      ends: `${at}:replies:ends`,
      sizes: `${at}:replies:sizes`,
      unfetched: `${at}:replies:unfetched`,
    },
    counts: (route, epoch) => `${at}:counts:${route}:${epoch}`,
    pins: cohort => `${at}:pins:${cohort}`,
    bound: name => `${at}:bound:${name}`,
    told: name => `${at}:told:${name}`,
    reply: name => `${at}:reply:${name}`,
  }
}
