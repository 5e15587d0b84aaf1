import t from 'tap'
import type { RouteState, Side, Stage } from '../../src/exchange/index.ts'
import { assign, type DecisionStep } from '../../src/rollout/index.ts'
import { CLOUD, LEGACY, REHEARSAL, route, routed, state } from '../routing/given.ts'

const NOW = 1_800_000_000_000
const ON = { from: NOW, to: NOW + 1 }
const reads = route('it', 'default', { shadowAs: '990000009999' })
const READ = { class: 'read', messageId: 'F1E2D3C4-0000-4000-8000-000000000001' } as const

const decided = (
  stage: Stage,
  maintenance: RouteState['maintenance'],
  owner = reads,
  now = NOW,
) => {
  const trace: DecisionStep[] = []
  const at = state({ routes: { it: { stage, maintenance } } })
  return { ...assign(routed(owner, READ), at, now, trace), trace }
}

for (const [stage, side, upstream] of [
  ['shadow', 'legacy', LEGACY],
  ['reverse-shadow', 'cloud', CLOUD],
] as const satisfies readonly (readonly [Stage, Side, object])[]) {
  for (const worked of ['spine', 'pds-fhir']) {
    t.test(
      `at ${stage} nothing is copied while ${worked} is worked on, and ${side} serves as before`,
      async t => {
        const on = decided(stage, { [worked]: ON })
        t.match(on, { side, upstream, because: 'stage', mirror: { not: 'maintenance' } })
        t.match(
          on.trace.find(({ rule }) => rule === 'mirror'),
          { said: 'nobody: maintenance' },
        )
        const without = decided(stage, undefined)
        const { mirror, trace } = without
        t.match(mirror, { to: {} })
        t.strictSame({ ...on, mirror, trace }, without, 'all else is decided as it is without')
      },
    )
  }
}

t.test('a window begins with its first moment and has no last', async t => {
  const mirrorAt = (now: number) => decided('shadow', { 'pds-fhir': ON }, reads, now).mirror
  t.match(mirrorAt(NOW - 1), { to: CLOUD })
  t.match(mirrorAt(NOW), { not: 'maintenance' })
  t.match(mirrorAt(NOW + 1), { to: CLOUD })
})

t.test('who gets no copy anyhow is none for the reason there always is', async t => {
  t.match(decided('legacy', { 'pds-fhir': ON }), { mirror: { not: 'stage' } })
  const bare = route('it', 'default')
  t.match(decided('shadow', { 'pds-fhir': ON }, bare), { mirror: { not: 'no-identity' } })
})

t.test('a rehearsal gets copies while the cloud is worked on, which it has no part in', async t => {
  const rehearsed = { ...reads, rehearsal: REHEARSAL }
  t.match(decided('shadow', { 'pds-fhir': ON }, rehearsed), { mirror: { to: REHEARSAL } })
  t.match(decided('shadow', { sandbox: ON }, rehearsed), { mirror: { not: 'maintenance' } })
})
