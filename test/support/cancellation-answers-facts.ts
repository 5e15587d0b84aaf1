import { defineReply, type Mapping, type ReplySpec, withAnswers } from '../../src/mapping/index.ts'
import { EPS_CANCELLATION } from '../../src/products/eps/cancellation.ts'
import { CANCELLATION_DOCUMENT } from '../../src/products/eps/cancellation-document.ts'
import { CANCELLATION_RESPONSE_SPEC } from '../../src/products/eps/cancellation-response.ts'
import { readXml } from '../../src/xml/index.ts'
import {
  DONE,
  GOLDEN_ANSWERS,
  GOLDEN_REFUSALS,
  responseBundle,
  responseMessage,
  responseOutcome,
} from './cancellation-answers.ts'
import { OTHER_ANSWERS } from './cancellation-answers-others.ts'
import { askedOf } from './cancellation-asked.ts'
import { CANCELLED, type Cancelled, GOLDEN_CANCELLATIONS } from './cancellation-golden.ts'
import { SAID } from './prescription-golden-parts.ts'

/** One thing a mapping says of one answer, and what it says when nothing is broken. */
interface Fact {
  readonly of: (mapping: Mapping) => string
  readonly says: string
}

const mappingOf = (spec: ReplySpec): Mapping =>
  withAnswers(CANCELLATION_DOCUMENT, {
    acknowledgement: { interaction: 'MCCI_IN010000UK13', versionCode: 'V3NPfIT4.2.00' },
    issues: [],
    failures: [],
    replies: [defineReply(spec)],
  })

/** What an answer comes to; what was asked stays what it is, whatever is broken in the answer's table. */
function told(body: Buffer, of: Cancelled): (mapping: Mapping) => string {
  const about = askedOf(EPS_CANCELLATION, of)
  const cloud = { status: 200, headers: ['X-Request-ID', about.request.requestId], body }
  return mapping => JSON.stringify(mapping.answer(cloud, about))
}

const read =
  (message: Buffer) =>
  (mapping: Mapping): string =>
    JSON.stringify(mapping.readLegacy(readXml(message)))

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A JSON value without each of its members, at any depth. */
function* without(value: unknown): Generator {
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value
    for (const [i, item] of items.entries()) {
      for (const less of without(item)) yield items.with(i, less)
    }
  } else if (isObject(value)) {
    for (const [name, each] of Object.entries(value)) {
      yield { ...value, [name]: undefined }
      for (const less of without(each)) yield { ...value, [name]: less }
    }
  }
}

const eachWithout = (body: Buffer): Buffer[] =>
  [...without(JSON.parse(body.toString()))].map(less => Buffer.from(JSON.stringify(less)))

/** What only some patients and organisations have. */
const variants = [...GOLDEN_CANCELLATIONS.values()].map(of => ({ ...DONE, of }))

const OTHER = { ...CANCELLED, by: 'other' } as const

const BUNDLES: readonly (readonly [body: Buffer, of: Cancelled])[] = [
  ...[...GOLDEN_ANSWERS.values(), ...variants].map(
    each => [responseBundle(each), each.of] as const,
  ),
  ...[...OTHER_ANSWERS.values()].map(({ bundle, answered }) => [bundle, answered.of] as const),
  ...GOLDEN_REFUSALS.map(each => [responseOutcome(each), CANCELLED] as const),
  [Buffer.from(responseBundle(DONE).toString().replace(SAID.prescriptionId, 'none')), CANCELLED],
]

const DISPENSED = { ...DONE, code: '0004', status: 'completed', isDispensing: true } as const

/** Bundles and outcomes without each thing they say. */
const LESS: readonly (readonly [body: Buffer, of: Cancelled])[] = [
  ...eachWithout(responseBundle({ ...DISPENSED, of: OTHER })).map(body => [body, OTHER] as const),
  ...GOLDEN_REFUSALS.slice(0, 1).flatMap(each =>
    eachWithout(responseOutcome(each)).map(body => [body, CANCELLED] as const),
  ),
]

const MESSAGES = [...GOLDEN_ANSWERS.values(), ...variants].map(responseMessage)

/** As Spine writes it, with when a dispenser took it. */
const TAKEN_AT = Buffer.from(
  responseMessage(DISPENSED)
    .toString()
    .replace('<performer typeCode="PRF">', '$&<time value="20260101090000"/>'),
)

/** Everything golden, as facts a broken table is told by. */
export function answerFacts(): readonly Fact[] {
  const whole = mappingOf(CANCELLATION_RESPONSE_SPEC)
  return [
    ...[...BUNDLES, ...LESS].map(([body, of]) => told(body, of)),
    ...[...MESSAGES, TAKEN_AT].map(read),
  ].map(of => ({ of, says: of(whole) }))
}

/** What came of a table: it could not be defined, a golden fact tells it from the true one, or none does. */
export type Came = 'refused' | 'caught' | 'survived'

function defined(spec: ReplySpec): Mapping | undefined {
  try {
    return mappingOf(spec)
  } catch {
    return undefined
  }
}

/** Makes what judges a reply's table by facts. */
export function createAnswerJury(facts: readonly Fact[]): (spec: ReplySpec) => Came {
  // Broken tables that stand beside each other are mostly told by the same fact: the last one is asked first.
  const inOrder = [...facts]
  return spec => {
    const mapping = defined(spec)
    if (mapping === undefined) return 'refused'
    const at = inOrder.findIndex(({ says, of }) => of(mapping) !== says)
    if (at === -1) return 'survived'
    inOrder.unshift(...inOrder.splice(at, 1))
    return 'caught'
  }
}
