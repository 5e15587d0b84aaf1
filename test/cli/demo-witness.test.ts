import t from 'tap'
import { COPIES_AS } from '../../src/cli/demo-routes.ts'
import { createWitness } from '../../src/cli/demo-witness.ts'
import type { SeenRequest, Simulator } from '../../src/simulator/index.ts'

type Seen = Omit<SeenRequest, 'number'>

const ROW = 'QUPA_IN000008UK02'

const retrieval = (id: string, more = ''): Seen => ({
  at: 0,
  method: 'POST',
  target: '/',
  headers: [['soapaction', `"urn:nhs:names:services:pdsquery/${ROW}"`]],
  body: Buffer.from(`<wsa:MessageID>uuid:${id}</wsa:MessageID>${more}`),
})
const write = (id: string): Seen => ({
  ...retrieval(id),
  headers: [['SOAPAction', 'urn:nhs:names:services:mm/PORX_IN020101UK31']],
  body: Buffer.from(`<eb:MessageId>${id}</eb:MessageId>`),
})
const read: Seen = { ...retrieval(''), method: 'GET' }

/** A side that is told what it saw. */
function side() {
  const seen: SeenRequest[] = []
  const simulator: Simulator = {
    url: '',
    close: async () => undefined,
    seen: () => seen.slice(-1_000),
    count: () => seen.length,
    set: () => undefined,
  }
  const sees = (...requests: readonly Seen[]): void => {
    for (const each of requests) seen.push({ ...each, number: seen.length + 1 })
  }
  return { simulator, sees }
}

function scene() {
  const [legacy, cloud] = [side(), side()]
  const own = new Set<string>()
  const clock = { now: 0 }
  const witness = createWitness(
    { legacy: legacy.simulator, cloud: cloud.simulator },
    own,
    () => clock.now,
  )
  const answered = (id: string, hasFormerNumber = false): void => {
    witness.sent(id, ROW, hasFormerNumber)
    witness.answered(id)
  }
  return { legacy, cloud, own, clock, witness, answered }
}

t.test('who served a request is whom it reached, and a copy serves nobody', async t => {
  const { legacy, cloud, clock, witness, answered } = scene()
  clock.now = 100
  answered('a')
  legacy.sees(retrieval('A'))
  cloud.sees(read)
  t.strictSame(witness.moving(0, 200), { legacy: 1, cloud: 0 }, 'legacy served it')
  t.strictSame(witness.copies(), { legacy: 0, cloud: 1 }, 'and the cloud had a copy')

  clock.now = 200
  answered('b')
  cloud.sees(read)
  legacy.sees(retrieval('COPY', `<id extension="${COPIES_AS}"/>`))
  t.strictSame(witness.moving(200, 300), { legacy: 0, cloud: 1 }, 'the cloud served it')
  t.strictSame(witness.copies(), { legacy: 1, cloud: 1 })
  t.strictSame(witness.row(ROW), { legacy: 1, cloud: 1 })
  t.strictSame(witness.row(ROW, 150), { legacy: 0, cloud: 1 })

  witness.sent('c', ROW, false)
  t.strictSame(witness.moving(0, 999), { legacy: 1, cloud: 1 }, 'one on its way is nobody’s yet')
  t.equal(witness.strangers(), 0)
})

t.test(
  'a supplier’s message that none sent is a stranger; the demo’s own question is none',
  async t => {
    const { legacy, own, witness, answered } = scene()
    own.add('OWN')
    answered('a')
    legacy.sees(retrieval('a'), retrieval('own'), retrieval('x'))
    witness.look()
    t.equal(witness.strangers(), 1)
    t.strictSame(witness.moving(0, 1), { legacy: 1, cloud: 0 })
  },
)

t.test('who asked under a replaced number, and writes that came twice, are counted', async t => {
  const { legacy, witness, answered } = scene()
  answered('a', true)
  answered('b', true)
  answered('c')
  legacy.sees(retrieval('a'), retrieval('c'), write('w'), write('v'), write('W'))
  t.equal(witness.former(0, 1), 1, 'of those that legacy served')
  t.equal(witness.sentTwice(), 1)
  t.strictSame(witness.row('PORX_IN020101'), { legacy: 3, cloud: 0 })
})
