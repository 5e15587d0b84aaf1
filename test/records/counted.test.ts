/** What the store says of a message is counted once by its word, and every wait for it is measured. */
import t from 'tap'
import { type Cohort, FicusError, type Prepared, type Side } from '../../src/exchange/index.ts'
import { type Store, StoreError } from '../../src/fleet/index.ts'
import { recordsOf } from '../../src/standing.ts'
import { route } from '../routing/given.ts'
import { NAMING } from './given.ts'

const WRITE = 'PORX_IN020101UK31'
const ID = '9A1B2C-A83008-4D5E6T'
const AT = { stage: 'cloud', percent: 0, halt: 'none' } as const
const APART: Cohort = {
  ...{ name: 'prescriptions', seed: 'prescriptions', key: 'prescriptionId' },
  ...{ records: 'apart', pin: true },
}

const fails = (code: ConstructorParameters<typeof StoreError>[0]) => () =>
  Promise.reject(new StoreError(code, 'a test'))

const bound = (side: Side, isNew: boolean, acknowledgement?: Uint8Array) => () =>
  Promise.resolve({ side, isNew, acknowledgement })

/** Records on a store that says what a test has it say, and what was counted. */
function given(says: Partial<Record<'bind' | 'pinOf' | 'pin', () => Promise<unknown>>>) {
  const store = { pin: () => Promise.resolve('cloud'), ...says } as unknown as Store // as much as is asked
  const counted: string[] = []
  const meter = {
    came: (result: string) => counted.push(result),
    waited: (asked: string, ms: number) => counted.push(`waited ${asked} ${ms >= 0}`),
  }
  const toldBefore = () => Promise.reject(new FicusError('not-sent', 'a test'))
  const records = recordsOf({
    store,
    naming: NAMING,
    now: Date.now,
    replies: { toldBefore },
    meter,
  })
  const message = (more: object = {}): Prepared =>
    ({
      ...{ class: 'write', interaction: WRITE, language: 'ebxml', side: 'cloud', from: {}, to: {} },
      ...{ messageId: crypto.randomUUID(), payloadId: crypto.randomUUID() },
      keys: { prescriptionId: ID },
      route: route('eps', 'default', { cohort: APART }),
      ...more,
    }) as unknown as Prepared // as much of one as is looked at
  return { records, counted, message }
}

const PINS = {
  found: { says: () => Promise.resolve('cloud'), comes: 'cloud' },
  none: { says: () => Promise.resolve(undefined), comes: 'legacy' },
  contradicting: { says: fails('invalid'), comes: 'both' },
} as const

for (const [word, { says, comes }] of Object.entries(PINS)) {
  t.test(`a pin that is asked for is counted as ${word}`, async t => {
    const { records, counted, message } = given({ pinOf: says })
    t.equal(await records.find(message(), undefined), comes)
    t.strictSame(counted, [word, 'waited pin true'])
  })
}

t.test(
  'a store that does not say where an entity is counts as silent, and the wait for it too',
  async t => {
    const { records, counted, message } = given({ pinOf: fails('silent') })
    await t.rejects(records.find(message(), undefined) as Promise<unknown>, { code: 'not-sent' })
    t.strictSame(counted, ['silent', 'waited pin true'])
  },
)

t.test('nobody is counted who was not asked', async t => {
  const { records, counted, message } = given({})
  t.equal(records.find(message({ keys: {} }), undefined), undefined)
  t.strictSame(counted, [])
})

const TOLD = Buffer.from('202 text/xml\nhello')
const BINDINGS = {
  kept: bound('cloud', true),
  again: bound('cloud', false),
  told: bound('cloud', false, TOLD),
}

for (const [word, bind] of Object.entries(BINDINGS)) {
  t.test(`where a write goes is counted as ${word}`, async t => {
    const { records, counted, message } = given({ bind })
    await records.keep(message(), AT)
    t.strictSame(counted, [word, 'waited binding true'])
  })
}

t.test('a store that does not keep where a write goes counts as silent', async t => {
  const { records, counted, message } = given({ bind: fails('unknown') })
  await t.rejects(records.keep(message(), AT) as Promise<unknown>, { code: 'not-sent' })
  t.strictSame(counted, ['silent', 'waited binding true'])
})

t.test('so does one that does not say what was told of an answer that waits', async t => {
  const { records, counted, message } = given({ bind: BINDINGS.again })
  const answeredLater = { interactions: [WRITE], pollers: [] }
  const later = message({ route: route('eps', 'default', { cohort: APART, answeredLater }) })
  await t.rejects(records.keep(later, AT) as Promise<unknown>, { code: 'not-sent' })
  t.strictSame(counted, ['silent', 'waited binding true'])
})

t.test('what comes to be is counted as pinned, or as overtaken by the other side', async t => {
  const creates = { creates: 'prescriptionId' }
  const taken = given({ bind: BINDINGS.kept })
  await taken.records.keep(taken.message(creates), AT)
  t.strictSame(taken.counted, ['kept', 'pinned', 'waited binding true'])
  const late = given({ bind: BINDINGS.kept, pin: () => Promise.resolve('legacy') })
  await t.rejects(late.records.keep(late.message(creates), AT) as Promise<unknown>, {
    code: 'not-sent',
  })
  t.strictSame(late.counted, ['kept', 'overtaken', 'waited binding true'])
})
