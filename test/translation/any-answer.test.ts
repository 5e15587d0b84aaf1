/** Whatever a cloud answers: a supplier gets a reply to its own request about whom it asked for, or an error. */
import fc from 'fast-check'
import t from 'tap'
import { type AnswerHead, FicusError } from '../../src/exchange/index.ts'
import { createBinding, expectationOf } from '../../src/message/index.ts'
import { patientResource } from '../../src/simulator/fhir-patient.ts'
import { createPatients } from '../../src/simulator/index.ts'
import { head, json, MESSAGE_ID, outcome, PAYLOAD_ID, retrieval, taken } from './given.ts'
import { readReply } from './reply.ts'

const patients = createPatients()
const numbers = patients.map(({ nhsNumber }) => nhsNumber)
const records = patients.map(patient => JSON.stringify(patientResource(patient)))

/** One thing done to a record: at a place, given as a share of what there is on each level. */
interface Change {
  readonly at: readonly number[]
  readonly to: unknown
  readonly how: 'replace' | 'delete' | 'add'
}

/** Changes a JSON value in place, where it has the place. */
function make({ at, to, how }: Change, value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  const members = value as Record<string, unknown> // parsed JSON: a list's members have names too
  const names = Object.keys(members)
  const [step = 0, ...further] = at
  const name = names[step % Math.max(1, names.length)] ?? 'id'
  if (further.length > 0) make({ at: further, to, how }, members[name])
  else if (how === 'delete') Reflect.deleteProperty(members, name)
  else if (Array.isArray(value) && how === 'add') value.push(to)
  else members[how === 'add' ? `${name}x` : name] = to
}

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.array(fc.nat(), { minLength: 1, maxLength: 6 }),
  to: fc.oneof(
    fc.constantFrom('U', 'R', 'usual', 'home', '', null, true, 0, 'Patient', ...numbers),
    fc.string(),
    fc.jsonValue(),
  ),
  how: fc.constantFrom('replace', 'delete', 'add'),
})

/** How an answer's body is made of the record it is about. */
type Body = (record: string) => Buffer

const changed: fc.Arbitrary<Body> = fc.array(change, { maxLength: 3 }).map(changes => record => {
  const value: unknown = JSON.parse(record)
  for (const each of changes) make(each, value)
  return json(value)
})

const torn: fc.Arbitrary<Body> = fc
  .tuple(fc.nat(), fc.nat(40), fc.uint8Array({ maxLength: 12 }))
  .map(([from, cut, put]) => record => {
    const bytes = Buffer.from(record)
    const at = from % (bytes.length + 1)
    return Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + cut)])
  })

const ofNothing: fc.Arbitrary<Body> = fc.oneof(
  fc.uint8Array().map(bytes => () => Buffer.from(bytes)),
  fc
    .constantFrom('RESOURCE_NOT_FOUND', 'INVALIDATED_RESOURCE', 'OTHER')
    .map(code => () => json(outcome(code))),
)

const line = fc.tuple(
  fc.constantFrom('X-Request-ID', 'x-request-id', 'ETag', 'Content-Encoding', 'Content-Type'),
  fc.oneof(fc.constantFrom(MESSAGE_ID, MESSAGE_ID.toLowerCase(), '', 'gzip'), fc.string()),
)

const anyHead: fc.Arbitrary<AnswerHead> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(head(), head(), head(404)) },
  {
    weight: 2,
    arbitrary: fc.record({
      status: fc.oneof(fc.constantFrom(200, 404), fc.integer({ min: 200, max: 599 })),
      reason: fc.constant(''),
      headers: fc.array(line, { maxLength: 4 }).map(lines => lines.flat()),
    }),
  },
)

/** What came of the answers that were drawn. */
const came = { positive: 0, negative: 0, refused: 0, crossed: 0 }

const expectation = expectationOf('soap', { kind: 'whole', bytes: Buffer.from(retrieval()) })

/** Says what is wrong with what a supplier would get; nothing where it is right. */
function wrongWith(asked: string, from: AnswerHead, body: Buffer): string | undefined {
  const { answer } = taken({ nhsNumber: asked })
  try {
    const given = answer(from, body)
    const { acknowledged, ...reply } = readReply(given)
    came[acknowledged === 'AA' ? 'positive' : 'negative'] += 1
    const bound = expectation && createBinding(expectation).check(given, given.body, true)
    if (bound !== 'bound') return `it is ${bound}`
    if (reply.relatesTo !== `uuid:${MESSAGE_ID}`) return 'RelatesTo'
    if (reply.messageRef !== PAYLOAD_ID) return 'messageRef'
    const who = acknowledged === 'AA' ? [asked] : []
    return String(reply.patients) === String(who) ? undefined : 'it is about another patient'
  } catch (error) {
    if (!(error instanceof FicusError)) throw error
    came[error.code === 'crossed' ? 'crossed' : 'refused'] += 1
    return /999\d{7}/.test(error.message) ? 'its error says who' : undefined
  }
}

t.test('whatever a cloud answers, what a supplier gets is about its own question', t => {
  const place = fc.nat(patients.length - 1)
  const another = fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, place)
  const body = fc.oneof(
    { weight: 6, arbitrary: changed },
    { weight: 1, arbitrary: torn },
    { weight: 2, arbitrary: ofNothing },
  )
  const holds = fc.property(place, another, anyHead, body, (asked, other, from, bodyOf) => {
    const bytes = bodyOf(records[other ?? asked] ?? '')
    const wrong = wrongWith(numbers[asked] ?? '', from, bytes)
    if (wrong !== undefined) throw new Error(wrong)
  })
  t.doesNotThrow(() => fc.assert(holds, { numRuns: 4_000 }))
  t.comment(came)
  for (const [what, often] of Object.entries(came)) {
    t.ok(often > 40, `${what}: drawn often enough for the property to hold of something`)
  }
  t.end()
})
