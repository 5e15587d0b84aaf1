import { isDeepStrictEqual } from 'node:util'
import type { Notifier } from '../config/index.ts'
import { createNotifyMeter, type Log, type Metrics } from '../telemetry/index.ts'
import { type NotifyPace, PACE } from './pace.ts'
import { type Send, send } from './send.ts'
import { TellingOne, type TellingMeans } from './telling-one.ts'
import { tryOut, type Tried } from './try-out.ts'

/** Tells the receivers of a file, for as long as it is open. */
export interface Notifying {
  /** Those of the file in force, in its order. */
  readonly notifiers: readonly Notifier[]
  /** Takes over the receivers of another file, at once; where one that is gone was told to is kept by the fleet. */
  use(notifiers: readonly Notifier[]): void
  /** Tells one receiver that this is a test; undefined where there is none of this name. */
  test(name: string, environment: string): Promise<Tried | undefined>
  close(): Promise<void>
}

/** What it stands on. */
export interface NotifyingOptions extends Pick<TellingMeans, 'store' | 'instance' | 'now'> {
  readonly metrics: Pick<Metrics, 'notifications' | 'notificationsBehind'>
  readonly log: Pick<Log, 'event'>
  readonly pace?: Partial<NotifyPace>
  /** From 0 up to 1. */
  readonly random?: () => number
  readonly send?: Send
}

/** Builds it, telling nobody yet. */
export const createNotifying = (options: NotifyingOptions): Notifying => new TellingAll(options)

class TellingAll implements Notifying {
  readonly #means: TellingMeans
  readonly #tellings = new Map<string, TellingOne>()
  readonly #ending = new Set<Promise<void>>()
  #notifiers: readonly Notifier[] = []

  constructor(options: NotifyingOptions) {
    this.#means = meansOf(options)
  }

  get notifiers(): readonly Notifier[] {
    return this.#notifiers
  }

  use(next: readonly Notifier[]): void {
    const names = next.map(({ name }) => name)
    for (const name of [...this.#tellings.keys()]) if (!names.includes(name)) this.#end(name)
    this.#means.meter.follow(names)
    for (const notifier of next) {
      const before = this.#notifiers.find(({ name }) => name === notifier.name)
      const telling = this.#tellings.get(notifier.name)
      if (telling === undefined) {
        this.#tellings.set(notifier.name, new TellingOne(notifier, this.#means))
      } else if (!isDeepStrictEqual(before, notifier)) telling.use(notifier)
    }
    this.#notifiers = next
  }

  async test(name: string, environment: string): Promise<Tried | undefined> {
    const notifier = this.#notifiers.find(each => each.name === name)
    const { send, pace, now } = this.#means
    return notifier && tryOut(notifier, { send, environment, now: now(), ...pace })
  }

  async close(): Promise<void> {
    for (const name of [...this.#tellings.keys()]) this.#end(name)
    await Promise.all(this.#ending)
  }

  #end(name: string): void {
    const ending = this.#tellings.get(name)?.close() ?? Promise.resolve()
    this.#tellings.delete(name)
    this.#ending.add(ending)
    void ending.finally(() => this.#ending.delete(ending))
  }
}

function meansOf(options: NotifyingOptions): TellingMeans {
  const { log, metrics, random = Math.random, pace } = options
  return {
    ...options,
    meter: createNotifyMeter(metrics),
    pace: { ...PACE, ...pace },
    random,
    send: options.send ?? send,
    failed: ({ name, host }, revision, { status, why }) => {
      log.event('notify-failed', 'warn', { notifier: name, host, revision, status, why })
    },
    lost: ({ name, host }, revision, why) => {
      log.event('notify-lost', 'error', { notifier: name, host, revision, why })
    },
    begun: ({ name, host }, after) => {
      log.event('notify-begun', 'info', { notifier: name, host, after })
    },
  }
}
