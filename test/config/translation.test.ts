import t from 'tap'
import { holdRows, mistakesIn, parsed, withCloud, withRoute, type Row } from './given.ts'

const MISTAKES: readonly Row[] = [
  {
    title: 'a mapping there is not',
    file: withCloud({ translate: 'pds.retrieva' }),
    path: 'routes[0].translate',
    says: /no mapping `pds.retrieva`/,
    wayOut: /did you mean `pds.retrieval`\?/,
  },
  {
    title: 'a mapping from a module',
    file: withCloud({ translate: { module: './my-mapping.ts' } }),
    path: 'routes[0].translate',
    says: /comes with Ficus/,
    wayOut: /leave `translate` out/,
  },
  {
    title: 'a mapping made from a description',
    file: withCloud({ translate: { generic: {} } }),
    path: 'routes[0].translate',
    says: /comes with Ficus/,
    wayOut: /leave `translate` out/,
  },
  {
    title: 'a mapping without a cloud side',
    file: withRoute({ translate: 'pds.retrieval' }),
    path: 'routes[0].translate',
    says: /no cloud side, so nothing is ever translated/,
    wayOut: /name its `cloud`/,
  },
  {
    title: 'a mapping that takes nothing of what its route owns',
    file: withCloud({ translate: 'pds.retrieval', match: { interaction: 'QUPA_IN000005UK01' } }),
    path: 'routes[0].translate',
    says: /takes nothing of what this route owns/,
    wayOut: /it takes QUPA_IN000008UK02, QUPA_IN000008UK05/,
  },
  {
    title: 'a trace together with a cross-check',
    file: withCloud({
      translate: 'pds.trace',
      match: { interaction: ['QUPA_IN000005UK01', 'QUPA_IN000014UK01'] },
    }),
    path: 'routes[0].translate',
    says: /`pds.trace` never takes QUPA_IN000014UK01: a cross-check asks whether a number/,
    wayOut: /a route without `translate`/,
  },
  {
    title: 'a trace together with an advanced one',
    file: withCloud({
      translate: 'pds.trace',
      match: { interaction: ['QUPA_IN000005UK03', 'QUPA_IN000006UK05'] },
    }),
    path: 'routes[0].translate',
    says: /`pds.trace` never takes QUPA_IN000006UK05: an advanced trace asks by legacy’s own/,
    wayOut: /a route without `translate`/,
  },
]

holdRows(MISTAKES)

t.test('a route says by which mapping its sides understand each other', t => {
  t.equal(parsed(withCloud({ translate: 'pds.retrieval' })).routes[0]?.translate, 'pds.retrieval')
  t.equal(parsed(withCloud({})).routes[0]?.translate, undefined)
  t.end()
})

t.test('a route may own more than its mapping takes: that goes to legacy', t => {
  const match = { interaction: ['QUPA_IN000008UK02', 'QUPA_IN000005UK01'] }
  t.same(mistakesIn(withCloud({ translate: 'pds.retrieval', match })), [])
  t.end()
})

t.test('where there are no mappings, none can be named', t => {
  t.match(mistakesIn(withCloud({ translate: 'pds.retrieval' }), { mappings: [] }), [
    { says: 'there is no mapping `pds.retrieval`', wayOut: 'there are none' },
  ])
  t.end()
})
