/** What one exchange leaves behind besides its answer: its line, the line of its copy, and what was measured of it. */
import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { setTimeout as soon } from 'node:timers/promises'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { createCloud, createLegacySpine, createPatients } from '../../src/simulator/index.ts'
import { LOCALHOST } from '../sockets/localhost.ts'
import { configOf, startProxy } from '../support/proxy.ts'
import { ask } from '../support/raw-client.ts'
import { onTheWire, PDS_PATH, retrievalOf, startTranslating } from '../support/translated.ts'
import { deadPort } from '../support/upstream.ts'

const patients = createPatients()
const retrieval = () => {
  const [patient] = patients
  if (patient === undefined) throw new Error('there is nobody')
  return onTheWire(retrievalOf('QUPA_IN000008UK02', patient))
}

async function startSides(t: Test) {
  const [legacy, cloud] = [await createLegacySpine({ patients }), await createCloud({ patients })]
  t.teardown(() => Promise.all([legacy.close(), cloud.close()]))
  return { legacy: new URL(legacy.url), cloud: new URL(cloud.url) }
}

const scraped = async (admin: URL): Promise<string> =>
  (await fetch(new URL('/metrics', admin))).text()

t.test('what alerts stand on is there at 0 before the first request', async t => {
  const { admin } = await startTranslating(t, await startSides(t))
  const text = await scraped(admin)
  for (const line of [
    'ficus_records_total{result="silent"} 0',
    'ficus_records_total{result="contradicting"} 0',
    'ficus_translations_total{route="pds-retrieval",direction="answer",result="crossed"} 0',
    'ficus_log_lines_dropped_total{reason="destination"} 0',
    'ficus_polls_total{result="again"} 0',
    'ficus_replies_unfetched_total 0',
  ]) {
    t.match(text, `${line}\n`)
  }
})

t.test('a translated exchange says how long its words took, and both ways are counted', async t => {
  const { admin, url, nextLine } = await startTranslating(t, await startSides(t))
  await ask(url, retrieval())
  const line = await nextLine()
  t.match(line, { level: 'info', side: 'cloud', storeMs: undefined })
  t.ok((line.translationMs ?? 0) > 0 && (line.translationMs ?? 0) < line.ms)
  const text = await scraped(admin)
  const on = 'route="pds-retrieval"'
  t.match(text, `ficus_translations_total{${on},direction="request",result="taken"} 1\n`)
  t.match(text, `ficus_translations_total{${on},direction="answer",result="said"} 1\n`)
  t.match(text, `ficus_translation_duration_seconds_count{${on},direction="answer"} 1\n`)
  t.match(text, `ficus_assignments_total{${on},side="cloud",because="stage"} 1\n`)
  t.match(text, /\nficus_event_loop_utilization_ratio 0?\.?\d+/)
})

t.test('a read that fell back is a warning, and says why', async t => {
  const { legacy } = await startSides(t)
  const { url, nextLine } = await startTranslating(t, { legacy, cloud: await deadPort() })
  await ask(url, retrieval())
  t.match(await nextLine(), { level: 'warn', fellBack: 'not-sent', side: 'legacy', status: 200 })
})

t.test('a request that asks the store says how long it waited', async t => {
  const { admin, url, nextLine } = await startTranslating(t, await startSides(t), {
    records: 'apart',
  })
  await ask(url, retrieval())
  const { storeMs = 0, ms } = await nextLine()
  t.ok(storeMs > 0 && storeMs < ms)
  const text = await scraped(admin)
  t.match(text, 'ficus_store_wait_seconds_count{asked="pin"} 1\n')
  t.match(text, 'ficus_records_total{result="none"} 1\n')
})

/** A file whose retrievals are all copied to a cloud. */
const mirrored = (legacy: string, cloud: object) =>
  configOf({
    environment: { name: 'test' },
    upstreams: { spine: { url: legacy }, 'pds-fhir': cloud },
    cohorts: { patients: { key: 'nhsNumber', records: 'shared' } },
    routes: [
      {
        ...{ name: 'mirrored', match: { interaction: ['QUPA_IN000008UK02'] }, legacy: 'spine' },
        ...{ cloud: 'pds-fhir', translate: 'pds.retrieval', cohort: 'patients' },
        ...{ startsAt: 'shadow', shadow: { as: '990000009999', sample: 1 } },
      },
      { name: 'default', legacy: 'spine' },
    ],
  })

t.test('the line of a copy comes later, under the number and ids of its exchange', async t => {
  const { legacy, cloud } = await startSides(t)
  const config = mirrored(legacy.origin, { url: `${cloud.origin}${PDS_PATH}` })
  const { url, compared, nextLine } = await startProxy(t, config)
  await ask(url, retrieval())
  const { n, messageId, trace_id } = await nextLine()
  const until = performance.now() + 30_000
  while (compared.length === 0 && performance.now() < until) await soon(20)
  t.equal(compared.length, 1)
  t.match(compared[0], { n, messageId, trace_id, route: 'mirrored', candidate: 'pds-fhir' })
  t.match(compared[0]?.verdict, /^(?:identical|equivalent|different)$/)
  t.ok((compared[0]?.candidateMs ?? 0) > 0)
  t.equal(typeof compared[0]?.differences, 'number')
})

/** A server over TLS, and the file that says who vouches for it. */
async function startTls(t: Test) {
  const server = createServer(LOCALHOST, (_request, response) => void response.end('ok'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  const ca = join(t.testdir({}), 'ca.pem')
  writeFileSync(ca, LOCALHOST.cert)
  return { url: `https://localhost:${(server.address() as AddressInfo).port}`, tls: { ca } }
}

const ends = async (admin: URL): Promise<string[]> =>
  (await scraped(admin))
    .split('\n')
    .filter(line => line.startsWith('ficus_tls_certificate_not_after_timestamp_seconds{'))
    .map(line => line.slice(line.indexOf('{')))
    .sort()

t.test(
  'when certificates end is shown: the authority’s at once, the upstream’s once it was asked',
  async t => {
    const config = configOf({
      environment: { name: 'test' },
      upstreams: { spine: await startTls(t) },
      routes: [{ name: 'default', legacy: 'spine' }],
    })
    const { admin, url } = await startProxy(t, config)
    const authority = /^\{upstream="spine",certificate="authority"\} 4\d{9}$/
    t.match(await ends(admin), [authority])
    t.equal((await ends(admin)).length, 1)
    t.equal((await fetch(url)).status, 200)
    t.match(await ends(admin), [authority, /^\{upstream="spine",certificate="server"\} 4\d{9}$/])
  },
)

t.test('an upstream that only copies have asked has shown its certificate too', async t => {
  const { legacy } = await startSides(t)
  const { admin, url, compared } = await startProxy(t, mirrored(legacy.origin, await startTls(t)))
  await ask(url, retrieval())
  const until = performance.now() + 30_000
  while (compared.length === 0 && performance.now() < until) await soon(20)
  t.match((await ends(admin)).at(-1), /^\{upstream="pds-fhir",certificate="server"\} 4\d{9}$/)
})
