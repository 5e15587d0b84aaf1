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
    title: 'a module where nothing was loaded',
    file: withCloud({ translate: { module: './my-mapping.ts' } }),
    path: 'routes[0].translate.module',
    says: /was not loaded/,
    wayOut: /load the routes file/,
  },
  {
    title: 'a path that is no module’s',
    file: withCloud({ translate: { module: './my-mapping.json' } }),
    path: 'routes[0].translate.module',
    says: /not of the form/,
    wayOut: /ends in \.ts/,
  },
  {
    title: 'a field of the generic mapping that is mistyped',
    file: withCloud({ translate: { generic: { array: 'a.b' } as object } }),
    path: 'routes[0].translate.generic.array',
    says: /no field `array`/,
    wayOut: /did you mean `arrays`\?/,
  },
  {
    title: 'a prefix that a name could begin with',
    file: withCloud({ translate: { generic: { attributePrefix: 'a_' } } }),
    path: 'routes[0].translate.generic.attributePrefix',
    says: /not of the form/,
    wayOut: /none that a name begins with/,
  },
  {
    title: 'a text that would be an attribute',
    file: withCloud({ translate: { generic: { attributePrefix: '#' } } }),
    path: 'routes[0].translate.generic',
    says: /#text would be an attribute/,
    wayOut: /begin differently/,
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
