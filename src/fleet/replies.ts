import type { Name } from './naming.ts'

/** At most so many bytes one sealed reply has: more than ten times the largest prescriptions NHS England published. */
export const MOST_REPLY = 8 * 1024 * 1024

/** At most so many replies wait in one store. */
export const MOST_REPLIES = 10_000

/** At most so many bytes all of them have: what a Redis of a small machine has to spare. */
export const MOST_REPLY_BYTES = 128 * 1024 * 1024

/**
 * Keeps replies that wait to be asked for. They come sealed: the store is given neither the key nor anything it could
 * be made of, so that whoever reads the store reads none of them.
 */
export interface StoredReplies {
  /**
   * Keeps a reply under a name of {@link Naming} for so long; the first under a name stays. Kept within the store's
   * answer deadline, default 900 ms, and not its shorter one: what it answers was carried out, and giving up early
   * would help nobody. Fails with {@link StoreError} `silent` where nothing was stored, also where as many wait as
   * may; with `unknown` where it may have been, or was and too few replicas have it; `invalid` for one that is too
   * large.
   */
  keep(name: Name, sealed: Uint8Array, keepMs: number): Promise<void>
  /**
   * Gives a reply; undefined where none waits under that name. Within the store's request deadline, default 50 ms.
   * Fails with `silent` where the store does not answer, is not the one that is known, or has lost something within
   * the last `keepMs`: what it has not it may have had.
   */
  find(name: Name, keepMs: number): Promise<Uint8Array | undefined>
  /** Keeps that a reply was fetched by whom it was for. */
  fetched(name: Name): Promise<void>
  /** Takes off what has ended, and gives how many of those nobody had fetched; each is told to one asker alone. */
  sweep(): Promise<number>
}
