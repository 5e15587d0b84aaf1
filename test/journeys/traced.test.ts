/** At the cloud, traces are searches: a supplier is told of one person, of none, of too many, or legacy is asked. */
import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import type { EvidenceView } from '../../src/admin/index.ts'
import { createCompare } from '../../src/comparison/index.ts'
import type { Position } from '../../src/fleet/index.ts'
import { PDS_TRACE } from '../../src/products/pds/trace.ts'
import { policyFor } from '../../src/products/index.ts'
import { seenPolicy } from '../../src/shadow/index.ts'
import {
  createCloud,
  createLegacySpine,
  createPatients,
  type Patient,
  patientsOf,
} from '../../src/simulator/index.ts'
import { ask } from '../support/raw-client.ts'
import { onTheWire, PDS_PATH } from '../support/translated.ts'
import { startTracing, traceOf, TRACES } from '../support/traced.ts'
import { readReply } from '../translation/reply.ts'

async function given(
  startsAt: Position['stage'],
  more: { readonly patients?: readonly Patient[]; readonly sample?: number } = {},
) {
  const { patients = createPatients(), sample = 0.000001 } = more
  const [legacy, cloud] = [await createLegacySpine({ patients }), await createCloud({ patients })]
  t.teardown(() => Promise.all([legacy.close(), cloud.close()]))
  return {
    legacy,
    cloud,
    ...(await startTracing(t, { legacy: legacy.url, cloud: cloud.url }, { startsAt, sample })),
  }
}

const [plain] = patientsOf('plain')
if (plain === undefined) throw new Error('there is no plain patient')

const compare = createCompare({ key: Buffer.alloc(32, 3), now: Date.now })

for (const interaction of TRACES) {
  t.test(`${interaction}: nothing but ids and times tells which side answered`, async t => {
    const [atLegacy, atCloud] = [await given('legacy'), await given('cloud')]
    const seen = seenPolicy(policyFor(interaction), PDS_TRACE, interaction)
    const served = { cloud: 0, legacy: 0 }
    for (const patient of createPatients()) {
      const request = traceOf(interaction, patient)
      const control = await ask(atLegacy.url, onTheWire(request))
      const candidate = await ask(atCloud.url, onTheWire(request))
      const called = patient.kinds.join(', ')
      if (control === undefined || candidate === undefined) throw new Error(`no answer: ${called}`)
      const { verdict, differences } = compare({ control, candidate }, seen)
      t.match(verdict, /^(?:identical|equivalent)$/, called)
      t.strictSame(
        differences.filter(({ rule }) => rule === undefined),
        [],
        called,
      )
      const side = atCloud.lines.at(-1)?.side
      served[side === 'cloud' ? 'cloud' : 'legacy'] += 1
      const isWhole = patient.birth.length === 8 && !patient.restricted
      t.equal(side, isWhole ? 'cloud' : 'legacy', called)
      t.strictSame(
        readReply(candidate).patients,
        patient.restricted ? [] : [patient.nhsNumber],
        called,
      )
    }
    t.equal(served.cloud + served.legacy, createPatients().length)
    t.ok(served.cloud > 150, `${served.cloud} answered by the cloud`)
  })
}

t.test('at every stage the supplier is told of the person it asked for', async t => {
  for (const startsAt of ['legacy', 'shadow', 'canary', 'reverse-shadow', 'cloud'] as const) {
    const { url, lines } = await given(startsAt)
    const answer = await ask(url, onTheWire(traceOf('QUPA_IN000005UK03', plain)))
    const isCloud = startsAt === 'reverse-shadow' || startsAt === 'cloud'
    t.equal(lines.at(-1)?.side, isCloud ? 'cloud' : 'legacy', startsAt)
    t.match(answer && readReply(answer), {
      interaction: 'QUPA_IN000007UK03',
      wrapper: 'traceQueryResponse',
      acknowledged: 'AA',
      reasons: ['3'],
      patients: [plain.nhsNumber],
    })
  }
})

t.test('the cloud is asked for values and nothing else', async t => {
  const { url, cloud } = await given('cloud')
  const [name] = plain.names
  const odd = `A&gender=male#?/%2A+${name?.family ?? ''}`
  const patient = { ...plain, names: plain.names.map(each => ({ ...each, family: odd })) }
  await ask(url, onTheWire(traceOf('QUPA_IN000005UK01', patient)))
  const [seen] = cloud.seen()
  const target = new URL(seen?.target ?? '', 'http://cloud')
  t.equal(target.pathname, `${PDS_PATH}/Patient`)
  const { gender, birth } = plain
  t.strictSame(
    [...target.searchParams],
    [
      ['family', odd],
      ['given', name?.given[0] ?? ''],
      ['gender', gender === '1' ? 'male' : 'female'],
      ['birthdate', `eq${birth.replace(/(....)(..)(..)/, '$1-$2-$3')}`],
      ['address-postalcode', plain.addresses[0]?.postcode ?? ''],
      ['_max-results', '1'],
    ],
  )
})

t.test('nobody and too many are told in Spine’s codes', async t => {
  const twin = { ...plain, nhsNumber: '9990009999', kinds: [] }
  const { url, legacy } = await given('cloud', { patients: [plain, twin] })
  const none = { ...plain, birth: '18010101' }
  const told = [
    ['nobody', none, '1'],
    ['two', plain, '2'],
  ] as const
  for (const [title, patient, reason] of told) {
    const answer = await ask(url, onTheWire(traceOf('QUPA_IN000005UK01', patient)))
    const expected = { interaction: 'QUQI_IN010000UK14', acknowledged: 'AE', reasons: [reason] }
    t.match(answer && readReply(answer), expected, title)
  }
  t.equal(legacy.count(), 0)
})

t.test('whom the cloud finds and who does not agree is asked of legacy, with an alarm', async t => {
  const [legacy, cloud] = [
    await createLegacySpine(),
    await createCloud({ faults: { otherPatientEvery: 1 } }),
  ]
  t.teardown(() => Promise.all([legacy.close(), cloud.close()]))
  const sides = { legacy: legacy.url, cloud: cloud.url }
  const { url, lines, events } = await startTracing(t, sides, { startsAt: 'cloud' })
  const answer = await ask(url, onTheWire(traceOf('QUPA_IN000005UK01', plain)))
  t.strictSame(answer && readReply(answer).patients, [plain.nhsNumber])
  t.equal(lines.at(-1)?.side, 'legacy')
  t.ok(events.some(({ name }) => name === 'answer-crossed'))
})

t.test('in the shadow both verdicts say that the two sides tell the same', async t => {
  const { url, admin } = await given('shadow', { sample: 1 })
  const asked = createPatients()
    .filter(({ birth, restricted }) => birth.length === 8 && !restricted)
    .slice(0, 20)
  const nobody = { ...plain, birth: '18010101' }
  for (const [i, patient] of [...asked, nobody].entries()) {
    await ask(url, onTheWire(traceOf(TRACES[i % 2] ?? TRACES[0], patient)))
  }
  const evidenceNow = async (): Promise<EvidenceView> =>
    (await (await fetch(new URL('/api/routes/traces/evidence', admin))).json()) as EvidenceView // the API's own shape
  const told = async (): Promise<EvidenceView> => {
    for (let tries = 0; tries < 200; tries++) {
      const now = await evidenceNow()
      if (now.gate.compared >= asked.length + 1) return now
      await delay(25)
    }
    return evidenceNow()
  }
  const { counts, gate } = await told()
  t.match(gate, { compared: asked.length + 1, bad: 0, uncompared: 0 })
  t.strictSame(counts.differsIn, { seen: 0, meant: 0, both: 0 })
})
