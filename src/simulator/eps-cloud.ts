import { createHash } from 'node:crypto'
import { keep } from './bounded.ts'
import type { EpsSaying } from './eps-codes.ts'
import { cancellation, done, outcome, released } from './eps-fhir-answers.ts'
import type { FhirTold } from './eps-fhir-answers.ts'
import { readClaim, readMessage, readRelease, readTask } from './eps-fhir-reading.ts'
import type { FhirAct, FhirReading } from './eps-fhir-reading.ts'
import { EPS_BATCH } from './eps-rules.ts'
import { createPrescriptions } from './eps-store.ts'
import type { PrescriptionRecord, Prescriptions, Stray } from './eps-store.ts'
import { jsonOf } from './fhir-json.ts'
import type { Json } from './fhir-json.ts'
import type { SeenRequest } from './serve.ts'
import { headerOf } from './soap-request.ts'
import type { World } from './world.ts'

/** The prescription services of the cloud. */
export interface EpsCloud {
  /** Answers a request to one of its paths; gives undefined for every other. */
  answer(seen: SeenRequest, world: World): FhirTold | undefined
  prescriptions(): readonly PrescriptionRecord[]
  strays(): readonly Stray[]
}

// Prescribing and dispensing stand under bases of their own in front of the same paths.
const PATH =
  /^(?!\/personal-demographics)(?:\/[\w-]+)?\/FHIR\/R4\/(\$process-message|Task\/\$release|Task|Claim)$/
/** Answers remembered for a request id that comes again: one of them can hold 25 prescriptions. */
const MOST_ANSWERS = 5_000

const READERS: Readonly<Record<string, (body: Json, sent: string) => FhirReading>> = {
  '$process-message': readMessage,
  'Task/$release': readRelease,
  Task: readTask,
  Claim: readClaim,
}

function release(act: FhirAct, world: World, held: Prescriptions): FhirTold {
  const asked = { ...act, at: world.now }
  if (act.prescription !== '') {
    const { done: isDone, says, prescription } = held.act(asked)
    if (isDone && prescription !== undefined) return released([prescription], world)
    const holder = says === 'elsewhere' ? prescription?.holder : undefined
    return outcome(says ?? 'unknown', world, holder)
  }
  const given = held
    .waitingFor(act.by?.ods ?? '')
    .slice(0, EPS_BATCH)
    .flatMap(each => held.act({ ...asked, prescription: each.shortId }).prescription ?? [])
  return given.length === 0 ? outcome('no-more', world) : released(given, world)
}

/** Creates the prescription services: POST of a message, a release, a Task or a Claim, with state behind them. */
export function createEpsCloud(most?: number): EpsCloud {
  const held = createPrescriptions(most)
  const used = new Map<string, true>()
  const answered = new Map<string, { readonly print: string; readonly told: FhirTold }>()

  /** A message id serves once; a release has none that counts. */
  const isUsed = ({ verb, id }: FhirAct): boolean => {
    if (verb === 'release') return false
    const key = id.toUpperCase()
    const isKnown = used.has(key)
    keep(used, key, true)
    return isKnown
  }

  const carriedOut = (act: FhirAct, body: Json, world: World): FhirTold => {
    if (isUsed(act)) return outcome('duplicate-message', world)
    if (act.verb === 'release') return release(act, world, held)
    const { done: isDone, says, prescription } = held.act({ ...act, at: world.now })
    if (act.verb === 'cancel') {
      return cancellation(body, says ?? 'R-5888', prescription?.holder, world)
    }
    return isDone ? done(world) : outcome(says ?? 'invalid', world)
  }

  const answerOnce = (name: string, seen: SeenRequest, world: World): FhirTold => {
    const text = seen.body.toString('utf8')
    const body = jsonOf(text)
    const read = body === undefined ? undefined : READERS[name]?.(body, text)
    if (body === undefined || read === undefined) return outcome('invalid', world)
    if ('mistake' in read) return outcome(read.mistake satisfies EpsSaying, world)
    const id = read.id === '' ? (headerOf(seen, 'X-Request-ID') ?? '') : read.id
    return carriedOut({ ...read, id }, body, world)
  }

  const answer = (seen: SeenRequest, world: World): FhirTold | undefined => {
    const { pathname } = new URL(seen.target, 'http://cloud')
    const [, name] = PATH.exec(decodeURIComponent(pathname)) ?? []
    if (seen.method !== 'POST' || name === undefined) return undefined
    const key = (headerOf(seen, 'X-Request-ID') ?? '').toUpperCase()
    const print = createHash('sha256').update(`${name}\n`).update(seen.body).digest('base64')
    const before = answered.get(key)
    // The same request again is told the same; another request under an id that was used is a mistake.
    if (before !== undefined)
      return before.print === print ? before.told : outcome('invalid', world)
    const told = answerOnce(name, seen, world)
    keep(answered, key, { print, told }, most ?? MOST_ANSWERS)
    return told
  }

  return { answer, prescriptions: () => held.records(), strays: () => held.strays() }
}
