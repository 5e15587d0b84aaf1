/** The trace of one exchange that fell into a bucket. */
export interface Exemplar {
  readonly labelSet: { readonly trace_id: string }
  readonly value: number
  /** Epoch seconds, a tenth too early at most. */
  readonly timestamp: number
}

/** Asking for the time costs ten times what the rest of an observation does. */
const TICK_MS = 100

/** The last trace of every bucket: as many as there are buckets, whatever comes. */
export class Exemplars {
  readonly #traceIds: (string | undefined)[] = []
  readonly #values: number[] = []
  readonly #moments: number[] = []
  /** Epoch milliseconds; undefined until the first trace comes. */
  #now: number | undefined

  keep(slot: number, value: number, traceId: string): void {
    for (let i = this.#traceIds.length; i <= slot; i += 1) this.#push()
    this.#traceIds[slot] = traceId
    this.#values[slot] = value
    this.#moments[slot] = this.#now ?? this.#begin()
  }

  at(slot: number): Exemplar | undefined {
    const traceId = this.#traceIds[slot]
    if (traceId === undefined) return undefined
    const [value = 0, moment = 0] = [this.#values[slot], this.#moments[slot]]
    return { labelSet: { trace_id: traceId }, value, timestamp: moment / 1_000 }
  }

  // Without holes: an array that has them is slower to read and to write.
  #push(): void {
    this.#traceIds.push(undefined)
    this.#values.push(0)
    this.#moments.push(0)
  }

  #begin(): number {
    const now = Date.now()
    this.#now = now
    setInterval(() => {
      this.#now = Date.now()
    }, TICK_MS).unref()
    return now
  }
}
