import { randomUUID } from 'node:crypto'
import {
  createRandom,
  createRequest,
  type Patient,
  type RequestIds,
  type RequestKind,
  type Supplier,
  type SupplierRequest,
} from '../../src/simulator/index.ts'
import { canonicalXml } from '../../src/xml/index.ts'
import { ask, type Told } from '../simulator/ask.ts'
import type { SummariesStand } from './summaries-stand.ts'

type Choices = NonNullable<RequestIds['scr']>

const partOf = (text: string, pattern: RegExp): string => pattern.exec(text)?.[1] ?? ''

/** What a summary says, read without any table: its narrative in canonical form, and its facts in their order. */
export interface Said {
  readonly narrative: string
  /** The elements of the summary that are no narrative, each attribute as it stands. */
  readonly facts: readonly string[]
}

const HTML = /<html[^]*<\/html>/
const FACT =
  /<(?:\w+:)?(?:id|code|effectiveTime|statusCode|time) [^>]*?(?:root|extension|code|value)="[^>]*>/g

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The values of one element, in the order of their attributes' names: nobody promises theirs. */
const factOf = (tag: string): string =>
  [...tag.matchAll(/(\w+)="([^"]*)"/g)]
    .map(([, name = '', value = '']) => `${name}=${UUID.test(value) ? value.toUpperCase() : value}`)
    .toSorted()
    .join(' ')

/** Reads the only summary in a message; the text of a narrative has an id of its own, which says nothing. */
export function saidIn(message: string): Said {
  const summary = partOf(message, /(<(?:\w+:)?GPSummary[ >][^]*<\/(?:\w+:)?GPSummary>)/)
  const narrative = HTML.exec(summary)?.[0] ?? ''
  const rest = summary.replace(/<presentationText[^]*<\/presentationText>/, '')
  return {
    narrative: narrative === '' ? '' : canonicalXml(Buffer.from(narrative)),
    facts: (rest.match(FACT) ?? []).map(factOf),
  }
}

/** A practice that keeps one patient's summary, and another system that reads it. */
export class SummarySupplier {
  readonly #stand: SummariesStand
  readonly #practice: Supplier
  readonly #reader: Supplier
  readonly #patient: Patient
  readonly #random: ReturnType<typeof createRandom>
  #uploads = 0

  constructor(
    stand: SummariesStand,
    patient: Patient,
    { practice, reader, seed }: { practice: Supplier; reader: Supplier; seed: number },
  ) {
    this.#stand = stand
    this.#patient = patient
    this.#practice = practice
    this.#reader = reader
    this.#random = createRandom(seed)
  }

  /** How many uploads it made, sent again or not. */
  get uploads(): number {
    return this.#uploads
  }

  #write(kind: RequestKind, supplier: Supplier, scr: Choices = {}): SupplierRequest {
    const own = { messageId: randomUUID(), now: Date.now(), random: this.#random }
    return createRequest(kind, this.#patient, { ...own, supplier, scr })
  }

  #ask(request: SupplierRequest): Promise<Told> {
    return ask({ ...this.#stand.legacy, url: this.#stand.url.origin }, request)
  }

  async #fetch(path: string): Promise<string> {
    const headers = [['nhsd-asid', this.#practice.asid]] as const
    for (let turn = 0; turn < 20; turn += 1) {
      const told = await this.#ask({ method: 'GET', path, headers, body: '' })
      if (told.status === 200) return told.body
    }
    throw new Error('its answer never came')
  }

  /** Writes an upload whose narrative says `words` at its end, in the place of another where one is named. */
  draft(words: string, replaces?: string): SupplierRequest {
    const scr = replaces === undefined ? {} : { replaces }
    const request = this.#write('REPC_IN150016UK05', this.#practice, scr)
    const last = `<h2 id="Own">More</h2><p>${words} &lt;b&gt; &amp; “x” 😷<br/>again</p>`
    return { ...request, body: request.body.replace('</body></html>', `${last}</body></html>`) }
  }

  /** Sends an upload and fetches what became of it. */
  async send(request: SupplierRequest): Promise<string> {
    this.#uploads += 1
    const told = await this.#ask(request)
    const path = told.header('content-location')
    if (told.status !== 202 || path === undefined) throw new Error(`${told.status} ${told.body}`)
    return this.#fetch(path)
  }

  async permit(permission: NonNullable<Choices['permission']>): Promise<Told> {
    const scr = { permission }
    return this.#ask(this.#write('SET_RESOURCE_PERMISSIONS_INUK01', this.#practice, scr))
  }

  async list(scr: Choices = {}): Promise<Told> {
    return this.#ask(this.#write('QUPC_IN180000UK04', this.#reader, scr))
  }

  async read(event: string, scr: Choices = {}): Promise<Told> {
    return this.#ask(this.#write('QUPC_IN190000UK04', this.#reader, { ...scr, event }))
  }

  /** The newest event a list names. */
  async newest(): Promise<string> {
    return partOf((await this.list()).body, /eventID root="([^"]*)"/)
  }
}
