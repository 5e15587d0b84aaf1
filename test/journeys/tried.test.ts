/** A write at shadow is put through its mapping and goes nowhere: what it comes to is counted. */
import t from 'tap'
import { ebxmlAround, ebxmlPost } from '../support/messages.ts'
import { BASE } from '../support/prescription-golden-parts.ts'
import { goldenMessage } from '../support/prescription-golden-hl7.ts'
import { configOf, startProxy } from '../support/proxy.ts'
import { ask } from '../support/raw-client.ts'
import { bodyOf, type Closing, startUpstream } from '../support/upstream.ts'

const WRITE = 'PORX_IN020101UK31'

async function startSide(t: Closing) {
  const got: Buffer[] = []
  const url = await startUpstream(t, (request, response) => {
    void bodyOf(request).then(body => {
      got.push(body)
      response.writeHead(202, { 'content-length': 0 }).end()
    })
  })
  return { url, got }
}

async function given(t: Closing, startsAt: 'legacy' | 'shadow') {
  const [legacy, cloud] = [await startSide(t), await startSide(t)]
  const config = configOf({
    environment: { name: 'test' },
    suppliers: { '200000000001': { name: 'Acme', reply: 'poll' } },
    upstreams: {
      spine: { url: legacy.url.origin },
      eps: { url: cloud.url.origin, simulated: true },
    },
    cohorts: { prescriptions: { key: 'prescriptionId', records: 'apart', pin: true } },
    routes: [
      {
        ...{ name: 'eps', match: { interaction: [WRITE] }, legacy: 'spine', cloud: 'eps' },
        ...{ cohort: 'prescriptions', translate: 'eps.prescription', startsAt },
      },
      { name: 'default', legacy: 'spine' },
    ],
  })
  const proxy = await startProxy(t, config)
  const metrics = async (): Promise<string> =>
    (await fetch(new URL('/metrics', proxy.admin))).text()
  const send = (payload: string) => ask(proxy.url, ebxmlPost(ebxmlAround(payload, WRITE), WRITE))
  return { legacy, cloud, metrics, send }
}

const WHOLE = goldenMessage(BASE).toString()
const UNREAD = WHOLE.replace('<prefix>', '<prefix nullFlavor="NI">')

/** Waits until the metrics say something: whoever tries is nobody's to wait for. */
async function until(metrics: () => Promise<string>, says: string): Promise<string> {
  for (;;) {
    const text = await metrics()
    if (text.includes(says)) return text
  }
}

t.test('at shadow every write is tried, and legacy alone has it', async t => {
  const { legacy, cloud, metrics, send } = await given(t, 'shadow')
  t.equal((await send(WHOLE))?.status, 202)
  await until(metrics, 'ficus_trial_translations_total{route="eps",result="taken"} 1\n')
  t.equal((await send(UNREAD))?.status, 202)
  const text = await until(
    metrics,
    'ficus_trial_translations_total{route="eps",result="unread"} 1\n',
  )
  t.match(
    text,
    /ficus_translated_leaves_total\{route="eps",direction="trial",class="used",path=""\} \d+/,
  )
  t.equal(legacy.got.length, 2)
  t.match(legacy.got[0]?.toString(), WHOLE)
  t.equal(cloud.got.length, 0)
})

t.test('at legacy nothing is tried', async t => {
  const { legacy, cloud, metrics, send } = await given(t, 'legacy')
  await send(WHOLE)
  const text = await until(metrics, 'ficus_requests_total{route="eps"')
  t.notMatch(text, 'ficus_trial_translations_total{')
  t.equal(legacy.got.length, 1)
  t.equal(cloud.got.length, 0)
})
