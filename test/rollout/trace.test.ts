/** What a trace of a decision tells: every rule up to the one that decided, and never a key. */
import fc from 'fast-check'
import t from 'tap'
import { assign, type DecisionStep } from '../../src/rollout/index.ts'
import { PATIENTS, route, routed, state } from '../routing/given.ts'

const NOW = 1_800_000_000_000
const NHS = '9990000018'

const at = (stage: 'legacy' | 'shadow' | 'canary' | 'cloud', percent = 0) => ({
  routes: { it: { stage, percent } },
})

const patients = route('it', 'default', { cohort: PATIENTS, shadowAs: '990000009999' })
const READ = { class: 'read', keys: { nhsNumber: NHS } } as const

t.test('a trace holds every rule up to the one that decided, then the copy and the fallback', t => {
  const steps: DecisionStep[] = []
  const standing = state({
    ...at('canary', 50),
    overrides: { patients: [{ key: '9990000026', side: 'legacy', owner: 'x', expires: NOW + 1 }] },
  })
  assign(routed(patients, READ), standing, NOW, steps)
  t.strictSame(steps, [
    { rule: 'hard-halt', looked: 'halt none, pinned to no side', said: 'nothing' },
    { rule: 'bound', looked: 'no message id, went before to no side', said: 'nothing' },
    { rule: 'pin', looked: 'cohort patients, nhsNumber #49f4, pinned to no side', said: 'nothing' },
    { rule: 'halt', looked: 'halt none', said: 'nothing' },
    { rule: 'no-key', looked: 'cohort patients, nhsNumber #49f4', said: 'nothing' },
    {
      rule: 'turning',
      looked: 'changes nothing, no promotion or rollback of late',
      said: 'nothing',
    },
    { rule: 'no-id', looked: 'no message id', said: 'nothing' },
    { rule: 'stage', looked: 'stage canary', said: 'nothing' },
    {
      rule: 'override',
      looked: 'cohort patients, nhsNumber #49f4, overrides in all: 1',
      said: 'nothing',
    },
    { rule: 'no-key', looked: 'cohort patients, nhsNumber #49f4', said: 'nothing' },
    { rule: 'percentage', looked: 'bucket 28.889, cloud below 50', said: 'cloud' },
    { rule: 'disagrees', looked: 'the places that name it agree', said: 'nothing' },
    {
      rule: 'mirror',
      looked: 'stage canary, class read, the places that name it agree, sample 1',
      said: 'spine',
    },
    { rule: 'fallback', looked: 'served by cloud, class read', said: 'spine' },
  ])
  t.end()
})

t.test('a trace ends with the refusal where neither side may be asked', t => {
  const steps: DecisionStep[] = []
  const standing = state({
    routes: { it: { stage: 'cloud', halt: 'hard' } },
  })
  const message = routed(patients, { ...READ, pin: 'cloud' })
  t.throws(() => assign(message, standing, NOW, steps), { code: 'not-sent' })
  t.match(steps, [
    { rule: 'hard-halt', looked: 'halt hard, pinned to cloud', said: 'neither' },
    { rule: 'disagrees', said: 'nothing' },
  ])
  t.end()
})

t.test('no trace holds a key', t => {
  const shows = fc.property(
    fc.nat(99_999_999).map(n => `99${String(n).padStart(8, '0')}`),
    fc.constantFrom('legacy', 'canary', 'cloud'),
    (nhsNumber, stage) => {
      const steps: DecisionStep[] = []
      const keys = { nhsNumber }
      assign(routed(patients, { ...READ, keys }), state(at(stage, 50)), NOW, steps)
      return !JSON.stringify(steps).includes(nhsNumber)
    },
  )
  t.doesNotThrow(() => fc.assert(shows))
  t.end()
})

t.test('a trace changes nothing that is decided', t => {
  const same = fc.property(fc.constantFrom('legacy', 'shadow', 'canary', 'cloud'), stage => {
    const message = routed(patients, READ)
    const standing = state(at(stage, 50))
    const { because } = assign(message, standing, NOW)
    return assign(message, standing, NOW, []).because === because
  })
  t.doesNotThrow(() => fc.assert(same))
  t.end()
})
