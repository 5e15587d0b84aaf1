import t from 'tap'
import type { Cohort } from '../../src/exchange/index.ts'
import { PATIENTS } from '../routing/given.ts'
import { at, bench, NOW, owning, SENDERS } from './given.ts'

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

t.test('a key is pinned in the form a message’s own key is compared in', async t => {
  const made = await of({ ...SENDERS, key: 'messageId' })
  const pin = { verb: 'pin', cohort: 'senders', key: ' f1e2-d3c4 ' } as const
  await made.ask({ ...pin, to: 'cloud' })
  t.strictSame(made.store.known.pins.get('senders'), new Map([['F1E2-D3C4', 'cloud']]))
  await made.ask({ ...pin, to: 'legacy' })
  t.equal(made.store.known.pins.get('senders')?.get('F1E2-D3C4'), 'legacy')
  await made.ask({ ...pin, to: undefined })
  t.equal(made.store.known.pins.size, 0)
})

t.test('no key a patient is known by is stored, whatever it looks like', async t => {
  for (const cohort of [
    { ...PATIENTS, pin: true },
    { ...PATIENTS, key: 'prescriptionId', pin: true } as const,
  ]) {
    const made = await of(cohort)
    for (const key of ['9990000018', 'anything', ASID]) {
      const named = { cohort: 'patients', key }
      for (const answer of [
        await made.ask({ verb: 'override', ...named, to }),
        await made.ask({ verb: 'pin', ...named, to: 'cloud' }),
      ]) {
        t.match(answer, { kind: 'refused', code: 'patient-key', exitCode: 2 })
        t.notMatch(JSON.stringify(answer), key)
      }
    }
  }
  const made = await of(SENDERS)
  const named = { verb: 'pin', cohort: 'senders', to: 'cloud' } as const
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
