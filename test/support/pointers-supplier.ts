import type { PointerCaller, PointerDraft, PointerNamed } from '../../src/simulator/index.ts'
import type { Told } from '../simulator/ask.ts'
import {
  at,
  codeOf,
  draftOf,
  type Json,
  madeId,
  masterOf,
  pointerCall,
  resourceOf,
} from './pointers.ts'
import type { startPointers } from './pointers-stand.ts'

type Stand = Awaited<ReturnType<typeof startPointers>>

/** What a supplier wrote and knows of a pointer. */
interface Written {
  readonly id: string
  readonly n: number
  /** As it was sent, in JSON. */
  readonly sent: Json
  isCurrent: boolean
  /** When it was ended under another name than its id, epoch milliseconds: by its patient, or superseded. */
  endedElsewhere: number
}

/** What of a pointer is the supplier's own: the rest the locator says. */
const OWN = ['masterIdentifier', 'status', 'type', 'class', 'subject', 'author', 'custodian']
const REST = ['content', 'context']

const own = (resource: unknown): Json =>
  Object.fromEntries([...OWN, ...REST].map(name => [name, at(resource, name)]))

/** What came of a question that may not be answered at once. */
export interface Seen {
  reads: number
  writes: number
  /** Reads of what is gone that were neither answered with it nor with anything of it. */
  withheld: number
  /** Reads by id alone that still gave what was ended under another name, within the time a copy may take. */
  late: number
  /** Writes that were told to come again, and came. */
  again: number
}

/** A supplier's system that keeps one patient's pointers and believes nothing but what it wrote. */
export class PointerSupplier {
  readonly wrong: string[] = []
  readonly seen: Seen = { reads: 0, writes: 0, withheld: 0, late: 0, again: 0 }
  readonly #pointers: Written[] = []
  readonly #stand: Stand
  readonly #nhsNumber: string
  readonly #caller: Partial<PointerCaller>

  constructor(stand: Stand, nhsNumber: string, caller: Partial<PointerCaller>) {
    this.#stand = stand
    this.#nhsNumber = nhsNumber
    this.#caller = caller
  }

  get #current(): readonly Written[] {
    return this.#pointers.filter(({ isCurrent }) => isCurrent)
  }

  /** The ids of its pointers that are current. */
  current(): readonly string[] {
    return this.#current.map(({ id }) => id)
  }

  #expect(isSo: boolean, says: string, told: Told): void {
    if (!isSo) this.wrong.push(`${says}: ${told.status} ${told.body.slice(0, 400)}`)
  }

  /** Sends a write until it is carried out: what was not sent is sent again. */
  async #write(call: Parameters<typeof pointerCall>[0]): Promise<Told> {
    for (let turn = 0; turn < 300; turn += 1) {
      this.seen.writes += 1
      const told = await this.#stand.told(call, this.#caller)
      if (told.status !== 503) return told
      this.seen.again += 1
      await new Promise(resolve => setTimeout(resolve, 40))
    }
    throw new Error('a write was never taken')
  }

  /** Makes a pointer, in the place of another where one is named. */
  async create(n: number, replaced?: { readonly by: 'id' | 'master' }): Promise<void> {
    const before = replaced && this.#current[0]
    const replaces =
      before && (replaced.by === 'id' ? { id: before.id } : { master: masterOf(before.n) })
    const { supplier } = this.#caller
    const draft: PointerDraft = { ...draftOf(n, this.#nhsNumber, supplier), replaces }
    const call = { does: 'create', pointer: draft } as const
    const told = await this.#write(call)
    this.#expect(told.status === 201 && codeOf(told) === 'RESOURCE_CREATED', `create ${n}`, told)
    if (told.status !== 201) return
    if (before) Object.assign(before, { isCurrent: false, endedElsewhere: Date.now() })
    const sent = JSON.parse(pointerCall(call, { ...this.#caller, form: 'json' }).body) as Json // our own
    this.#pointers.push({ id: madeId(told), n, sent, isCurrent: true, endedElsewhere: 0 })
  }

  /** Takes its oldest current pointer back, or deletes it. */
  async end(does: 'retract' | 'delete', by: 'path' | 'query' | 'master'): Promise<void> {
    const [pointer] = this.#current
    if (pointer === undefined) return
    const named: PointerNamed =
      by === 'master'
        ? { nhsNumber: this.#nhsNumber, master: masterOf(pointer.n) }
        : { id: pointer.id, by }
    const told = await this.#write({ does, named })
    const due = does === 'retract' ? 'RESOURCE_UPDATED' : 'RESOURCE_DELETED'
    this.#expect(told.status === 200 && codeOf(told) === due, `${does} by ${by}`, told)
    if (told.status !== 200) return
    pointer.isCurrent = false
    if (by === 'master') pointer.endedElsewhere = Date.now()
  }

  /** Looks at what it knows: what is current and what was of late, each by its id, and all by a search and a count. */
  async check(): Promise<void> {
    const gone = this.#pointers.filter(({ isCurrent }) => !isCurrent).slice(-2)
    for (const pointer of [...gone, ...this.#current]) await this.#read(pointer)
    await this.#search()
  }

  async #read(pointer: Written): Promise<void> {
    this.seen.reads += 1
    const started = Date.now()
    const told = await this.#stand.told({ does: 'read', named: { id: pointer.id } }, this.#caller)
    if (pointer.isCurrent) {
      this.#expect(told.status === 200, `read of ${pointer.id}`, told)
      if (told.status === 200) this.#isWritten(pointer, resourceOf(told), told)
      return
    }
    // What is gone may be told so in either side's way, or not be told of for the moment: it is never given.
    const isGone = told.status === 404 || (told.status === 400 && codeOf(told) === 'BAD_REQUEST')
    const isLate = started - pointer.endedElsewhere <= this.#stand.withinMs
    if (told.status === 502 || told.status === 503) this.seen.withheld += 1
    else if (told.status === 200 && isLate) {
      this.seen.late += 1
      this.#isWritten(pointer, resourceOf(told), told)
    } else this.#expect(isGone, `read of ${pointer.id}, which is gone`, told)
  }

  #isWritten({ id, sent }: Written, resource: unknown, told: Told): void {
    const isSame = JSON.stringify(sorted(own(resource))) === JSON.stringify(sorted(own(sent)))
    this.#expect(isSame && at(resource, 'id') === id, `what ${id} says`, told)
  }

  async #search(): Promise<void> {
    const nhsNumber = this.#nhsNumber
    this.seen.reads += 2
    const told = await this.#stand.told({ does: 'search', nhsNumber }, this.#caller)
    const bundle = told.status === 200 ? resourceOf(told) : {}
    const entries = (at(bundle, 'entry') ?? []) as readonly Json[] // a list, by the tables of STU3
    const ids = entries.map(entry => String(at(entry, 'resource.id')))
    const due = this.#current.map(({ id }) => id)
    this.#expect(
      told.status === 200 && String(ids.toSorted()) === String(due.toSorted()),
      `search, where ${due.length} are due`,
      told,
    )
    for (const pointer of this.#current) {
      const resource = entries
        .map(entry => at(entry, 'resource'))
        .find(one => at(one, 'id') === pointer.id)
      if (resource !== undefined) this.#isWritten(pointer, resource, told)
    }
    const count = await this.#stand.told({ does: 'search', nhsNumber, isCount: true }, this.#caller)
    const total = count.status === 200 ? at(resourceOf(count), 'total') : undefined
    this.#expect(total === due.length, `count, where ${due.length} are due`, count)
  }
}

/** The same with every object's names in order: notations write them in orders of their own. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => [name, sorted(each)]),
  )
}
