import t from 'tap'
import type { Identified, Match } from '../../src/exchange/index.ts'
import { compileRoutes } from '../../src/routing/index.ts'
import { identified, INTERACTIONS, route } from './given.ts'

const owns = (match: Match, message: Partial<Identified>): boolean => {
  const table = compileRoutes([route('it', match), route('default', 'default')], {
    interactions: INTERACTIONS,
    unmatched: 'default',
  })
  return table.match(identified(message)).name === 'it'
}

const SSP = '/https://provider.example'

// what is asked, what the message has, whether the route owns it
const CASES: readonly (readonly [string, Match, Partial<Identified>, boolean])[] = [
  ['its interaction', { interaction: ['A_IN01', 'B_IN01'] }, { interaction: 'B_IN01' }, true],
  ['another interaction', { interaction: ['A_IN01'] }, { interaction: 'A_IN02' }, false],
  ['an interaction in other case', { interaction: ['A_IN01'] }, { interaction: 'a_in01' }, false],
  ['no interaction', { interaction: ['A_IN01'] }, {}, false],
  ['an id that is an object key', { interaction: ['A_IN01'] }, { interaction: '__proto__' }, false],
  ['its product', { product: ['pds'] }, { product: 'pds' }, true],
  ['another product', { product: ['pds'] }, { product: 'eps' }, false],
  ['no product', { product: ['pds'] }, {}, false],
  ['its SOAPAction', { soapAction: ['urn:a/B'] }, { headers: ['SOAPAction', 'urn:a/B'] }, true],
  [
    'its SOAPAction quoted',
    { soapAction: ['urn:a/B'] },
    { headers: ['Soapaction', '"urn:a/B"'] },
    true,
  ],
  [
    'a half-quoted SOAPAction',
    { soapAction: ['urn:a/B'] },
    { headers: ['SOAPAction', '"urn:a/B'] },
    false,
  ],
  ['a lone quote', { soapAction: [''] }, { headers: ['SOAPAction', '"'] }, false],
  ['an empty quoted SOAPAction', { soapAction: [''] }, { headers: ['SOAPAction', '""'] }, true],
  ['no SOAPAction', { soapAction: ['urn:a/B'] }, {}, false],
  [
    'a SOAPAction sent twice',
    { soapAction: ['urn:a/B'] },
    { headers: ['SOAPAction', 'urn:a/B', 'SOAPAction', 'urn:a/C'] },
    false,
  ],
  ['the path itself', { path: ['/sync'] }, { target: '/sync' }, true],
  ['a segment below the path', { path: ['/sync'] }, { target: '/sync/pds' }, true],
  ['the path with a query', { path: ['/sync'] }, { target: '/sync?a=b' }, true],
  ['a longer segment', { path: ['/sync'] }, { target: '/sync-service' }, false],
  ['a longer segment with a star', { path: ['/sync*'] }, { target: '/sync-service' }, true],
  ['the path further down', { path: ['/sync'] }, { target: '/a/sync' }, false],
  ['the path in other case', { path: ['/sync'] }, { target: '/Sync' }, false],
  ['the path percent-encoded', { path: ['/sync'] }, { target: '/%73ync' }, false],
  ['any path below the root', { path: ['/'] }, { target: '/anything' }, true],
  ['the second of two paths', { path: ['/a', '/b'] }, { target: '/b/c' }, true],
  [
    'a Spine Secure Proxy target',
    { path: [SSP] },
    { target: `${SSP}/A11111/STU3/1/Patient` },
    true,
  ],
  ['its slashes folded', { path: [SSP] }, { target: '/https:/provider.example/A11111' }, false],
  [
    'another provider that begins alike',
    { path: [SSP] },
    { target: `${SSP}.evil.example/` },
    false,
  ],
  ['another port of the provider', { path: [SSP] }, { target: `${SSP}:8443/` }, false],
  ['every Spine Secure Proxy target', { path: ['/https://*'] }, { target: `${SSP}/A11111` }, true],
  ['an encoded one', { path: ['/https%3A%2F%2F*'] }, { target: '/https%3A%2F%2Fp.example' }, true],
  ['its method', { method: ['GET', 'HEAD'] }, { method: 'HEAD' }, true],
  ['another method', { method: ['GET'] }, { method: 'POST' }, false],
  ['a header in other case', { header: { 'X-A': 'b' } }, { headers: ['x-a', 'b'] }, true],
  ['a header with another value', { header: { 'X-A': 'b' } }, { headers: ['x-a', 'B'] }, false],
  ['a header that is not there', { header: { 'X-A': '' } }, {}, false],
  ['a header that is empty', { header: { 'X-A': '' } }, { headers: ['x-a', ''] }, true],
  ['a header sent twice', { header: { a: 'b' } }, { headers: ['a', 'b', 'a', 'b'] }, false],
  [
    'a header sent twice, joined',
    { header: { a: 'b, c' } },
    { headers: ['a', 'b', 'A', 'c'] },
    true,
  ],
  ['one header of two', { header: { a: '1', b: '2' } }, { headers: ['a', '1'] }, false],
  ['both headers', { header: { a: '1', b: '2' } }, { headers: ['b', '2', 'a', '1'] }, true],
  ['a header value as a name', { header: { a: '1' } }, { headers: ['b', 'a', '1', '1'] }, false],
  ['the sender by ASID', { from: ['200000000115'] }, { from: { asid: '200000000115' } }, true],
  ['the sender by party key', { from: ['A-1'] }, { from: { asid: '2', partyKey: 'A-1' } }, true],
  ['the receiver is the sender', { from: ['A-1'] }, { to: { partyKey: 'A-1' } }, false],
  ['the receiver', { to: ['A-1'] }, { to: { partyKey: 'A-1' } }, true],
  ['no sender', { from: ['A-1'] }, {}, false],
  ['a match that asks nothing', {}, {}, true],
  [
    'all of several fields',
    { interaction: ['A_IN01'], method: ['POST'], path: ['/sync'] },
    { interaction: 'A_IN01', method: 'POST', target: '/sync' },
    true,
  ],
  [
    'all but one of several fields',
    { interaction: ['A_IN01'], method: ['POST'], path: ['/sync'] },
    { interaction: 'A_IN01', method: 'PUT', target: '/sync' },
    false,
  ],
]

for (const [what, match, message, expected] of CASES) {
  t.test(`${JSON.stringify(match)} ${expected ? 'owns' : 'leaves'} ${what}`, t => {
    t.equal(owns(match, message), expected)
    t.end()
  })
}

t.test('the first of several routes that match owns the message', t => {
  const table = compileRoutes(
    [
      route('default', 'default'),
      route('by action', { soapAction: ['urn:a/A_IN01'], method: ['PUT'] }),
      route('by product', { product: ['one'] }),
      route('by id', { interaction: ['READ_IN01'] }),
      route('by action too', { soapAction: ['urn:a/READ_IN01'] }),
    ],
    { interactions: INTERACTIONS, unmatched: 'default' },
  )
  const headers = ['SOAPAction', 'urn:a/READ_IN01']
  const name = (message: Partial<Identified>) => table.match(identified(message)).name
  t.equal(name({ interaction: 'READ_IN01', product: 'one', headers }), 'by product')
  t.equal(name({ interaction: 'READ_IN01', headers }), 'by id')
  t.equal(name({ headers }), 'by action too')
  t.equal(name({}), 'default', 'the default comes last wherever it stands')
  t.end()
})

t.test('what no route owns is refused where the file refuses it', t => {
  const table = compileRoutes([route('a', { method: ['GET'] })], {
    interactions: [],
    unmatched: 'refuse',
  })
  t.throws(() => table.match(identified()), { code: 'no-route' })
  t.end()
})

t.test('routes without a default that do not refuse are not compiled', t => {
  t.throws(() =>
    compileRoutes([route('a', { method: ['GET'] })], { interactions: [], unmatched: 'default' }),
  )
  t.end()
})

t.test('an explanation tries every rule up to the one that owns the message', t => {
  const table = compileRoutes(
    [
      route('other', { interaction: ['WRITE_IN01'], method: ['POST'] }),
      route('patient', { path: ['/Patient'], header: { 'X-A': '1' } }),
      route('mine', { interaction: ['READ_IN01'], path: ['/a', '/9*'], header: { 'X-B': '2' } }),
      route('default', 'default'),
    ],
    { interactions: INTERACTIONS, unmatched: 'default' },
  )
  const trials = table.explain(
    identified({
      interaction: 'READ_IN01',
      target: '/9990000018',
      headers: ['x-a', '9990000018', 'x-b', '2'],
    }),
  )
  t.strictSame(trials, [
    {
      route: 'other',
      owns: false,
      conditions: [
        { field: 'interaction', wanted: ['WRITE_IN01'], seen: 'READ_IN01', holds: false },
        { field: 'method', wanted: ['POST'], seen: 'POST', holds: true },
      ],
    },
    {
      route: 'patient',
      owns: false,
      conditions: [
        { field: 'path', wanted: ['/Patient'], seen: 'another path', holds: false },
        { field: 'header x-a', wanted: ['1'], seen: 'another value', holds: false },
      ],
    },
    {
      route: 'mine',
      owns: true,
      conditions: [
        { field: 'interaction', wanted: ['READ_IN01'], seen: 'READ_IN01', holds: true },
        { field: 'path', wanted: ['/a', '/9*'], seen: '/9*', holds: true },
        { field: 'header x-b', wanted: ['2'], seen: '2', holds: true },
      ],
    },
  ])
  t.notMatch(JSON.stringify(trials), '9990000018', 'no target and no free header is shown')
  t.end()
})
