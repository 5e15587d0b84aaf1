import type { Test } from 'tap'
import {
  ACCEPTANCE,
  createLegacySpine,
  createPatients,
  createRandom,
  createRequest,
} from '../../src/simulator/index.ts'
import type { RequestKind, Simulator, SupplierRequest } from '../../src/simulator/index.ts'
import { ask, closing, get } from './ask.ts'

/** What becomes of a message: its transport refuses it, its wrapper, or the service it is for; or it is accepted. */
export type Verdict =
  | `fault ${number}`
  | `MessageError ${string}`
  | `rejected ${string}`
  | `refused ${string}`
  | 'accepted'

/** What the simulator has rules for. */
export type Group = keyof typeof ACCEPTANCE

/** How one rule is broken, and what becomes of a message that breaks it. */
export type Row = readonly [damage: Damage, becomes: Verdict]

/** The rows of one group, by the name of the rule. */
export type Rows = Readonly<Record<string, Row>>

export const refused = (code: string): Verdict => `refused ${code}`

/** A change that breaks exactly one rule. */
export type Damage = (text: string) => string

const element = (name: string): RegExp =>
  new RegExp(`<((?:[\\w.-]+:)?)${name}(?=[\\s/>])(?:[^>]*/>|[^>]*>[\\s\\S]*?</\\1${name}\\s*>)`)

/** Takes the first element of a name away. */
export const without =
  (name: string): Damage =>
  text =>
    text.replace(element(name), '')

/** Writes the first element of a name twice. */
export const twice =
  (name: string): Damage =>
  text =>
    text.replace(element(name), '$&$&')

/** Changes the first element of a name. */
export const within =
  (name: string, damage: Damage): Damage =>
  text =>
    text.replace(element(name), found => damage(found))

/** Changes what stands behind a mark: the message in an envelope, the payload behind an ebXML header. */
export const behind =
  (mark: RegExp, damage: Damage): Damage =>
  text => {
    const at = text.search(mark)
    return text.slice(0, at) + damage(text.slice(at))
  }

/** Writes another value into the first attribute of a name. */
export const valued =
  (attribute: string, value: string): Damage =>
  text =>
    text.replace(new RegExp(`(\\s${attribute}=["'])[^"']*`), `$1${value}`)

/** Changes what stands in the control act. */
export const payload = (damage: Damage): Damage => behind(/ControlActEvent/, damage)

let n = 0

/** Writes a message that nobody refuses, each time under an id of its own. */
export const good = (kind: RequestKind): SupplierRequest =>
  createRequest(kind, createPatients()[0]!, {
    messageId: `00000000-0000-4000-8000-${String(++n).padStart(12, '0')}`,
    now: Date.UTC(2025, 3, 1, 9, 30),
    random: createRandom(n),
    prescription: n,
  })

const code = (body: string, around: RegExp): string => {
  const found = [...body.matchAll(around)].map(
    ([tag]) => `${/[\d.]*\.(\d+\.\d+)"/.exec(tag)?.[1]} ${/ code="([^"]*)"/.exec(tag)?.[1]}`,
  )
  return found.at(-1) ?? ''
}

function verdictOn(status: number, body: string): Verdict {
  if (status === 500) return `fault ${Number(/<nasp:errorCode>(\d+)/.exec(body)?.[1])}`
  if (/typeCode="AR"/.test(body)) {
    return `rejected ${code(body, /<(?:\w+:)?acknowledgementDetail[^>]*><(?:\w+:)?code [^>]*>/g)}`
  }
  const reasons = /<(?:\w+:)?justifyingDetectedIssueEvent[^>]*><(?:\w+:)?code [^>]*>/g
  return /typeCode="AE"/.test(body) ? `refused ${code(body, reasons)}` : 'accepted'
}

/** Sends a message and says what became of it; a reply that waits is fetched. */
export async function verdict(spine: Simulator, sent: SupplierRequest): Promise<Verdict> {
  const told = await ask(spine, sent)
  if (/<eb:Action>MessageError</.test(told.body)) {
    return `MessageError ${/eb:errorCode="(\w+)"/.exec(told.body)?.[1] ?? ''}`
  }
  const path = told.header('content-location')
  if (path === undefined) return verdictOn(told.status, told.body)
  const reply = await ask(spine, get(path))
  return verdictOn(reply.status, reply.body)
}

/** A legacy Spine whose replies are there at the first poll. */
export const spineToAsk = (): Promise<Simulator> => createLegacySpine({ pollsBefore: 0 })

/** In how many styles each message is written. */
const STYLES = 4

/** Tries every rule of a group: a message that breaks none is accepted, and one that breaks it is refused as said. */
export async function tryRules(
  t: Test,
  group: Group,
  kind: RequestKind,
  rows: Rows,
): Promise<void> {
  const spine = await closing(t, spineToAsk())
  t.strictSame(Object.keys(rows).sort(), [...ACCEPTANCE[group]].sort(), 'each rule is tried')
  for (let style = 0; style < STYLES; style++) {
    t.equal(await verdict(spine, good(kind)), 'accepted')
  }
  for (const [rule, [damage, becomes]] of Object.entries(rows)) {
    for (let style = 0; style < STYLES; style++) {
      const sent = good(kind)
      const body = damage(sent.body)
      t.not(body, sent.body, `${rule}: something was damaged`)
      t.equal(await verdict(spine, { ...sent, body }), becomes, rule)
    }
  }
}
