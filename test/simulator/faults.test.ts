import { Agent } from 'node:http'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import t from 'tap'
import {
  createCloud,
  createLegacySpine,
  createPatients,
  createRandom,
  createRequest,
  PLANTED_DIFFERENCES,
} from '../../src/simulator/index.ts'
import type { PlantedDifference, Simulator } from '../../src/simulator/index.ts'
import { ask, closing, idsOf, read } from './ask.ts'

const patient = createPatients()[0]!
const retrieval = createRequest('QUPA_IN000008UK02', patient, idsOf(1))
const fhirRead = createRequest('pds-fhir-read', patient, idsOf(1))
const SIDES = [
  ['the legacy Spine', createLegacySpine, retrieval],
  ['the cloud', createCloud, fhirRead],
] as const

/** Everything that comes over a socket until it ends, and how it ended. */
function raw(simulator: Simulator, sent: string): Promise<{ bytes: Buffer; end: string }> {
  return new Promise(resolve => {
    const { port } = new URL(simulator.url)
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(sent))
    const chunks: Buffer[] = []
    let end = 'closed'
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('error', (error: NodeJS.ErrnoException) => (end = error.code ?? 'error'))
    socket.on('close', () => resolve({ bytes: Buffer.concat(chunks), end }))
  })
}
const wire =
  `GET ${fhirRead.path} HTTP/1.1\r\nHost: cloud\r\nConnection: keep-alive\r\n` +
  `X-Request-ID: ${idsOf(1).messageId}\r\n\r\n`

for (const [side, create, sent] of SIDES) {
  t.test(`${side} keeps a connection for the next request`, async t => {
    const simulator = await closing(t, create())
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    t.teardown(() => agent.destroy())
    const ports = new Set<number>()
    agent.on('free', (socket: Socket) => ports.add(socket.localPort ?? 0))
    for (let i = 0; i < 5; i++) t.equal((await ask(simulator, sent, agent)).status, 200)
    t.equal(ports.size, 1)
  })

  t.test(`${side} remembers what it was asked, the last thousand, and counts all`, async t => {
    const simulator = await closing(t, create())
    const agent = new Agent({ keepAlive: true })
    t.teardown(() => agent.destroy())
    for (let i = 0; i < 1010; i++) await ask(simulator, sent, agent)
    t.equal(simulator.count(), 1010)
    const seen = simulator.seen()
    t.equal(seen.length, 1000)
    t.equal(seen[0]?.number, 11)
    t.equal(seen.at(-1)?.target, sent.path)
    t.equal(seen.at(-1)?.body.toString(), sent.body)
    for (const [name, value] of sent.headers) {
      t.ok(
        seen.at(-1)?.headers.some(([n, v]) => n === name && v === value),
        name,
      )
    }
  })

  t.test(`${side} refuses connections while it is told to, and listens again after`, async t => {
    const simulator = await closing(t, create())
    await ask(simulator, sent)
    simulator.set({ refuse: true })
    await t.rejects(ask(simulator, sent), { code: 'ECONNREFUSED' })
    simulator.set({ refuse: false })
    t.equal((await ask(simulator, sent)).status, 200)
  })

  t.test(`${side} hangs without a byte, and its closing ends the wait`, async t => {
    const simulator = await create({ faults: { hang: true } })
    const waiting = ask(simulator, sent)
    while (simulator.count() === 0) await new Promise(setImmediate)
    await simulator.close()
    await t.rejects(waiting, { code: 'ECONNRESET' })
  })

  t.test(`${side} answers no sooner than its latency`, async t => {
    const simulator = await closing(t, create({ faults: { latencyMs: 60 } }))
    const fixed = performance.now()
    await ask(simulator, sent)
    t.ok(performance.now() - fixed >= 59)
    const draws: number[] = []
    simulator.set({
      latencyMs: random => {
        draws.push(random())
        return 20
      },
    })
    const drawn = performance.now()
    await ask(simulator, sent)
    t.ok(performance.now() - drawn >= 19)
    t.equal(draws.length, 1)
  })

  t.test(`${side} answers every request with a status imposed on it`, async t => {
    const simulator = await closing(t, create())
    for (const status of [429, 500, 502, 503, 504]) {
      simulator.set({ status, retryAfter: 7 })
      const told = await ask(simulator, sent)
      t.equal(told.status, status)
      t.equal(told.header('retry-after'), '7')
      t.match(told.body, side === 'the cloud' ? 'OperationOutcome' : '<nasp:errorCode>200<')
    }
    simulator.set({ status: undefined })
    t.equal((await ask(simulator, sent)).status, 200, 'and stops when told to')
  })

  t.test(`${side} sends garbage of the right length under the right headers`, async t => {
    const simulator = await closing(t, create({ now: () => 0, newId: () => 'same' }))
    const good = await ask(simulator, sent)
    simulator.set({ garbage: true })
    const bad = await ask(simulator, sent)
    t.equal(bad.header('content-type'), good.header('content-type'))
    t.equal(bad.header('content-length'), good.header('content-length'))
    t.notMatch(bad.body, /urn:hl7-org|resourceType/)
  })
}

t.test('a truncated body is shorter than its Content-Length and ends', async t => {
  const cloud = await closing(t, createCloud({ faults: { truncateAfterBytes: 10 } }))
  const { bytes, end } = await raw(cloud, wire)
  const [head = '', body = ''] = bytes.toString().split('\r\n\r\n')
  t.equal(end, 'closed')
  t.equal(body.length, 10)
  t.ok(Number(read(head, /Content-Length: (\d+)/)) > 500)
  await t.rejects(ask(cloud, fhirRead), { code: 'ECONNRESET' })
})

t.test('a connection is reset after as many bytes as were asked for', async t => {
  const cloud = await closing(t, createCloud())
  for (const after of [0, 20, 400]) {
    cloud.set({ resetAfterBytes: after })
    const { bytes, end } = await raw(cloud, wire)
    t.equal(end, 'ECONNRESET')
    t.ok(bytes.length <= after, `${bytes.length} of ${after}`)
  }
})

t.test('a rate strikes that share of the requests', async t => {
  const cloud = await closing(
    t,
    createCloud({ random: createRandom(5), faults: { status: 503, rate: 0.25 } }),
  )
  let struck = 0
  for (let i = 0; i < 400; i++) if ((await ask(cloud, fhirRead)).status === 503) struck++
  t.ok(struck > 70 && struck < 130, `${struck} of 400`)
})

t.test('every n-th answer carries the id of another request', async t => {
  const spine = await closing(t, createLegacySpine({ faults: { crossEvery: 3 } }))
  const crossed: boolean[] = []
  for (let i = 0; i < 6; i++) {
    const { body } = await ask(spine, retrieval)
    const ids = [read(body, /RelatesTo>uuid:([^<]*)/), read(body, /messageRef><id root="([^"]*)/)]
    crossed.push(ids.every(id => id.toLowerCase() !== idsOf(1).messageId))
  }
  t.strictSame(crossed, [false, false, true, false, false, true])

  const cloud = await closing(t, createCloud({ faults: { crossEvery: 2 } }))
  const [, requestId] = fhirRead.headers.find(([name]) => name === 'X-Request-ID')!
  t.equal((await ask(cloud, fhirRead)).header('x-request-id'), requestId)
  t.not((await ask(cloud, fhirRead)).header('x-request-id'), requestId)

  const reliable = await closing(
    t,
    createLegacySpine({ pollsBefore: 0, faults: { crossEvery: 1 } }),
  )
  const signal = await ask(reliable, createRequest('PORX_IN020101UK31', patient, idsOf(1)))
  t.notMatch(signal.body.toLowerCase(), `<eb:reftomessageid>${idsOf(1).messageId}`)
})

t.test('every n-th answer is about another patient', async t => {
  const spine = await closing(t, createLegacySpine({ faults: { otherPatientEvery: 2 } }))
  const cloud = await closing(t, createCloud({ faults: { otherPatientEvery: 2 } }))
  const idOf = (body: string) =>
    read(body, /<patientRole.*?1\.4\.1" extension="(\d+)|^{"resourceType":"Patient","id":"(\d+)/)
  t.equal(idOf((await ask(spine, retrieval)).body), patient.nhsNumber)
  t.equal(idOf((await ask(spine, retrieval)).body), createPatients()[1]?.nhsNumber)
  t.match((await ask(cloud, fhirRead)).body, `"id":"${patient.nhsNumber}"`)
  t.match((await ask(cloud, fhirRead)).body, `"id":"${createPatients()[1]!.nhsNumber}"`)
})

for (const kind of PLANTED_DIFFERENCES) {
  t.test(`a planted ${kind} shows on both sides, and goes when it is taken away`, async t => {
    const some = createPatients().filter(
      each =>
        each.death !== undefined &&
        each.telecoms.length > 0 &&
        each.providers.some(({ code, past }) => code === '1' && !past),
    )
    const [struck] = some.filter(each => !each.restricted && each.addresses[0]?.lines[3] !== '')
    for (const [, create] of SIDES) {
      const simulator = await closing(t, create({ now: () => 0, newId: () => 'same' }))
      const request = createRequest(
        create === createCloud ? 'pds-fhir-read' : 'QUPA_IN000008UK05',
        struck!,
        idsOf(1),
      )
      const before = (await ask(simulator, request)).body
      simulator.set({ planted: { [kind]: 1 } })
      t.not((await ask(simulator, request)).body, before)
      simulator.set({ planted: {} })
      t.equal((await ask(simulator, request)).body, before)
    }
  })
}

t.test('planted differences say what their names say', async t => {
  const cloud = await closing(t, createCloud())
  const said = async (kind: PlantedDifference) => {
    cloud.set({ planted: { [kind]: 1 } })
    return (await ask(cloud, fhirRead)).body
  }
  cloud.set({ planted: {} })
  const before = (await ask(cloud, fhirRead)).body
  const birth = (body: string) => Date.parse(read(body, /"birthDate":"([^"]*)/))
  t.equal(birth(await said('birth-date-off-by-one')) - birth(before), 24 * 3600 * 1000)
  const version = (body: string) => Number(read(body, /"versionId":"(\d+)/))
  t.equal(version(await said('version-behind')), version(before) - 1)
  const lines = (body: string) => read(body, /"line":\[([^\]]*)/).split(',').length
  t.equal(lines(await said('address-line-dropped')), lines(before) - 1)
  const gender = (body: string) => read(body, /"gender":"(\w+)/)
  t.strictSame([gender(before), gender(await said('gender-wrong'))].sort(), ['female', 'male'])
})

t.test('a share strikes the same patients again, and a larger share strikes them too', async t => {
  const cloud = await closing(t, createCloud())
  const struck = async (share: number) => {
    const numbers = new Set<string>()
    cloud.set({ planted: { 'version-behind': share } })
    for (const each of createPatients()) {
      const { header } = await ask(cloud, createRequest('pds-fhir-read', each, idsOf(1)))
      if (header('etag') !== `W/"${each.version}"`) numbers.add(each.nhsNumber)
    }
    return numbers
  }
  const tenth = await struck(0.1)
  t.ok(tenth.size > 8 && tenth.size < 35, `${tenth.size} of 200`)
  t.strictSame(await struck(0.1), tenth)
  const half = await struck(0.5)
  t.ok([...tenth].every(number => half.has(number)))
  t.ok(half.size > 70 && half.size < 130, `${half.size} of 200`)
  t.equal((await struck(0)).size, 0)
})
