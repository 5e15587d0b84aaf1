/** What is compared is told by supplier: over the API and from a terminal, of those the file lists and the rest. */
import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import type { DivergencesView, EvidenceView } from '../../src/admin/index.ts'
import { createCloud, createLegacySpine, createPatients } from '../../src/simulator/index.ts'
import { ficus } from '../support/ficus.ts'
import { configOf, startProxy, storeFor } from '../support/proxy.ts'
import { ask } from '../support/raw-client.ts'
import { asked } from '../support/seen-fleet.ts'
import { onTheWire, PDS_PATH, retrievalOf } from '../support/translated.ts'

const [SOMEBODY] = createPatients()
const ACME = ['990000000001', '990000000003'] as const
const HOUSE = '990000000002'
const UNLISTED = '990000000009'

/** A retrieval as one supplier's system sends it. */
function retrievalFrom(asid: string): Buffer {
  if (SOMEBODY === undefined) throw new Error('nobody is known')
  const request = retrievalOf('QUPA_IN000008UK02', SOMEBODY)
  const bytes = onTheWire(request).toString('latin1').replaceAll(request.fromAsid, asid)
  return Buffer.from(bytes, 'latin1')
}

t.test(
  'evidence and divergences are told by supplier, and add up to what was compared',
  async t => {
    const [legacy, cloud] = [await createLegacySpine(), await createCloud()]
    t.teardown(() => Promise.all([legacy.close(), cloud.close()]))
    const store = await storeFor(t)
    const proxy = await startProxy(
      t,
      configOf({
        environment: { name: 'test' },
        suppliers: { [ACME[0]]: 'Acme GP', [HOUSE]: 'Other House', [ACME[1]]: 'Acme GP' },
        upstreams: {
          spine: { url: legacy.url, timeoutMs: 2_000 },
          'pds-fhir': { url: cloud.url + PDS_PATH, timeoutMs: 2_000 },
        },
        cohorts: { patients: { key: 'nhsNumber', records: 'shared' } },
        routes: [
          {
            name: 'mirrored',
            match: { interaction: ['QUPA_IN000008UK02'] },
            ...{ legacy: 'spine', cloud: 'pds-fhir', translate: 'pds.retrieval' },
            ...{ cohort: 'patients', startsAt: 'shadow' },
            shadow: { as: '990000009999', sample: 1 },
          },
          { name: 'default', legacy: 'spine' },
        ],
      }),
      { store },
    )
    cloud.set({ planted: { 'postcode-wrong': 1 } })
    const senders = [ACME[0], ACME[1], ACME[0], HOUSE, UNLISTED, UNLISTED]
    for (const asid of senders) t.match(await ask(proxy.url, retrievalFrom(asid)), { status: 200 })
    const path = '/api/routes/mirrored/evidence'
    const over = performance.now() + 15_000
    const evidence = (): Promise<EvidenceView> => asked(proxy.admin, `${path}?by=supplier`)
    while ((await evidence()).gate.compared < senders.length && performance.now() < over) {
      await delay(20)
    }
    const { gate, counts, bySupplier = [] } = await evidence()
    t.equal(gate.compared, senders.length)
    t.strictSame(
      bySupplier.map(({ supplier }) => supplier),
      ['Acme GP', 'Other House', null],
    )
    const badOf = (row: { readonly different: number; readonly critical: number }): number =>
      row.different + row.critical
    t.strictSame(bySupplier.map(badOf), [3, 1, 2])
    t.equal(
      bySupplier.reduce((sum, row) => sum + badOf(row), 0),
      badOf(counts),
      'and they add up',
    )
    t.notOk('bySupplier' in (await asked<object>(proxy.admin, path)), 'only where it is asked for')

    const where = await asked<DivergencesView>(
      proxy.admin,
      '/api/routes/mirrored/divergences?by=supplier',
    )
    const [group] = where.groups
    t.strictSame(group?.bySupplier, [
      { supplier: 'Acme GP', count: 3 },
      { supplier: 'Other House', count: 1 },
      { supplier: null, count: 2 },
    ])

    const admin = ['--admin', proxy.admin.host]
    const { out } = await ficus(['evidence', 'mirrored', '--by', 'supplier', ...admin])
    t.match(
      out,
      /\nsupplier +identical +equivalent +different +critical +truncated +not compared\n/,
    )
    t.match(out, /\nAcme GP +0 +0 +\d/)
    t.match(out, /\nothers +0 +0 +\d/)
    const grouped = await ficus(['divergences', 'mirrored', '--by', 'supplier', ...admin])
    t.match(grouped.out, '\n  Acme GP 3, Other House 1, others 2\n')
    const kept = [...(await store.readCounts('mirrored', gate.epoch)).keys()]
    t.ok(kept.some(name => name.endsWith(HOUSE)))
    t.notOk(
      kept.some(name => name.endsWith(UNLISTED)),
      'nor kept',
    )
    t.notMatch(
      out + grouped.out + JSON.stringify(where),
      UNLISTED,
      'who is not listed is not named',
    )

    t.match(await ficus(['evidence', 'mirrored', '--by', 'route', ...admin]), {
      code: 2,
      err: /Allowed choices are supplier/,
    })
    const wrong = await fetch(new URL(`${path}?by=asid`, proxy.admin))
    t.equal(wrong.status, 400)
  },
)
