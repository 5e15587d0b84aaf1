/** While a large message is translated everybody else is served, and nothing is sent for who has left. */
import { once } from 'node:events'
import { connect } from 'node:net'
import t from 'tap'
import { type Patient, patientsOf } from '../../src/simulator/index.ts'
import { bodyOf as json, patient as patientOf } from '../support/pds-golden-cloud.ts'
import { ask } from '../support/raw-client.ts'
import { onTheWire, retrievalOf, startTranslating } from '../support/translated.ts'
import { type Closing, startUpstream } from '../support/upstream.ts'

const LARGE = '9990001006'
const SMALL = '9990001014'
const WAYS = 1_500

/** A patient who can be reached in so many ways. */
const reachable = (nhsNumber: string, ways: number): Buffer =>
  json(
    patientOf(nhsNumber, '1', {
      telecom: Array.from({ length: ways }, (_, n) => ({
        ...{ id: String(n), period: { start: '2020-01-01' }, system: 'phone' },
        ...{ value: `0163296${String(n).padStart(4, '0')}`, use: 'home' },
      })),
    }),
  )

async function given(t: Closing) {
  const asked: string[] = []
  const gave = Promise.withResolvers<undefined>()
  const cloud = await startUpstream(t, (request, response) => {
    const number = (request.url ?? '').split('/').at(-1) ?? ''
    asked.push(number)
    const body = reachable(number, number === LARGE ? WAYS : 1)
    const id = request.headers['x-request-id']
    const type = { 'content-type': 'application/fhir+json', 'x-request-id': id }
    response.writeHead(200, { ...type, 'content-length': body.length }).end(body, () => {
      if (number === LARGE) gave.resolve(undefined)
    })
  })
  const legacy = await startUpstream(t, (_, response) => {
    asked.push('legacy')
    response.writeHead(500, { 'content-length': 0 }).end()
  })
  const proxy = await startTranslating(t, { legacy, cloud })
  return { ...proxy, asked, gave: gave.promise }
}

const about = (nhsNumber: string): Patient => {
  const [someone] = patientsOf('plain')
  if (someone === undefined) throw new Error('there is no plain patient')
  return { ...someone, nhsNumber }
}

const request = (nhsNumber: string) => retrievalOf('QUPA_IN000008UK05', about(nhsNumber))

t.test('small requests are answered while a large answer is translated', async t => {
  const { url, gave } = await given(t)
  await ask(url, onTheWire(request(SMALL)))
  const order: string[] = []
  const large = ask(url, onTheWire(request(LARGE))).then(answer => {
    order.push('large')
    return answer
  })
  await gave
  // Asked only when the large answer has left the cloud: whoever translates it at once answers it first.
  for (let n = 0; n < 3; n += 1) {
    const answer = await ask(url, onTheWire(request(SMALL)))
    order.push('small')
    t.match(answer?.body.toString(), SMALL)
  }
  const answer = await large
  t.strictSame(order, ['small', 'small', 'small', 'large'])
  t.equal(answer?.status, 200)
  t.equal(answer?.body.toString().split('tel:0163296').length, WAYS + 1)
})

/** A retrieval with so much between its tags that it is large. */
function largeRequest(): Buffer {
  const asked = request(SMALL)
  const body = asked.body.replace('><', `>${' '.repeat(50_000)}<`)
  return onTheWire({ ...asked, body })
}

t.test('a large request of a supplier that left meanwhile is sent nowhere', async t => {
  const { url, admin, asked, lines } = await given(t)
  const socket = connect(Number(url.port), url.hostname)
  await once(socket, 'connect')
  socket.write(largeRequest())
  const told = async (): Promise<string> => (await fetch(new URL('/metrics', admin))).text()
  while (!(await told()).includes('ficus_in_flight_requests 1\n'));
  socket.destroy()
  while (lines.length === 0) await told()
  t.match(lines.at(-1), { status: 499 })
  const after = await ask(url, largeRequest())
  t.equal(after?.status, 200, 'another such is answered')
  t.strictSame(asked, [SMALL], 'and the cloud was asked for that one alone')
})
