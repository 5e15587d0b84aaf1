import t from 'tap'
import { createAcceptance, openMessage, travelsBy } from '../../src/acceptance/index.ts'
import { ACCEPTANCE, INTERACTIONS } from '../../src/products/index.ts'
import {
  createPatients,
  createRandom,
  createRequest,
  SUPPORTED,
} from '../../src/simulator/index.ts'
import { envelopeFor, GOOD, sent } from './good-messages.ts'
import { found } from './lint.ts'

t.test('in a message as it should be nothing is found', async t => {
  for (const good of GOOD) {
    const { findings, asked } = found(good, sent(good.travels, envelopeFor(good), good.message))
    t.strictSame(
      findings.map(({ rule, place }) => `${rule} at ${place}`),
      [],
      good.name,
    )
    t.ok(asked.envelope >= 10 && asked.message >= 14 && asked.product >= 2, `${good.name}: asked`)
  }
})

t.test('every rule of a product is asked of some message here', async t => {
  const ids = new Set(GOOD.map(({ interaction }) => interaction))
  const unasked = ACCEPTANCE.filter(
    ({ interactions }) => interactions?.some(id => ids.has(id)) === false,
  )
  t.strictSame(
    unasked.map(({ id }) => id),
    [],
  )
})

t.test('in what suppliers are made to send nothing is found, however they write it', async t => {
  const acceptance = createAcceptance(ACCEPTANCE)
  const [patient] = createPatients()
  if (patient === undefined) throw new Error('there is no patient')
  const legacy = SUPPORTED.filter(
    ({ side, transport }) => side === 'legacy' && transport !== 'rest',
  )
  let count = 0
  for (const { kind } of legacy) {
    for (let seed = 0; seed < 12; seed++) {
      const random = createRandom(seed)
      const messageId = '2F5A7C10-0000-4000-8000-000000000001'
      const { headers, body } = createRequest(kind, patient, {
        messageId,
        now: 1795340000000,
        random,
      })
      const opened = openMessage(Buffer.from(body), headers.flat())
      if (opened.kind !== 'message') throw new Error(`${kind} is no request`)
      const transport = INTERACTIONS.find(({ id }) => id === kind)?.transport
      const { findings } = acceptance.hold(opened, travelsBy(opened, transport), kind)
      count += 1
      if (findings.length > 0) {
        t.fail(`${kind}: ${findings.map(({ rule, place }) => `${rule} at ${place}`).join()}`)
      }
    }
  }
  t.ok(count >= 12 * 25, `${count} requests of ${legacy.length} interactions`)
})
