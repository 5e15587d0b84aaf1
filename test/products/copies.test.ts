/**
 * What becomes of the copy of a call to the record locator, to a mailbox and to a practice: it goes out only where the
 * marked identity can stand in it, and is then compared as its product says.
 */
import type { IncomingHttpHeaders } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { configOf, startProxy } from '../support/proxy.ts'
import { ask } from '../support/raw-client.ts'
import { startUpstream } from '../support/upstream.ts'
import { inboxIn, pointersIn, type Shape } from './rest-answers.ts'

const MARKED = '990000009999'
const SUPPLIER = '200000000115'
const TOKEN = 'Bearer supplier.own.token'

/** What one side answers, whatever it is asked. */
interface Answering {
  readonly type: string
  readonly body: string
  /** A header line it asks for: without that it says 403. */
  readonly needs?: string
}

interface Call {
  readonly interaction: string
  readonly method?: string
  readonly target: string
  readonly lines: readonly string[]
}

/** What came of one copy, and what the cloud was asked. */
interface Came {
  readonly counted: string
  readonly groups: readonly string[]
  readonly asked: readonly IncomingHttpHeaders[]
}

/** Asks a proxy once whose calls are copied, untranslated, and waits for what came of the copy. */
async function copied(t: Test, call: Call, sides: readonly [Answering, Answering]): Promise<Came> {
  const asked: IncomingHttpHeaders[] = []
  const [legacy = '', cloud = ''] = await Promise.all(
    sides.map(async ({ type, body, needs }, i) => {
      const { origin } = await startUpstream(t, ({ headers }, response) => {
        if (i === 1) asked.push(headers)
        const isTaken = needs === undefined || headers[needs] !== undefined
        response.writeHead(isTaken ? 200 : 403, { 'Content-Type': type }).end(isTaken ? body : '')
      })
      return origin
    }),
  )
  const { url, admin } = await startProxy(
    t,
    configOf({
      environment: { name: 'test' },
      upstreams: { spine: { url: legacy }, cloud: { url: cloud } },
      routes: [
        {
          ...{ name: 'copied', match: { interaction: [call.interaction] } },
          ...{ legacy: 'spine', cloud: 'cloud', startsAt: 'shadow' },
          shadow: { as: MARKED, sample: 1 },
        },
        { name: 'default', legacy: 'spine' },
      ],
    }),
  )
  const { method = 'GET', target, lines } = call
  const head = [`${method} ${target} HTTP/1.1`, 'Host: spine.test', 'Content-Length: 0', ...lines]
  const answer = await ask(url, `${head.join('\r\n')}\r\n\r\n`)
  t.equal(answer?.body.toString(), sides[0].body, 'the supplier gets what legacy said')
  const counted = await comparisonsIn(admin)
  const answered = await fetch(new URL('/api/routes/copied/divergences', admin))
  const { groups } = (await answered.json()) as {
    groups: readonly Readonly<Record<'severity' | 'kind' | 'path', string>>[]
  }
  return {
    counted,
    groups: groups.map(({ severity, kind, path }) => `${severity} ${kind} ${path}`),
    asked,
  }
}

const COUNTED = /^ficus_comparisons_total\{.*verdict="(\w+)",reason="([\w-]+)"\} 1$/m

/** Waits for the one comparison and says what it came to. */
async function comparisonsIn(admin: URL): Promise<string> {
  for (;;) {
    const text = await (await fetch(new URL('/metrics', admin))).text()
    const [, verdict, reason] = COUNTED.exec(text) ?? []
    if (verdict !== undefined) return `${verdict} ${reason}`
    await delay(20)
  }
}

const PATIENT = 'https://demographics.spineservices.nhs.uk/STU3/Patient/9990000018'

/** A consumer's search of the locator that Spine runs. */
const search = (type: string): Call => ({
  interaction: 'nrl-stu3-search',
  target: `/STU3/DocumentReference?subject=${encodeURIComponent(PATIENT)}`,
  lines: [
    ...[`Accept: ${type}`, `Authorization: ${TOKEN}`],
    ...[`fromASID: ${SUPPLIER}`, 'toASID: 999999999998', 'X-Request-ID: asked-1'],
  ],
})

const SHAPES: readonly (readonly [Shape, end: string])[] = [
  ['json', ''],
  ['xml', '/@value'],
]

for (const [shape, end] of SHAPES) {
  const pointers = pointersIn(shape)
  const asking = search(pointers([]).type)

  t.test(
    `a search of pointers in ${shape} is copied, in nobody’s name but the marked one`,
    async t => {
      const { counted, asked } = await copied(t, asking, [
        pointers(['a1', 'a2']),
        pointers(['bb1', 'bb2']),
      ])
      t.equal(counted, 'equivalent none')
      t.match(asked, [{ fromasid: MARKED, toasid: '999999999998' }])
      t.equal(asked.length, 1)
      t.notMatch(
        JSON.stringify(asked),
        new RegExp(`${SUPPLIER}|${TOKEN}|asked-1`),
        'and none of its own',
      )
    },
  )

  t.test(`pointers in ${shape}: the same bytes are identical`, async t => {
    const same = pointers(['a1', 'a2'])
    t.equal((await copied(t, asking, [same, same])).counted, 'identical none')
  })

  t.test(`pointers in ${shape}: another address of a record is critical`, async t => {
    const { counted, groups } = await copied(t, asking, [
      pointers(['a1', 'a2']),
      pointers(['bb1', 'bb2'], { url: 'https://records.example.test/other' }),
    ])
    t.equal(counted, 'different none')
    t.strictSame(groups, [
      `critical value Bundle/entry/resource/DocumentReference/content/attachment/url${end}`,
    ])
  })

  t.test(`pointers in ${shape}: one that replaces itself is no renaming`, async t => {
    const { counted, groups } = await copied(t, asking, [
      pointers(['a1', 'a2'], { replaces: 'a1' }),
      pointers(['bb1', 'bb2'], { replaces: 'bb2' }),
    ])
    t.equal(counted, 'different none')
    t.match(groups.join(), /id-inconsistent/)
  })
}

t.test(
  'a locator that asks for a token of the copy’s own refuses it: nothing is compared',
  async t => {
    const pointers = pointersIn('json')
    const { counted, groups } = await copied(t, search('application/fhir+json'), [
      pointers(['a1']),
      { ...pointers(['a1']), needs: 'authorization' },
    ])
    t.equal(counted, 'not_compared identity')
    t.strictSame(groups, [])
  },
)

t.test('a practice is asked for a copy as it was, in the marked name', async t => {
  const patient = (made: string, family: string): Answering => ({
    type: 'application/fhir+json',
    body: JSON.stringify({
      ...{ resourceType: 'Patient', id: '1584', name: [{ family }] },
      identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: '9990000018' }],
      text: { status: 'generated', div: `<div>${made}</div>` },
    }),
  })
  const call: Call = {
    interaction: 'urn:nhs:names:services:gpconnect:fhir:rest:read:patient-1',
    target: '/https://gp.example.test/A99999/STU3/1/Patient/1584',
    lines: [
      'Ssp-InteractionID: urn:nhs:names:services:gpconnect:fhir:rest:read:patient-1',
      ...[`Ssp-From: ${SUPPLIER}`, 'Ssp-To: 200000000116', 'Ssp-TraceID: asked-1'],
      ...['Accept: application/fhir+json', `Authorization: ${TOKEN}`],
    ],
  }
  const { counted, groups, asked } = await copied(t, call, [
    patient('a', 'TEST'),
    patient('a', 'TESTER'),
  ])
  t.equal(counted, 'different none')
  t.strictSame(groups, ['significant value Patient/name/family'])
  t.match(asked, [{ 'ssp-from': MARKED, 'ssp-to': '200000000116' }])
  t.notMatch(
    JSON.stringify(asked),
    new RegExp(`${SUPPLIER}|${TOKEN}|asked-1`),
    'and none of its own',
  )
})

/** Calls in which nothing says who asks but what only its sender can sign. */
const UNMARKED: readonly (readonly [what: string, call: Call, both: Answering])[] = [
  [
    'a search of the locator in R4, whose consumer is named by its token',
    {
      interaction: 'nrl-consumer-search',
      target: `/record-locator/consumer/FHIR/R4/DocumentReference?subject:identifier=https%3A%2F%2Ffhir.nhs.uk%2FId%2Fnhs-number%7C9990000018`,
      lines: [
        ...['Accept: application/fhir+json;version=1', `Authorization: ${TOKEN}`],
        ...['NHSD-End-User-Organisation-ODS: A99999', 'X-Request-ID: asked-1'],
      ],
    },
    pointersIn('json')(['a1']),
  ],
  [
    'a mailbox’s inbox, whose owner is named by its path and its token',
    {
      interaction: 'mesh-inbox',
      target: '/messageexchange/X26TEST1/inbox',
      lines: [
        'Accept: application/vnd.mesh.v2+json',
        'Authorization: NHSMESH X26TEST1:nonce:1:202611221200:0a1b2c',
      ],
    },
    inboxIn('v2')(['A1']),
  ],
]

for (const [what, call, both] of UNMARKED) {
  t.test(`${what}, cannot be copied in another name: it is counted and not sent`, async t => {
    const { counted, asked, groups } = await copied(t, call, [both, both])
    t.equal(counted, 'not_compared identity')
    t.strictSame(asked, [], 'the cloud is asked nothing')
    t.strictSame(groups, [])
  })
}
