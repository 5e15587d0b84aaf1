/** Through a running proxy: what suppliers' answers say became of their requests, whatever their status. */
import { setTimeout as delay } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { createCloud, createLegacySpine, createPatients } from '../../src/simulator/index.ts'
import { countedIn } from '../outcomes/given.ts'
import {
  acknowledged,
  bare,
  fault,
  LISTS,
  messageError,
  notTaken,
  outcome,
  type SpokenAnswer,
} from '../support/answers-of-outcome.ts'
import { configOf, everythingTo, startProxy } from '../support/proxy.ts'
import { ask } from '../support/raw-client.ts'
import { onTheWire, PDS_PATH, retrievalOf, startTranslating } from '../support/translated.ts'
import { deadPort, startUpstream } from '../support/upstream.ts'

/** What is counted once as many have come to a count: an answer is read within seconds of its last byte. */
async function counted(admin: URL, count: number): Promise<Record<string, number>> {
  const until = performance.now() + 20_000
  for (;;) {
    const now = countedIn(await (await fetch(new URL('/metrics', admin))).text())
    const come = Object.values(now).reduce((sum, each) => sum + each, 0)
    if (come >= count || performance.now() > until) return now
    await delay(50)
  }
}

/** A system that answers a request for `/n` with the nth answer. */
const answering = (t: Test, answers: readonly SpokenAnswer[]): Promise<URL> =>
  startUpstream(t, (request, response) => {
    const { status, type, body } = answers[Number(request.url?.slice(1))] ?? bare(404)
    response.writeHead(status, { 'Content-Type': type }).end(body)
  })

t.test('at legacy each answer is counted by its word and passes as it came', async t => {
  const said = [
    [acknowledged('AA'), 'ok'],
    [acknowledged('AA', [LISTS.pds, '9', 'WG']), 'warning'],
    [acknowledged('AE', [LISTS.pds, '1']), 'not_found'],
    [acknowledged('AE', [LISTS.pds, 'AT009']), 'app_error'],
    [notTaken(LISTS.transmission, '300'), 'rejected'],
    [notTaken(LISTS.transmission, '202'), 'duplicate'],
    [fault('Server', '500'), 'fault'],
    [messageError(), 'fault'],
    [outcome(404, 'error', 'not-found'), 'not_found'],
  ] as const
  const upstream = await answering(
    t,
    said.map(([answer]) => answer),
  )
  const { url, admin } = await startProxy(t, everythingTo(upstream))
  for (const [i, [answer]] of said.entries()) {
    const got = await fetch(new URL(`/${i}`, url))
    t.strictSame([got.status, await got.text()], [answer.status, answer.body])
  }
  t.strictSame(await counted(admin, said.length), {
    'default spine legacy control ok': 1,
    'default spine legacy control warning': 1,
    'default spine legacy control not_found': 2,
    'default spine legacy control app_error': 1,
    'default spine legacy control rejected': 1,
    'default spine legacy control duplicate': 1,
    'default spine legacy control fault': 2,
  })
})

t.test('a system that refuses is transport, and every word is there at 0 before', async t => {
  const { url, admin } = await startProxy(t, everythingTo(await deadPort()))
  const page = async (): Promise<string> => (await fetch(new URL('/metrics', admin))).text()
  const labels = 'route="default",upstream="spine",side="legacy",role="control",outcome="transport"'
  t.match(await page(), `ficus_outcomes_total{${labels}} 0\n`)
  t.equal((await fetch(url)).status, 503)
  t.match(await page(), `ficus_outcomes_total{${labels}} 1\n`, 'nobody had to read anything')
})

const [first, ...others] = createPatients().filter(
  ({ formerNumber, kinds }) => formerNumber === undefined && kinds.includes('plain'),
)
if (first === undefined) throw new Error('nobody is known')
/** One somebody has a record of, and one nobody has. */
const [known, unknown] = [first, { ...(others[0] ?? first), nhsNumber: '9912003071' }]

/** Asks for both of them through a proxy that copies every request. */
async function asked(t: Test): Promise<Record<string, number>> {
  const [legacy, cloud] = [await createLegacySpine(), await createCloud()]
  t.teardown(() => Promise.all([legacy.close(), cloud.close()]))
  const config = configOf({
    environment: { name: 'test' },
    upstreams: { spine: { url: legacy.url }, 'pds-fhir': { url: cloud.url + PDS_PATH } },
    cohorts: { patients: { key: 'nhsNumber', records: 'shared' } },
    routes: [
      {
        name: 'reads',
        match: { interaction: ['QUPA_IN000008UK02'] },
        ...{ legacy: 'spine', cloud: 'pds-fhir', translate: 'pds.retrieval', cohort: 'patients' },
        ...{ startsAt: 'shadow', shadow: { as: '990000009999', sample: 1 } },
      },
      { name: 'default', legacy: 'spine' },
    ],
  })
  const { url, admin } = await startProxy(t, config)
  for (const patient of [known, unknown]) {
    await ask(url, onTheWire(retrievalOf('QUPA_IN000008UK02', patient)))
  }
  return counted(admin, 4)
}

t.test('in the shadow both sides are counted, each by its role', async t => {
  t.strictSame(await asked(t), {
    'reads spine legacy control ok': 1,
    'reads spine legacy control not_found': 1,
    'reads pds-fhir cloud candidate ok': 1,
    'reads pds-fhir cloud candidate not_found': 1,
  })
})

t.test(
  'a translated route is counted by what its suppliers got, and by who served them',
  async t => {
    const [legacy, cloud] = [await createLegacySpine(), await createCloud()]
    t.teardown(() => Promise.all([legacy.close(), cloud.close()]))
    const sides = { legacy: new URL(legacy.url), cloud: new URL(cloud.url) }
    const { url, admin } = await startTranslating(t, sides)
    for (const patient of [known, unknown]) {
      await ask(url, onTheWire(retrievalOf('QUPA_IN000008UK02', patient)))
    }
    t.strictSame(await counted(admin, 2), {
      'pds-retrieval pds-fhir cloud control ok': 1,
      'pds-retrieval pds-fhir cloud control not_found': 1,
    })
  },
)

t.test('where legacy stands in for the cloud it is counted as legacy’s', async t => {
  const legacy = await createLegacySpine()
  t.teardown(() => legacy.close())
  const sides = { legacy: new URL(legacy.url), cloud: await deadPort() }
  const { url, admin } = await startTranslating(t, sides)
  await ask(url, onTheWire(retrievalOf('QUPA_IN000008UK02', known)))
  t.strictSame(await counted(admin, 1), { 'pds-retrieval spine legacy control ok': 1 })
})
