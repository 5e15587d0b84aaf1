import fc from 'fast-check'
import t from 'tap'
import type { Cohort, Identified, Override, Remembered, Route } from '../../src/exchange/index.ts'
import { assign } from '../../src/rollout/index.ts'
import {
  CLOUD,
  PATIENTS,
  REHEARSAL,
  route,
  routed,
  type Standing,
  state,
} from '../routing/given.ts'

const NOW = 1_800_000_000_000
const NHS = '9990000018'
const SHORT = '905C30-C81007-00001+'
const LONG = '9361DA95-0000-4000-8000-000000000001'
const PRESCRIPTIONS: Cohort = {
  name: 'prescriptions',
  key: 'prescriptionId',
  seed: 'prescriptions',
  records: 'apart',
  pin: true,
}

const decided = (owner: Route, message: Partial<Identified & Remembered>, standing: Standing) => {
  const { side, because, mirror, fallback } = assign(routed(owner, message), state(standing), NOW)
  return { side, because, mirror, fallback }
}

const at = (stage: 'legacy' | 'shadow' | 'canary' | 'reverse-shadow' | 'cloud', percent = 0) => ({
  routes: { it: { stage, percent } },
})

const US = '990000009999'
const patients = route('it', 'default', { cohort: PATIENTS, shadowAs: US })
const prescriptions = route('it', 'default', { cohort: PRESCRIPTIONS })
const READ = { class: 'read', keys: { nhsNumber: NHS } } as const
const WRITE = { class: 'write', messageId: 'F1E2D3C4-0000-4000-8000-000000000001' } as const

t.test('a route the fleet has never seen is served by legacy and mirrored to nobody', t => {
  t.match(decided(patients, READ, {}), {
    side: 'legacy',
    because: 'stage',
    mirror: { not: 'stage' },
  })
  t.end()
})

t.test('a key that went to the cloud stays there while the percentage grows', t => {
  const percent = fc.double({ min: 0, max: 100, noNaN: true })
  const stays = fc.property(fc.string({ minLength: 1 }), percent, percent, (key, a, b) => {
    const byMessage = route('it', 'default', { cohort: { ...PATIENTS, key: 'messageId' } })
    const side = (share: number) =>
      decided(byMessage, { class: 'read', messageId: key }, at('canary', share)).side
    return side(Math.min(a, b)) === 'legacy' || side(Math.max(a, b)) === 'cloud'
  })
  t.doesNotThrow(() => fc.assert(stays))
  t.end()
})

t.test('a patient is on one side however the number was written', t => {
  for (const percent of [0, 20, 28.88, 28.9, 40, 100]) {
    const sides = [NHS, '999 000 0018', '999-000-0018', ` ${NHS}`].map(
      nhsNumber => decided(patients, { ...READ, keys: { nhsNumber } }, at('canary', percent)).side,
    )
    t.same(new Set(sides).size, 1, `${String(percent)} per cent`)
  }
  t.end()
})

t.test('routes of one cohort take one side for one patient, other cohorts draw their own', t => {
  const other = route('other', 'default', { cohort: PATIENTS })
  const foreign = route('foreign', 'default', { cohort: { ...PATIENTS, seed: 'b' } })
  let differ = 0
  for (let n = 0; n < 1000; n++) {
    const keys = { nhsNumber: String(9_990_000_000 + n) }
    const half = { stage: 'canary', percent: 50 } as const
    const standing = { routes: { it: half, other: half, foreign: half } }
    const { side } = decided(patients, { ...READ, keys }, standing)
    if (decided(other, { ...READ, keys }, standing).side !== side) t.fail('one cohort, two sides')
    if (decided(foreign, { ...READ, keys }, standing).side !== side) differ++
  }
  t.ok(differ > 400 && differ < 600, `${String(differ)} of 1000 differ under another seed`)
  t.end()
})

t.test('what lacks its key is served by legacy at every stage where the file says so', t => {
  const says = route('it', 'default', { cohort: PATIENTS, withoutKey: 'legacy' })
  for (const stage of ['canary', 'reverse-shadow', 'cloud'] as const) {
    const found = decided(says, { class: 'read', keys: {} }, at(stage, 100))
    t.match(found, { side: 'legacy', because: 'no-key' }, stage)
    t.match(decided(says, READ, at(stage, 100)), { side: 'cloud' }, stage)
  }
  t.match(decided(patients, { class: 'read', keys: {} }, at('cloud')), { side: 'cloud' })
  t.end()
})

t.test('a route without a cohort has no percentage: legacy serves', t => {
  const bare = route('it', 'default')
  t.match(decided(bare, READ, at('canary', 100)), { side: 'legacy', because: 'no-key' })
  t.end()
})

t.test('what is pinned to the cloud goes there from legacy too, whichever of its ids it has', t => {
  for (const keys of [
    { prescriptionId: SHORT },
    { prescriptionLongId: LONG },
    { prescriptionId: SHORT.toLowerCase(), prescriptionLongId: LONG.toLowerCase() },
  ]) {
    const found = decided(prescriptions, { ...WRITE, keys, pin: 'cloud' }, at('legacy'))
    t.match(found, { side: 'cloud', because: 'pin', fallback: undefined }, JSON.stringify(keys))
  }
  t.end()
})

t.test('a prescription known by its long id alone has no bucket: it would fall in two', t => {
  const keys = { prescriptionLongId: LONG }
  const found = decided(prescriptions, { ...WRITE, keys }, at('canary', 100))
  t.match(found, { side: 'legacy', because: 'no-key' })
  const overrides = {
    prescriptions: [{ key: LONG, side: 'cloud', owner: 'x', expires: NOW + 1 }],
  } as const
  t.match(decided(prescriptions, { ...WRITE, keys }, { ...at('canary'), overrides }), {
    side: 'cloud',
    because: 'override',
  })
  t.end()
})

t.test('two ids of one prescription pinned to two sides are refused, not guessed at', t => {
  const keys = { prescriptionId: SHORT, prescriptionLongId: LONG }
  const message = { ...WRITE, keys, pin: 'both' } as const
  t.throws(() => decided(prescriptions, message, at('cloud')), { code: 'not-sent' })
  const unproven = decided(prescriptions, { ...message, agrees: false }, at('cloud'))
  t.match(unproven, { side: 'legacy', because: 'disagrees' })
  t.end()
})

t.test('what only the cloud holds is refused by a route that has no cloud side', t => {
  const cloudless = route('it', 'default', { cohort: PRESCRIPTIONS, cloud: undefined })
  const message = { ...WRITE, keys: { prescriptionId: SHORT }, pin: 'cloud' } as const
  t.throws(() => decided(cloudless, message, at('legacy')), { code: 'not-sent' })
  t.end()
})

t.test('without a cloud side legacy serves at every stage and only a rehearsal gets copies', t => {
  const cloudless = route('it', 'default', { cohort: PATIENTS, shadowAs: US, cloud: undefined })
  const rehearsed = { ...cloudless, rehearsal: REHEARSAL }
  for (const stage of ['shadow', 'canary', 'reverse-shadow', 'cloud'] as const) {
    const found = decided(cloudless, READ, at(stage, 100))
    t.match(found, { side: 'legacy', because: 'stage', mirror: { not: 'stage' } }, stage)
    t.match(decided(rehearsed, READ, at(stage, 100)), { mirror: { to: REHEARSAL } }, stage)
  }
  t.end()
})

t.test('a hard halt names the route in its error and holds no key', t => {
  const owner = route('it', 'default', { cohort: PATIENTS })
  const standing = { routes: { it: { stage: 'cloud', halt: 'hard' } } } as const
  try {
    decided(owner, { ...READ, pin: 'cloud' }, standing)
    t.fail('it was served')
  } catch (error) {
    t.match(error, { code: 'not-sent', detail: /route it is under a hard halt/ })
    t.notMatch(String(error), NHS)
  }
  t.end()
})

t.test('a route that translates sends nothing to the cloud of what was not wholly read', t => {
  const translating = route('it', 'default', { cohort: PATIENTS, translate: 'pds.retrieval' })
  const partly = decided(translating, { ...READ, need: 'scan' }, at('cloud'))
  t.match(partly, { side: 'legacy', because: 'disagrees' })
  t.match(decided(translating, { ...READ, need: 'whole' }, at('cloud')), { side: 'cloud' })
  for (const agrees of [false, undefined]) {
    t.match(decided(translating, { ...READ, need: 'whole', agrees }, at('shadow')), {
      mirror: { not: 'disagrees' },
    })
  }
  t.match(decided(translating, { ...READ, need: 'kept', agrees: undefined }, at('shadow')), {
    mirror: { to: CLOUD },
  })
  t.end()
})

t.test("a route's own class counts for what no product knows and for nothing else", t => {
  const own = route('it', 'default', { cohort: PATIENTS, class: 'read', shadowAs: US })
  t.match(decided(own, { class: 'unknown' }, at('shadow')), { mirror: { to: CLOUD } })
  t.match(decided(own, { class: 'write' }, at('shadow')), { mirror: { not: 'class' } })
  const audited = { ...own, shadowAs: undefined, translate: 'm' }
  t.match(decided(audited, { class: 'audited-read' }, at('shadow')), {
    mirror: { not: 'no-identity' },
  })
  t.end()
})

t.test(
  'a read goes without an identity only through a mapping, which says nothing of who asks',
  t => {
    const bare = route('it', 'default', { cohort: PATIENTS })
    const translating = { ...bare, translate: 'm' }
    t.match(decided(bare, READ, at('shadow')), { mirror: { not: 'no-identity' } })
    t.match(decided(translating, READ, at('shadow')), { mirror: { to: CLOUD } })
    t.match(decided(translating, READ, at('reverse-shadow')), { mirror: { not: 'no-identity' } })
    const rehearsed = { ...bare, rehearsal: REHEARSAL }
    t.match(decided(rehearsed, READ, at('shadow')), { mirror: { not: 'no-identity' } })
    t.match(decided({ ...rehearsed, translate: 'm' }, READ, at('shadow')), {
      mirror: { to: REHEARSAL },
    })
    t.end()
  },
)

t.test('one message in a hundred is copied where the file says nothing, whoever it is about', t => {
  const { shadowSample, ...unsaid } = patients
  t.equal(shadowSample, 1, 'the other tests copy everything')
  let copied = 0
  for (let number = 0; number < 10_000; number++) {
    const { mirror } = decided(unsaid, { ...READ, messageId: `M-${String(number)}` }, at('shadow'))
    if ('to' in mirror) copied++
    else if (mirror.not !== 'not-sampled') t.fail(mirror.not)
  }
  t.ok(copied > 70 && copied < 130, `${String(copied)} of 10 000`)
  t.end()
})

t.test('a message without an id is drawn by its number', t => {
  const half = route('it', 'default', { shadowSample: 0.5, shadowAs: US })
  const mirrors = [1, 2, 3, 4, 5, 6, 7, 8, 9].map(number => {
    const { mirror } = decided(half, { class: 'read', number }, at('shadow'))
    return 'to' in mirror
  })
  t.equal(new Set(mirrors).size, 2, 'some are copied and some are not')
  t.end()
})

t.test('of several overrides for one key the last that stands counts', t => {
  const word = (side: 'legacy' | 'cloud', expires: number): Override => ({
    key: NHS,
    side,
    owner: 'x',
    expires,
  })
  const side = (...patientsOverrides: Override[]) =>
    decided(patients, READ, { ...at('canary'), overrides: { patients: patientsOverrides } }).side
  t.equal(side(word('cloud', NOW + 1), word('legacy', NOW + 1)), 'legacy')
  t.equal(side(word('cloud', NOW + 1), word('legacy', NOW)), 'cloud')
  t.equal(side(word('legacy', NOW + 2), word('cloud', NOW + 1)), 'cloud')
  t.end()
})
