import t from 'tap'
import type { Cohort, Need, Received, Route, RouteState } from '../../src/exchange/index.ts'
import { compileRoutes } from '../../src/routing/index.ts'
import { head, INTERACTIONS, PATIENTS, REHEARSAL, route, type Standing, state } from './given.ts'

const READ = 'READ_IN01'
const AUDITED = 'AUDITED_IN01'
const PUSHED = 'PUSHED_IN01'
const WRITE = 'WRITE_IN01'
const IDS = [READ, AUDITED, PUSHED, WRITE, 'OWN_IN01']

const need = (
  routes: readonly Route[],
  received: Partial<Received>,
  named: string | undefined,
  standing: Standing,
): Need =>
  compileRoutes(routes, { interactions: INTERACTIONS, unmatched: 'refuse' }).need(
    head(received),
    named,
    state(standing),
  )

const COPIED: Cohort = { ...PATIENTS, pin: false, records: { copiedWithinMs: 60_000 } }
const AT_CANARY: RouteState = { stage: 'canary', percent: 1, halt: 'none' }
const AT_SHADOW: RouteState = { ...AT_CANARY, stage: 'shadow' }

// what the route is, where it stands, what the head names, what must be read
const CASES: readonly (readonly [Partial<Route>, Partial<RouteState>, string, Need])[] = [
  [{}, { stage: 'legacy' }, READ, 'headers'],
  [{}, { stage: 'shadow' }, READ, 'kept'],
  [{}, { stage: 'canary' }, READ, 'scan'],
  [{}, { stage: 'reverse-shadow' }, READ, 'scan'],
  [{}, { stage: 'cloud' }, READ, 'scan'],
  [{}, { stage: 'shadow' }, WRITE, 'headers'],
  [{}, { stage: 'shadow' }, PUSHED, 'headers'],
  [{}, { stage: 'shadow' }, 'OWN_IN01', 'headers'],
  [{ class: 'read' }, { stage: 'shadow' }, 'OWN_IN01', 'kept'],
  [{ class: 'read' }, { stage: 'shadow' }, WRITE, 'headers'],
  [{}, { stage: 'shadow' }, AUDITED, 'headers'],
  [{ shadowAs: 'us' }, { stage: 'shadow' }, AUDITED, 'kept'],
  [{ rehearsal: REHEARSAL }, { stage: 'shadow' }, WRITE, 'kept'],
  [{}, { stage: 'canary' }, WRITE, 'scan'],
  [{}, { stage: 'cloud' }, WRITE, 'scan'],
  [{ translate: 'm' }, { stage: 'legacy' }, READ, 'headers'],
  [{ translate: 'm' }, { stage: 'shadow' }, READ, 'kept'],
  [{ translate: 'm' }, { stage: 'shadow' }, WRITE, 'headers'],
  [{ translate: 'm' }, { stage: 'canary' }, READ, 'whole'],
  [{ translate: 'm' }, { stage: 'cloud', halt: 'halt' }, READ, 'headers'],
  [{}, { stage: 'cloud', halt: 'halt' }, READ, 'headers'],
  [{}, { stage: 'canary', halt: 'hard' }, READ, 'headers'],
  [{ cohort: COPIED }, { stage: 'legacy' }, READ, 'headers'],
  [{ cohort: COPIED }, { stage: 'shadow' }, WRITE, 'scan'],
  [{ cohort: COPIED, translate: 'm' }, { stage: 'legacy', turned: 1 }, READ, 'whole'],
  [{ cohort: COPIED, translate: 'm' }, { stage: 'cloud', halt: 'halt' }, READ, 'whole'],
  [{ cohort: COPIED }, { stage: 'legacy', mates: [AT_CANARY] }, READ, 'scan'],
  [{ cohort: COPIED }, { stage: 'legacy', mates: [AT_SHADOW] }, READ, 'headers'],
  [{ cohort: COPIED }, { stage: 'legacy', mates: [AT_SHADOW] }, WRITE, 'scan'],
  [{ cloud: undefined }, { stage: 'shadow' }, READ, 'headers'],
  [{ cloud: undefined }, { stage: 'cloud' }, READ, 'headers'],
  [{ cloud: undefined, rehearsal: REHEARSAL }, { stage: 'shadow' }, READ, 'kept'],
]

for (const [more, at, named, expected] of CASES) {
  const what = Object.keys(more).join(' and ') || 'nothing else'
  t.test(
    `${named} at ${Object.values(at).map(String).join(' ')} with ${what} needs ${expected}`,
    t => {
      const own = route('it', { interaction: IDS }, more)
      t.equal(need([own], {}, named, { routes: { it: at } }), expected)
      t.end()
    },
  )
}

t.test('a route the fleet has never seen needs its head alone', t => {
  t.equal(need([route('it', {}, { translate: 'm' })], {}, READ, {}), 'headers')
  t.end()
})

t.test('a cohort with pins needs the key at every stage and under every halt', t => {
  const own = route('it', {}, { cohort: { ...PATIENTS, pin: true } })
  for (const stage of ['legacy', 'shadow', 'cloud'] as const) {
    for (const halt of ['none', 'halt', 'hard'] as const) {
      const standing = { routes: { it: { stage, halt } } }
      t.equal(need([own], {}, WRITE, standing), 'scan', `${stage} ${halt}`)
      t.equal(need([{ ...own, translate: 'm' }], {}, WRITE, standing), 'whole')
      t.equal(need([{ ...own, cloud: undefined }], {}, WRITE, standing), 'scan')
    }
  }
  t.equal(need([own], {}, WRITE, {}), 'scan', 'also of a route the fleet has never seen')
  t.equal(need([{ ...own, cohort: PATIENTS }], {}, WRITE, {}), 'headers', 'one without does not')
  t.end()
})

t.test('a write is known again by its ids wherever the cloud serves or ever served', t => {
  const own = route('it', {})
  const reads = (id: string | undefined, at: Partial<RouteState>, more: Partial<Route> = {}) =>
    need([{ ...own, ...more }], {}, id, { routes: { it: at } })
  for (const halt of ['none', 'halt', 'hard'] as const) {
    for (const stage of ['canary', 'cloud'] as const) {
      t.equal(reads(WRITE, { stage, halt }), 'scan', `${stage} ${halt}`)
      t.equal(reads(WRITE, { stage, halt }, { translate: 'm' }), 'whole')
    }
    for (const stage of ['legacy', 'shadow'] as const) {
      t.equal(reads(WRITE, { stage, halt }), 'headers', `${stage} ${halt}, never promoted`)
      t.equal(reads(WRITE, { stage, halt, turned: 1 }), 'scan', `${stage} ${halt}, rolled back`)
      t.equal(reads('UNHEARD_IN01', { stage, halt, turned: 1 }), 'scan', 'what nobody knows is one')
      t.equal(
        reads('UNHEARD_IN01', { stage, halt, turned: 1 }, { class: 'read' }),
        stage === 'shadow' && halt === 'none' ? 'kept' : 'headers',
      )
      t.equal(
        reads(undefined, { stage, halt, turned: 1 }),
        'scan',
        'what the head does not name may be one',
      )
    }
    t.equal(
      reads(READ, { stage: 'legacy', halt, turned: 1 }),
      'headers',
      'a read is sent again as it is',
    )
  }
  t.end()
})

t.test('a route further down is not asked once the head tells the route', t => {
  const routes = [
    route('mine', { interaction: [READ] }),
    route('other', { interaction: [WRITE] }, { translate: 'm' }),
    route('default', 'default', { translate: 'm' }),
  ]
  const standing = { routes: { other: { stage: 'cloud' }, default: { stage: 'cloud' } } } as const
  t.equal(need(routes, {}, READ, standing), 'headers')
  t.equal(need(routes, {}, WRITE, standing), 'whole')
  t.equal(need(routes, {}, 'UNHEARD_IN01', standing), 'whole', 'the default')
  t.end()
})

t.test('path, method, header and SOAPAction tell the route without the body', t => {
  const standing = { routes: { other: { stage: 'cloud' } } } as const
  const other = route('other', { interaction: [READ] })
  for (const match of [
    { path: ['/x'] },
    { method: ['PUT'] },
    { header: { 'X-A': '1' } },
    { soapAction: ['urn:a/B'] },
  ]) {
    const received = {
      target: '/x/y',
      method: 'PUT',
      headers: ['x-a', '1', 'SOAPAction', '"urn:a/B"'],
    }
    t.equal(need([route('mine', match), other], received, undefined, standing), 'headers')
  }
  t.end()
})

t.test('a body is scanned where only it can name the interaction or the sender', t => {
  const byId = [route('it', { interaction: [READ] }), route('default', 'default')]
  t.equal(need(byId, {}, undefined, {}), 'scan', 'a SOAP body without SOAPAction')
  t.equal(need(byId, { language: 'ebxml' }, undefined, {}), 'scan')
  t.equal(need(byId, { length: undefined }, undefined, {}), 'scan', 'of unknown length')
  t.equal(need(byId, { length: 0 }, undefined, {}), 'headers', 'no body')
  t.equal(need(byId, { language: 'fhir' }, undefined, {}), 'headers', 'a REST call has only a head')
  t.equal(need(byId, {}, 'UNHEARD_IN01', {}), 'headers', 'the head names what no route owns')
  t.equal(need([route('it', { product: ['one'] }), byId[1]!], {}, undefined, {}), 'scan')
  t.equal(need([route('it', { product: ['one'] }), byId[1]!], {}, READ, {}), 'headers')
  t.equal(need([route('it', { from: ['1'] }), byId[1]!], {}, READ, {}), 'scan')
  t.equal(need([route('it', { to: ['1'] }), byId[1]!], {}, READ, {}), 'scan')
  t.equal(need([route('it', { to: ['1'], method: ['PUT'] }), byId[1]!], {}, READ, {}), 'headers')
  t.end()
})

t.test('while the route is not known, what any that may own it needs is read', t => {
  const routes = [
    route('whole', { interaction: [READ] }, { translate: 'm' }),
    route('scan', { interaction: [WRITE] }),
    route('default', 'default'),
  ]
  const standing = { routes: { whole: { stage: 'canary' }, scan: { stage: 'canary' } } } as const
  t.equal(need(routes, {}, undefined, standing), 'whole')
  t.equal(need(routes.slice(1), {}, undefined, standing), 'scan')
  t.end()
})

t.test('what no route owns needs nothing more', t => {
  t.equal(need([route('it', { method: ['PUT'] })], {}, READ, {}), 'headers')
  t.equal(need([], {}, undefined, {}), 'headers')
  t.end()
})
