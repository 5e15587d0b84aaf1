/**
 * A practice uploads a patient's summary, replaces it and sets who may view it, and another system reads it, while
 * their routes move from legacy to the cloud and back over one store of records: what is read is what was written.
 */
import t from 'tap'
import { REMEMBERED_MS } from '../../src/exchange/index.ts'
import type { Position } from '../../src/fleet/index.ts'
import { patientsOf, SUPPLIERS } from '../../src/simulator/index.ts'
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
