import {
  type Answer,
  type Cohort,
  copiedSpanOf,
  FicusError,
  headersOf,
  type Identified,
  isFicusError,
  mayBeAtEither,
  type Prepared,
  type Routed,
  type RouteState,
  type Side,
} from '../exchange/index.ts'
import { isStoreError, type Name, type Naming, type Store } from '../fleet/index.ts'
import type { RecordResult } from '../telemetry/index.ts'

/** What remembering writes stands on. */
export interface CopiedOptions {
  readonly store: Pick<Store, 'bind' | 'boundTo'>
  readonly naming: Naming
  readonly keysOf: (
    cohort: Cohort,
    message: Identified,
  ) => { readonly key: string | undefined; readonly second: string | undefined }
  /** Counts what came of asking the store. */
  readonly came: (result: RecordResult) => void
  /** Epoch milliseconds. */
  readonly now: () => number
}

/**
 * Where records are copied from either side to the other: which of them took a write of an entity, until the copy is
 * there. Until then that side alone serves the entity, and a comparison would find the copy's delay.
 */
export class Copied {
  readonly #options: CopiedOptions

  constructor(options: CopiedOptions) {
    this.#options = options
  }

  /**
   * Finds the side that took a write of late; undefined, and nobody is asked, where every write of late went to
   * legacy, which serves everyone. Fails with {@link StoreError}.
   */
  find(routed: Routed, at: RouteState | undefined): Promise<Routed['pin']> | undefined {
    const span = copiedSpanOf(routed.route)
    if (span === undefined || !mayBeAtEither(at, this.#options.now())) return undefined
    const names = this.#names(routed)
    return names.length === 0 ? undefined : this.#find(names, span)
  }

  /** Keeps which side a write goes to. Fails with FicusError `not-sent` where the other took one at that moment. */
  async keep(prepared: Prepared, side: Side): Promise<void> {
    const span = copiedSpanOf(prepared.route)
    const names = span === undefined ? [] : this.#names(prepared)
    if (span === undefined || names.length === 0) return
    const holds = await this.#options.store.bind(names, side, span)
    this.#options.came(holds.side === side ? 'pinned' : 'overtaken')
    if (holds.side === side) return
    const { name } = prepared.route
    throw new FicusError('not-sent', `route ${name}: the other side took a write at this moment`)
  }

  /**
   * Keeps the same of a write while legacy serves everyone: for comparisons alone, so nobody waits for it, and where
   * it is lost a pair is compared that differs by the copy's delay.
   */
  note(prepared: Prepared, at: RouteState | undefined): void {
    const isCompared = [at, ...(at?.mates ?? [])].some(each => each?.stage === 'shadow')
    if (!isCompared) return
    void this.keep(prepared, prepared.side).catch((error: unknown) => {
      // Where the other side took one a moment ago a pair of it is not compared either.
      if (!isFicusError(error)) ownMistakes(error)
    })
  }

  /** Says whether what a pair is about was written of late, or nobody knows; undefined where nothing is copied. */
  isFresh(prepared: Prepared): Promise<boolean> | undefined {
    const span = copiedSpanOf(prepared.route)
    const names = span === undefined ? [] : this.#names(prepared)
    if (span === undefined || names.length === 0) return undefined
    return this.#options.store.boundTo(names, span).then(
      side => side !== undefined,
      (error: unknown) => {
        ownMistakes(error)
        return true
      },
    )
  }

  /**
   * Keeps under which id an entity is known from now on: the last part of the Location of what came to be
   * (RFC 9110 §15.3.2). Undefined where the answer names none.
   */
  learn(prepared: Prepared, { status, headers }: Answer): Promise<void> | undefined {
    const { cohort } = prepared.route
    const span = copiedSpanOf(prepared.route)
    const [location, another] = status === CREATED ? headersOf(headers, 'location') : []
    const id =
      location === undefined || another !== undefined ? undefined : LAST.exec(location)?.[1]
    if (span === undefined || cohort === undefined || id === undefined) return undefined
    const names = this.#named(cohort, undefined, id)
    return this.#options.store.bind(names, prepared.side, span).then(() => undefined, ownMistakes)
  }

  async #find(names: readonly Name[], span: number): Promise<Routed['pin']> {
    const { store, came } = this.#options
    try {
      const side = await store.boundTo(names, span)
      came(side === undefined ? 'none' : 'found')
      return side
    } catch (error) {
      if (!isStoreError(error) || error.code !== 'invalid') throw error
      came('contradicting')
      return 'both'
    }
  }

  #names(message: Identified & Pick<Routed, 'route'>): readonly Name[] {
    const { cohort } = message.route
    if (cohort === undefined) return []
    const { key, second } = this.#options.keysOf(cohort, message)
    return this.#named(cohort, key, second)
  }

  #named(cohort: Cohort, key: string | undefined, second: string | undefined): readonly Name[] {
    const { naming } = this.#options
    const named = (by: string, id: string | undefined): Name[] =>
      id === undefined ? [] : [naming.nameOf(`written ${by} of ${cohort.name}`, id)]
    return [...named('key', key), ...named('second', second)]
  }
}

const CREATED = 201

/**
 * A logical id stands behind the resource's type, before a version (HL7 FHIR R4, RESTful API, create), or in a query
 * for it (nhsconnect/FHIR-NRLS-API).
 */
const LAST = /(?:^|\/|[?&]_id=)([A-Za-z0-9.-]{1,64})(?:\/_history\/[^/]*)?$/

function ownMistakes(error: unknown): void {
  if (!isStoreError(error)) throw error
}
