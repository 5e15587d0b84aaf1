/** A copy in the cloud's own words: every patient of the simulators, and everything that can be wrong with an answer. */
import t from 'tap'
import {
  createCloud,
  createLegacySpine,
  createPatients,
  type Simulator,
  UNKNOWN_NUMBER,
} from '../../src/simulator/index.ts'
import type { TwoVerdicts } from '../../src/shadow/index.ts'
import { startUpstream } from '../support/upstream.ts'
import { askedOf, between, inThread, MARKED, prepared, type Sent, sentBy, spoken } from './given.ts'

const BASE = '/personal-demographics/FHIR/R4'
const RETRIEVALS = ['QUPA_IN000008UK02', 'QUPA_IN000008UK05'] as const

const legacy = await createLegacySpine()
const cloud = await createCloud()
t.teardown(() => Promise.all([legacy.close(), cloud.close()]))
t.afterEach(() =>
  cloud.set({ planted: {}, otherPatientEvery: 0, crossEvery: 0, status: undefined }),
)

const owner = between(legacy.url, cloud.url + BASE)
const patients = createPatients()
const [first] = patients
if (first === undefined) throw new Error('nobody is known')

const { judge } = inThread(owner)

const compared = async (sent: Sent, spine: Simulator = legacy): Promise<string> =>
  spoken(await judge(prepared(sent, owner), await askedOf(spine, sent)))

/** Both verdicts of a pair on a translated route. */
async function verdictsOf(sent: Sent): Promise<TwoVerdicts> {
  const { comparison } = await judge(prepared(sent, owner), await askedOf(legacy, sent))
  if (!('seen' in comparison)) throw new Error(`only one verdict: ${comparison.verdict}`)
  return comparison
}

/** What came of every patient, each word with how often it came. */
async function ofEveryone(kind: (typeof RETRIEVALS)[number]): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for (const patient of patients) {
    const said = await compared(sentBy(kind, patient))
    counts.set(said, (counts.get(said) ?? 0) + 1)
  }
  return counts
}

for (const kind of RETRIEVALS) {
  t.test(`the two sides mean the same about everyone: ${kind}`, async t => {
    const counts = await ofEveryone(kind)
    const equal = (counts.get('identical') ?? 0) + (counts.get('equivalent') ?? 0)
    t.equal(equal, patients.length, [...counts].join('; '))
  })

  t.test(
    `the supplier would see the same about everyone, but for listed losses: ${kind}`,
    async t => {
      for (const patient of patients) {
        const { seen, meant } = await verdictsOf(sentBy(kind, patient))
        t.match(seen.verdict, /^(?:identical|equivalent)$/, patient.kinds.join())
        t.equal(meant.verdict, 'identical', patient.kinds.join())
      }
    },
  )
}

t.test('an answer about another patient is critical, whoever it is about', async t => {
  cloud.set({ otherPatientEvery: 1 })
  const counts = await ofEveryone('QUPA_IN000008UK02')
  const said = 'different · outcome · critical domain-outcome answer/subject'
  t.strictSame([...counts], [[said, patients.length]])
})

t.test('an answer to another request is critical', async t => {
  cloud.set({ crossEvery: 1 })
  const said = 'different · outcome · critical domain-outcome answer/request'
  t.equal(await compared(sentBy('QUPA_IN000008UK02', first)), said)
})

t.test('of a number that was superseded both sides give the record that superseded it', async t => {
  const merged = patients.filter(({ formerNumber }) => formerNumber !== undefined)
  t.ok(merged.length > 0)
  for (const patient of merged) {
    const { seen, meant } = await verdictsOf(sentBy('QUPA_IN000008UK02', patient))
    t.match([seen, meant], [{ verdict: 'identical' }, { verdict: 'identical' }])
    t.not(seen.policy, meant.policy, 'what is seen is legacy’s own: it was not compared')
  }
})

t.test('a copy says nothing of who asked, and has ids of its own', async t => {
  const sent = sentBy('QUPA_IN000008UK02', first, '6B29FC40-CA47-4067-B31D-00DD010662DA')
  await compared({
    ...sent,
    headers: [...sent.headers, 'Authorization', 'Basic x', 'Cookie', 'a=b'],
  })
  const seen = cloud.seen().at(-1)
  const text = JSON.stringify([seen?.target, seen?.headers, seen?.body.toString()])
  t.equal(seen?.target, `${BASE}/Patient/${first.nhsNumber}`)
  t.notMatch(text, /200000000|990000009999|6b29fc40|basic|cookie/i)
  const ids = (seen?.headers ?? []).filter(([name]) => /-id$/i.test(name)).map(([, id]) => id)
  t.equal(ids.length, 2)
  t.equal(new Set(ids).size, 1, 'no id of the message it is a copy of')
})

/** What the step to the cloud would not take is not asked of it here either. */
const DECLINED: readonly (readonly [string, (text: string) => string, string])[] = [
  ['history is asked for', text => text.replace(/( code=["'])0(?=["'])/, '$11'), 'asked'],
  [
    'its header asks to be understood',
    text =>
      text.replace(/<wsa:To[ >]/, match => `<x:y xmlns:x="z" SOAP:mustUnderstand="1"/>${match}`),
    'header',
  ],
]

for (const [what, change, code] of DECLINED) {
  t.test(`it is declined and the code is kept: ${what}`, async t => {
    const plain = sentBy('QUPA_IN000008UK02', first)
    const text = plain.body.toString()
    const prefix = /<(\w+):Envelope/.exec(text)?.[1] ?? ''
    const body = Buffer.from(change(text).replace('SOAP:must', `${prefix}:must`))
    t.notSame(body, plain.body)
    const asked = cloud.count()
    t.equal(await compared({ ...plain, body }), `not_compared · declined · ${code}`)
    t.equal(cloud.count(), asked, 'nobody was asked')
  })
}

t.test('a reader that finds another patient in it declines it', async t => {
  const sent = sentBy('QUPA_IN000008UK02', first)
  const request = prepared(sent, owner, { keys: { nhsNumber: UNKNOWN_NUMBER } })
  const came = await judge(request, await askedOf(legacy, sent))
  t.equal(spoken(came), 'not_compared · declined · disagrees')
})

t.test(
  'a reply that could not refer to what it answers is none a supplier would be given',
  async t => {
    const sent = sentBy('QUPA_IN000008UK02', first)
    const control = await askedOf(legacy, sent)
    for (const part of ['payloadId', 'messageId', 'from', 'to'] as const) {
      const more = { [part]: part === 'from' || part === 'to' ? {} : undefined }
      const came = await judge(prepared(sent, owner, more), control)
      t.equal(spoken(came), 'not_compared · declined · ids', part)
    }
  },
)

t.test('an answer no supplier would be given is no evidence of being equal', async t => {
  const sent = sentBy('QUPA_IN000008UK02', first)
  const control = await askedOf(legacy, sent)
  // Its ETag names another version than the record: the mapping would not say it, and reads it all the same.
  const stale = await startUpstream(t, (request, response) => {
    const headers = Object.entries(request.headers).flatMap(([name, value]) =>
      typeof value === 'string' && name !== 'connection' ? [[name, value] as const] : [],
    )
    void fetch(cloud.url + String(request.url), { headers: Object.fromEntries(headers) }).then(
      async answer => {
        const lines = [...answer.headers].filter(([name]) => !/etag|length/.test(name)).flat()
        response.writeHead(answer.status, [...lines, 'ETag', 'W/"9999"'])
        response.end(await answer.text())
      },
    )
  })
  const its = between(legacy.url, stale.origin + BASE)
  const came = await inThread(its).judge(prepared(sent, its), control)
  t.equal(spoken(came), 'not_compared · declined · disagrees')
  cloud.set({ planted: { 'family-misspelt': 1 } })
  const different = await inThread(its).judge(prepared(sent, its), control)
  t.match(spoken(different), /^different · significant value name.family/, 'a difference is one')
})

t.test('not found on both sides is the same, and on one side alone is critical', async t => {
  const nobody = { ...first, nhsNumber: UNKNOWN_NUMBER }
  t.equal(await compared(sentBy('QUPA_IN000008UK02', nobody)), 'equivalent')
  const elsewhere = await createLegacySpine({ patients: [nobody] })
  t.teardown(() => elsewhere.close())
  t.match(
    await compared(sentBy('QUPA_IN000008UK02', nobody), elsewhere),
    /^different · outcome · critical domain-outcome outcome/,
  )
})

t.test('what a copy goes under is no matter where a mapping makes it', async t => {
  const unmarked = between(legacy.url, cloud.url + BASE, { shadowAs: undefined })
  t.not(unmarked.shadowAs, MARKED)
  const sent = sentBy('QUPA_IN000008UK02', first)
  const came = await inThread(unmarked).judge(prepared(sent, unmarked), await askedOf(legacy, sent))
  t.equal(spoken(came), 'equivalent')
})
