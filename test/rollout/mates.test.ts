/** What one route of a cohort writes another reads: where records are copied each knows where the others stand. */
import t from 'tap'
import type { Cohort } from '../../src/exchange/index.ts'
import { assign } from '../../src/rollout/index.ts'
import { compileSnapshot } from '../../src/standing.ts'
import { aFile, parsed } from '../config/given.ts'
import { LEGACY, route, routed, state } from '../routing/given.ts'

const OF = { legacy: 'spine', cloud: 'pds-fhir' }

const snapshotOf = (records: unknown) =>
  compileSnapshot(
    parsed({
      ...aFile(),
      cohorts: { patients: { key: 'nhsNumber', records } },
      routes: [
        { name: 'one', match: { interaction: ['QUPA_IN000008UK02'] }, ...OF, cohort: 'patients' },
        { name: 'two', match: { interaction: ['QUPA_IN000008UK05'] }, ...OF, cohort: 'patients' },
        { name: 'default', legacy: 'spine' },
      ],
    }),
    state({ routes: { one: { stage: 'canary' }, two: { turned: 7 }, default: {} } }),
  ).state.routes

t.test('a route knows where those stand that write what it reads', t => {
  const routes = snapshotOf({ copied: { within: '60s' } })
  t.match(routes.get('one'), { stage: 'canary', mates: [{ stage: 'legacy', turned: 7 }] })
  t.match(routes.get('two'), { turned: 7, mates: [{ stage: 'canary' }] })
  t.equal(routes.get('default')?.mates, undefined)
  t.end()
})

t.test('where both sides have one store nobody has to know', t => {
  const routes = snapshotOf('shared')
  t.equal(routes.get('one')?.mates, undefined)
  t.end()
})

const COPIED: Cohort = {
  ...{ name: 'patients', seed: 'patients', key: 'nhsNumber', pin: false },
  records: { copiedWithinMs: 60_000 },
}

t.test('what the other side may not have yet is not copied to it, and not asked of it', t => {
  const own = route('it', 'default', { cohort: COPIED, shadowAs: '200000000999' })
  const at = state({ routes: { it: { stage: 'reverse-shadow' } } })
  const read = { class: 'read', keys: { nhsNumber: '9990000018' }, need: 'whole' } as const
  const decided = (pin?: 'legacy' | 'cloud') =>
    assign(routed(own, { ...read, ...(pin && { pin }) }), at, 1_800_000_000_000)
  t.match(decided(), { side: 'cloud', because: 'stage', mirror: { to: LEGACY }, fallback: LEGACY })
  for (const pin of ['legacy', 'cloud'] as const) {
    t.match(decided(pin), { side: pin, because: 'pin', mirror: { not: 'copied' } })
    t.equal(decided(pin).fallback, undefined)
  }
  t.end()
})
