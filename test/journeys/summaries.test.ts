/**
 * A practice uploads a patient's summary, replaces it and sets who may view it, and another system reads it, while
 * their routes move from legacy to the cloud and back over one store of records: what is read is what was written.
 */
import t from 'tap'
import { REMEMBERED_MS } from '../../src/exchange/index.ts'
import type { Position } from '../../src/fleet/index.ts'
import { patientsOf, SUPPLIERS } from '../../src/simulator/index.ts'
import { comparedTo } from '../support/hostile-pair.ts'
import { LIST_ROUTE, startSummaries, type SummariesStand } from '../support/summaries-stand.ts'
import { saidIn, SummarySupplier } from '../support/summaries-supplier.ts'

const [practice, reader] = SUPPLIERS
if (practice === undefined || reader === undefined) throw new Error('nobody')

const suppliersOn = (stand: SummariesStand, count: number): readonly SummarySupplier[] =>
  patientsOf('plain')
    .slice(0, count)
    .map((patient, n) => new SummarySupplier(stand, patient, { practice, reader, seed: 71 + n }))

/** Where routes stand, one after the other; of what only writes has no copies. */
const STAGES: readonly (readonly [says: string, at: Partial<Position>])[] = [
  ['legacy', { stage: 'legacy' }],
  ['shadow', { stage: 'shadow' }],
  ['canary 50 %', { stage: 'canary', percent: 50 }],
  ['canary 100 %', { stage: 'canary', percent: 100 }],
  ['cloud', { stage: 'cloud' }],
  ['back at legacy', { stage: 'legacy' }],
]

/** Each route's answers by the side that gave them. */
const servedBy = ({ lines }: SummariesStand, route: string): Readonly<Record<string, number>> =>
  Object.fromEntries(
    ['legacy', 'cloud'].map(side => [
      side,
      lines.filter(line => line.route === route && line.side === side).length,
    ]),
  )

t.test('what is read is what was written, wherever the routes stand', async t => {
  const stand = await startSummaries(t, { pollers: [practice.asid] })
  const suppliers = suppliersOn(stand, 4)
  let words = 0
  for (const [says, at] of STAGES) {
    await stand.place(at)
    stand.pass(REMEMBERED_MS)
    for (const supplier of suppliers) {
      const before = await supplier.newest()
      for (const replaces of [before, undefined]) {
        const draft = supplier.draft(`Words ${++words} of ${says}`, replaces)
        t.match(await supplier.send(draft), /MCCI_IN010000UK13[^]*typeCode="AA"/, says)
        const event = await supplier.newest()
        t.not(event, before, 'it is listed')
        const read = await supplier.read(event)
        t.equal(read.status, 200)
        t.match(read.body, '<eventQueryResponse>')
        t.strictSame(saidIn(read.body), saidIn(draft.body), `${says}: as it was written`)
      }
      const after = await supplier.list()
      t.notMatch(after.body, before, 'what was replaced is not listed')
    }
  }
  const made = suppliers.reduce((sum, { uploads }) => sum + uploads, 0)
  const taken = (side: 'legacy' | 'cloud', request: RegExp): number =>
    stand[side].seen().filter(({ method, target }) => request.test(`${method} ${target}`)).length
  const [legacy, cloud] = [taken('legacy', /^POST .*clinical/), taken('cloud', /^POST .*Bundle/)]
  t.equal(legacy + cloud, made, 'nothing is written twice')
  t.ok(legacy > 0 && cloud > 0)
  t.match(servedBy(stand, LIST_ROUTE), { cloud: 0 }, 'legacy alone lists')
  t.comment(
    `${made} uploads (${legacy} legacy, ${cloud} cloud), ` +
      `reads ${JSON.stringify(servedBy(stand, 'scr-summary'))}, lists ${JSON.stringify(servedBy(stand, LIST_ROUTE))}`,
  )
})

/** The reasons a message gives, in their order. */
const reasonsIn = (message: string): readonly string[] =>
  [
    ...message.matchAll(/code="(\d+)" codeSystem="2\.16\.840\.1\.113883\.2\.1\.3\.2\.4\.17\.33"/g),
  ].map(([, code = '']) => code)

t.test('who lets nobody view theirs is heard wherever the routes stand', async t => {
  const stand = await startSummaries(t, { pollers: [practice.asid] })
  const [supplier] = suppliersOn(stand, 1)
  if (supplier === undefined) return
  for (const [says, at] of STAGES) {
    await stand.place(at)
    stand.pass(REMEMBERED_MS)
    const event = await supplier.newest()
    t.match((await supplier.permit('No')).body, /<setResourcePermissionsResponse[^]*"AA"/, says)
    for (const refused of [await supplier.list(), await supplier.read(event)]) {
      t.match([refused.status, refused.body], [200, 'QUQI_IN010000UK14'], says)
      t.strictSame(reasonsIn(refused.body), ['420', '30418'], says)
      t.notMatch(refused.body, /GPSummary|psis:event>/)
    }
    for (const seen of [
      await supplier.list({ dissentOverride: '1' }),
      await supplier.read(event, { dissentOverride: '1' }),
    ]) {
      t.match(seen.body, /typeCode="AA"[^]*eventID/, `${says}: and may be overridden`)
      t.match(stand.lines.at(-1), { side: 'legacy' })
    }
    t.match((await supplier.permit('Clear')).body, 'typeCode="AA"')
    t.match((await supplier.list()).body, /<permission>Ask<(?:(?!<permission>)[^])*<code>View/)
    t.match(
      (await supplier.read(event)).body,
      'GPSummary',
      'who is to be asked is asked by a person',
    )
    t.match((await supplier.permit('Yes')).body, 'typeCode="AA"')
  }
  const set = /setPermission|acf/
  const sent = [...stand.legacy.seen(), ...stand.cloud.seen()].filter(({ target }) =>
    set.test(target),
  )
  t.equal(sent.length, 3 * STAGES.length, 'no permission is set twice')
})

t.test('an upload that is sent again is told the same and written once', async t => {
  const stand = await startSummaries(t, { pollers: [practice.asid], startsAt: 'cloud' })
  const [supplier] = suppliersOn(stand, 1)
  const [patient] = patientsOf('plain')
  if (supplier === undefined || patient === undefined) return
  const draft = supplier.draft('Sent again')
  const first = await supplier.send(draft)
  t.match(first, 'typeCode="AA"')
  for (const stage of ['cloud', 'canary', 'legacy'] as const) {
    await stand.place({ stage, percent: 50, turned: Date.now() })
    t.equal(await supplier.send(draft), first, `at ${stage}`)
  }
  t.equal(stand.records.of(patient).summaries.length, 2, 'the first and this one')
  t.equal(stand.cloud.seen().filter(({ target }) => /Bundle$/.test(target)).length, 1)
  t.notOk(stand.legacy.seen().some(({ target }) => target.includes('clinical')))
})

t.test('what both sides hold compares as the same, and what one alone holds does not', async t => {
  for (const isApart of [false, true]) {
    const stand = await startSummaries(t, { pollers: [practice.asid], startsAt: 'shadow', isApart })
    const [supplier] = suppliersOn(stand, 1)
    if (supplier === undefined) return
    const draft = supplier.draft('Held by legacy')
    t.match(await supplier.send(draft), 'typeCode="AA"')
    t.match((await supplier.read(await supplier.newest())).body, 'Held by legacy')
    const told = await comparedTo(stand, 2)
    // What HL7v3 says of a narrative beside it is made up where the cloud's is given, which its policy knows.
    const alike = { 'identical none': 1, 'equivalent none': 1 }
    t.strictSame(told, isApart ? { 'different none': 1, 'different outcome': 1 } : alike)
  }
})
