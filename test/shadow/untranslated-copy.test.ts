/** A copy of the supplier's own bytes: fresh ids, a marked identity, and nothing else of it changed. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import { type Captured, isFicusError, type Prepared } from '../../src/exchange/index.ts'
import { MAPPINGS } from '../../src/products/index.ts'
import {
  createCloud,
  createLegacySpine,
  createPatients,
  type Patient,
  type RequestKind,
} from '../../src/simulator/index.ts'
import { createTranslation } from '../../src/translation/index.ts'
import { startUpstream } from '../support/upstream.ts'
import {
  askedOf,
  at,
  between,
  inThread,
  MARKED,
  NOW,
  prepared,
  type Sent,
  sentBy,
  spoken,
} from './given.ts'

const legacy = await createLegacySpine()
const other = await createLegacySpine()
const cloud = await createCloud()
t.teardown(() => Promise.all([legacy.close(), other.close(), cloud.close()]))
t.afterEach(() => {
  other.set({ planted: {}, otherPatientEvery: 0, crossEvery: 0, status: undefined })
  cloud.set({ planted: {} })
})

/** Both sides speak SOAP. */
const owner = between(legacy.url, other.url, { translate: undefined })
const { judge } = inThread(owner)
const patients = createPatients()
const [first] = patients
if (first === undefined) throw new Error('nobody is known')

const READS = [
  'QUPA_IN000005UK01',
  'QUPA_IN000008UK02',
  'QUPA_IN000008UK05',
  'QUPA_IN000014UK01',
] as const satisfies readonly RequestKind[]

const MESSAGE_ID = '6B29FC40-CA47-4067-B31D-00DD010662DA'

const compared = async (sent: Sent, more: Partial<Prepared> = {}): Promise<string> =>
  spoken(await judge(prepared(sent, owner, more), await askedOf(legacy, sent)))

for (const kind of READS) {
  t.test(`two systems that answer alike are found to: ${kind}`, async t => {
    for (const patient of patients.slice(0, 50)) {
      t.match(await compared(sentBy(kind, patient)), /^(identical|equivalent)$/)
    }
  })
}

t.test('a copy is the same bytes but for its ids and its sender', async t => {
  for (const kind of READS) {
    for (const patient of patients.slice(0, 20)) {
      const sent = sentBy(kind, patient, MESSAGE_ID)
      await compared(sent)
      const seen = other.seen().at(-1)?.body.toString() ?? ''
      const sender = /200000000\d{3}/.exec(sent.body.toString())?.[0] ?? ''
      const fresh = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(seen)?.[0] ?? ''
      t.equal(seen.length, sent.body.length)
      t.notMatch(seen.toUpperCase(), MESSAGE_ID, 'no id of its own')
      t.notMatch(seen, sender, 'no name of its sender')
      const back = seen.replaceAll(MARKED, sender).replaceAll(new RegExp(fresh, 'gi'), MESSAGE_ID)
      t.equal(back.toUpperCase(), sent.body.toString().toUpperCase())
    }
  }
})

t.test('no header line goes along that could say who asks', async () => {
  const names = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,20}$/)
  const lines = fc.array(fc.tuple(names, fc.constant('said by the supplier')), { maxLength: 8 })
  const kept = new Set(['soapaction', 'content-type', 'accept', 'prefer', 'range'])
  const told: readonly string[] = [
    'Authorization',
    'Cookie',
    'X-Forwarded-For',
    'NHSD-Identity-UUID',
  ]
  await fc.assert(
    fc.asyncProperty(lines, async more => {
      const plain = sentBy('QUPA_IN000008UK02', first)
      const all = [...told.map(name => [name, 'said by the supplier'] as const), ...more]
      const headers = [...plain.headers, ...all.flat()].filter(
        (_, i, whole) =>
          !/^(content-length|transfer-encoding|content-encoding|connection|host|expect|te|trailer|upgrade|keep-alive|soapaction|content-type)$/i.test(
            whole[i - (i % 2)] ?? '',
          ) || i < plain.headers.length,
      )
      const count = other.count()
      await judge(prepared({ ...plain, headers }, owner), await askedOf(legacy, plain))
      const seen = other.seen().at(-1)
      if (other.count() !== count + 1) return false
      return (seen?.headers ?? []).every(
        ([name, value]) => value !== 'said by the supplier' || kept.has(name.toLowerCase()),
      )
    }),
    { numRuns: 40 },
  )
})

t.test('without an identity that can stand where the sender did no copy goes', async t => {
  for (const shadowAs of [undefined, 'shadow-identity', '12345678901', '']) {
    const unmarked = { ...owner, shadowAs }
    const sent = sentBy('QUPA_IN000008UK02', first)
    const count = other.count()
    const came = await inThread(unmarked).judge(
      prepared(sent, unmarked),
      await askedOf(legacy, sent),
    )
    t.equal(spoken(came), 'not_compared · identity')
    t.equal(other.count(), count, 'nobody was asked')
  }
})

// Each is read by the parser as what it says, and by a search of its text as something else.
const HIDDEN: readonly (readonly [string, (text: string, own: string) => string, string])[] = [
  [
    'its message id is written in references',
    text => text.replace(/uuid:6/i, 'uuid:&#54;'),
    'not_compared · ids',
  ],
  [
    'its sender is written in references',
    text => text.replaceAll('"2000', '"&#50;000').replaceAll("'2000", "'&#50;000"),
    'not_compared · identity',
  ],
  [
    'its receiver is its sender',
    (text, own) => text.replaceAll('990000000001', own),
    'not_compared · identity',
  ],
  [
    'a tag of its sender holds a bracket',
    (text, own) => text.replaceAll(`extension="${own}"`, `displayable=">" extension="${own}"`),
    'not_compared · identity',
  ],
]

for (const [what, change, said] of HIDDEN) {
  t.test(`a copy that cannot be made whole does not go: ${what}`, async t => {
    const plain = sentBy('QUPA_IN000008UK02', first, MESSAGE_ID)
    const text = plain.body.toString().replaceAll("'", '"')
    const own = /200000000\d{3}/.exec(text)?.[0] ?? ''
    const changed = change(text, own)
    t.not(changed, text)
    const sent = { ...plain, body: Buffer.from(changed) }
    const control: Captured = { status: 200, headers: [], body: new Uint8Array(0) }
    const count = other.count()
    t.equal(spoken(await judge(prepared(sent, owner), control)), said)
    t.equal(other.count(), count, 'nobody was asked')
  })
}

t.test('a message id that is no UUID cannot be made fresh', async t => {
  const plain = sentBy('QUPA_IN000008UK02', first, MESSAGE_ID)
  const sent = {
    ...plain,
    body: Buffer.from(plain.body.toString().replace(/uuid:6B29/i, 'uuid:no')),
  }
  t.equal(await compared(sent), 'not_compared · ids')
})

t.test('an answer to another request is critical, and so is one about another patient', async t => {
  other.set({ crossEvery: 1 })
  const crossed = 'different · outcome · critical domain-outcome answer/request'
  t.equal(await compared(sentBy('QUPA_IN000008UK02', first)), crossed)
  other.set({ crossEvery: 0, otherPatientEvery: 1 })
  t.match(
    await compared(sentBy('QUPA_IN000008UK02', first)),
    /^different .*critical value [^·]*patientRole\/id\/@extension/,
  )
})

t.test('a message that names no request could be anybody’s, a fault could not', async t => {
  const bare = sentBy('QUPA_IN000008UK02', first)
  const control = await askedOf(legacy, bare)
  for (const [body, said] of [
    ['<a xmlns="urn:hl7-org:v3"/>', /critical domain-outcome answer.request/],
    ['<html>no</html>', /^different/],
  ] as const) {
    const to = await startUpstream(t, (_, response) => {
      response.setHeader('Content-Type', 'text/xml')
      response.end(body)
    })
    const its = { ...owner, cloud: at('pds-fhir', to.origin) }
    t.match(spoken(await inThread(its).judge(prepared(bare, its), control)), said)
  }
})

const translation = createTranslation({
  mappings: MAPPINGS,
  now: () => NOW,
  newId: () => randomUUID().toUpperCase(),
})

/** The reply a supplier gets where the cloud serves; undefined where legacy would be asked instead. */
async function translatedReply({ translated, upstream }: Prepared): Promise<Captured | undefined> {
  if (translated === undefined) return undefined
  const { method, target, headers } = translated.request
  const came = await askedOf(upstream, { method, target, headers, body: Buffer.alloc(0) })
  const head = { status: came.status, reason: '', headers: came.headers }
  try {
    const answer = translated.answer(head, Buffer.from(came.body))
    const { status, headers: lines, body } = answer
    return { status, headers: lines, body: new Uint8Array(body) }
  } catch (error) {
    if (isFicusError(error)) return undefined
    throw error
  }
}

t.test('a route that was moved has its translated replies held against legacy’s', async t => {
  const moved = between(legacy.url, `${cloud.url}/personal-demographics/FHIR/R4`)
  const reverse = inThread(moved)
  const byCloud = { side: 'cloud', upstream: moved.cloud ?? moved.legacy } as const
  let fellBack = 0
  const judged = async (patient: Patient): Promise<string> => {
    const sent = sentBy('QUPA_IN000008UK02', patient)
    const mirror = { to: moved.legacy }
    const request = translation.prepare(prepared(sent, moved, { ...byCloud, mirror }))
    const control = await translatedReply(request)
    if (control !== undefined) return spoken(await reverse.judge(request, control))
    fellBack += 1
    return 'fell back'
  }
  for (const patient of patients) t.match(await judged(patient), /^(equivalent|fell back)$/)
  t.equal(fellBack, patients.filter(({ formerNumber }) => formerNumber !== undefined).length)
  cloud.set({ planted: { 'family-misspelt': 1 } })
  t.match(await judged(first), /^different · significant value .*name\/family\/text\(\)$/)
})
