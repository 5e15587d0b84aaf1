import t from 'tap'
import type { Cohort } from '../../src/exchange/index.ts'
import { PATIENTS } from '../routing/given.ts'
import { StoreError } from '../../src/fleet/index.ts'
import { readEntry } from '../../src/flips/index.ts'
import { at, bench, NOW, owning, SENDERS, testName } from './given.ts'

const ASID = '200000000115'
const to = { side: 'cloud', owner: 'pds-team', expires: NOW + 1 } as const
const of = (cohort: Cohort) => bench([owning('read', { cohort })], { read: at('canary', 5) })

t.test(
  'a key is sent to a side with an owner and an end, and the last word on it counts',
  async t => {
    const made = await of(SENDERS)
    const override = { verb: 'override', cohort: 'senders', key: ` ${ASID} ` } as const
    t.match(await made.ask({ ...override, to }), { kind: 'flipped', revision: 2 })
    t.strictSame(made.store.known.overrides.get('senders'), [{ key: ASID, ...to }])
    await made.ask({ ...override, to: { ...to, side: 'legacy' } })
    t.strictSame(made.store.known.overrides.get('senders'), [{ key: ASID, ...to, side: 'legacy' }])
    t.match(await made.ask({ ...override, to: undefined }), { isChanged: true })
    t.equal(made.store.known.overrides.size, 0)
    t.match(await made.ask({ ...override, to: undefined }), { isChanged: false })
  },
)

t.test('a pin is moved in the store, and the audit says it without the key', async t => {
  for (const [key, written] of KEYS) {
    const made = await of({ ...SENDERS, key, records: 'apart' })
    const name = testName({ ...SENDERS, key }, written)
    if (name === undefined) throw new Error('it is a key')
    const pin = { verb: 'pin', cohort: 'senders', key: written } as const
    const pinOf = () => made.store.pinOf('senders', [name])
    const last = () => readEntry(made.memory.lines.at(-1) ?? { body: '' })

    t.match(await made.ask({ ...pin, to: 'cloud' }), { isChanged: true, revision: 2 })
    t.equal(await pinOf(), 'cloud')
    t.match(last(), { before: { pins: { senders: { [name]: null } } }, verb: 'pin' })
    t.match(last(), { after: { pins: { senders: { [name]: 'cloud' } } } })
    t.match(await made.ask({ ...pin, to: 'cloud' }), { isChanged: false, revision: 2 })
    t.match(await made.ask({ ...pin, to: 'legacy', isDryRun: true }), { isChanged: true })
    t.equal(await pinOf(), 'cloud', 'a dry run moves nothing')
    await made.ask({ ...pin, to: 'legacy' })
    t.equal(await pinOf(), 'legacy')
    await made.ask({ ...pin, to: undefined })
    t.equal(await pinOf(), undefined)
    t.match(last(), { before: { pins: { senders: { [name]: 'legacy' } } } })
    t.notMatch(JSON.stringify(made.memory.lines), written.trim())
  }
})

const KEYS = [
  ['messageId', ' F1E2-D3C4 '],
  ['prescriptionId', '905C30-C81007-00001+'],
  ['nhsNumber', '9990000018'],
  ['fromAsid', ASID],
] as const

t.test(
  'a pin is moved where the store does not say where it was, and the audit leaves that open',
  async t => {
    const made = await of(SENDERS)
    const name = testName(SENDERS, ASID)
    if (name === undefined) throw new Error('it is a key')
    const torn = Object.assign(made.store, {
      pinOf: () => Promise.reject(new StoreError('invalid', 'two sides')),
    })
    t.match(await made.ask({ verb: 'pin', cohort: 'senders', key: ASID, to: 'cloud' }), {
      kind: 'flipped',
      isChanged: true,
    })
    t.equal(made.memory.records.pins.get('senders')?.get(name)?.side, 'cloud')
    const { before, after } = readEntry(made.memory.lines.at(-1) ?? { body: '' })
    t.strictSame([before, after], [{}, { pins: { senders: { [name]: 'cloud' } } }])
    t.match(await made.ask({ verb: 'undo' }), { kind: 'refused', code: 'usage' })
    torn.failure = new StoreError('silent', 'away')
    t.match(await made.ask({ verb: 'pin', cohort: 'senders', key: ASID, to: 'legacy' }), {
      kind: 'refused',
      code: 'silent',
    })
  },
)

t.test('no key a patient is known by is stored as an override, whatever it looks like', async t => {
  for (const cohort of [PATIENTS, { ...PATIENTS, key: 'prescriptionId' } as const]) {
    const made = await of(cohort)
    for (const key of ['9990000018', 'anything', ASID]) {
      const answer = await made.ask({ verb: 'override', cohort: 'patients', key, to })
      t.match(answer, { kind: 'refused', code: 'patient-key', exitCode: 2 })
      t.notMatch(JSON.stringify(answer), key)
    }
  }
  const made = await of(SENDERS)
  const named = { verb: 'override', cohort: 'senders', to } as const
  t.match(await made.ask({ ...named, key: '999 000 0018' }), { code: 'patient-key' })
})

t.test('what is no key, no cohort, no end and no owner is refused', async t => {
  const made = await of({ ...SENDERS, pin: false })
  const override = { verb: 'override', cohort: 'senders', key: ASID, to } as const
  const cases = [
    [{ ...override, key: '' }, 'usage'],
    [{ ...override, key: 'two words' }, 'usage'],
    [{ ...override, key: 'x'.repeat(129) }, 'usage'],
    [{ ...override, cohort: 'nobody' }, 'no-such-name'],
    [{ ...override, to: { ...to, expires: NOW } }, 'usage'],
    [{ ...override, to: { ...to, expires: Infinity } }, 'usage'],
    [{ ...override, to: { ...to, owner: ' ' } }, 'words'],
    [{ ...override, to: { ...to, owner: 'of 9990000018' } }, 'words'],
    [{ verb: 'pin', cohort: 'senders', key: ASID, to: 'cloud' }, 'usage'],
  ] as const
  for (const [change, code] of cases) {
    t.match(await made.ask(change), { kind: 'refused', code }, JSON.stringify(change))
  }
  t.equal(made.store.known.revision, 1)
})
