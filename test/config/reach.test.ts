import fc from 'fast-check'
import t from 'tap'
import { ownedBy } from '../../src/config/index.ts'
import { covers } from '../../src/config/check-reach.ts'
import type { Match } from '../../src/exchange/index.ts'
import { INTERACTIONS } from '../../src/products/index.ts'
import { mistakesIn, withRoutes } from './given.ts'

const TABLE: readonly (readonly [covered: boolean, earlier: Match, later: Match])[] = [
  [true, { product: ['pds'] }, { interaction: ['QUPA_IN000008UK02'] }],
  [false, { product: ['eps'] }, { interaction: ['QUPA_IN000008UK02'] }],
  [false, { interaction: ['QUPA_IN000008UK02'] }, { product: ['pds'] }],
  [true, { product: ['pds'] }, { product: ['pds'], from: ['200000000115'] }],
  [false, { product: ['pds'], from: ['200000000115'] }, { product: ['pds'] }],
  [true, { path: ['/a'] }, { path: ['/a/b'] }],
  [true, { path: ['/a'] }, { path: ['/a'] }],
  [false, { path: ['/a'] }, { path: ['/ab'] }],
  [false, { path: ['/a'] }, { path: ['/a*'] }],
  [true, { path: ['/a*'] }, { path: ['/ab'] }],
  [true, { path: ['/a*'] }, { path: ['/ab*'] }],
  [true, { path: ['/a/'] }, { path: ['/a/b'] }],
  [false, { path: ['/a'] }, { product: ['pds'] }],
  [true, { method: ['GET', 'POST'] }, { method: ['GET'] }],
  [false, { method: ['GET'] }, { method: ['GET', 'POST'] }],
  [true, { header: { 'X-A': '1' } }, { header: { 'x-a': '1', 'x-b': '2' } }],
  [false, { header: { 'x-a': '1' } }, { header: { 'x-a': '2' } }],
  [true, { soapAction: ['s/a', 's/b'] }, { soapAction: ['s/a'] }],
  [true, { to: ['x'] }, { to: ['x'], product: ['scr'] }],
]

t.test('an earlier route owns a later one where it asks no more', t => {
  for (const [covered, earlier, later] of TABLE) {
    t.equal(
      covers(earlier, later, INTERACTIONS),
      covered,
      `${JSON.stringify(earlier)} above ${JSON.stringify(later)}`,
    )
  }
  t.end()
})

const some = (values: readonly string[]) =>
  fc.subarray([...values], { minLength: 1 }).map((list): readonly string[] => list)

const ids = INTERACTIONS.map(({ id }) => id).slice(0, 12)
const actions = INTERACTIONS.map(each => `${each.service ?? ''}/${each.id}`).slice(0, 6)

const anyMatch: fc.Arbitrary<Match> = fc
  .record(
    {
      interaction: some(ids),
      product: some(['pds', 'eps', 'scr']),
      soapAction: some(actions),
      method: some(['GET', 'POST']),
    },
    { requiredKeys: [] },
  )
  .filter(match => Object.keys(match).length > 0)

t.test('no interaction a route is told it never gets could reach it', t => {
  fc.assert(
    fc.property(anyMatch, anyMatch, (earlier, later) => {
      if (!covers(earlier, later, INTERACTIONS)) return true
      const above = ownedBy(earlier, INTERACTIONS)
      const below = ownedBy(later, INTERACTIONS)
      const isAbove = below.known.every(each => above.known.includes(each))
      return isAbove && (above.unknown || !below.unknown)
    }),
    { numRuns: 2_000 },
  )
  t.pass()
  t.end()
})

t.test('a route that never gets anything is a mistake, and so is one interaction of it', t => {
  const retrievals = { interaction: ['QUPA_IN000008UK02', 'QUPA_IN000008UK05'] }
  const dead = withRoutes(
    { name: 'first', match: { interaction: 'QUPA_IN000008UK02' }, legacy: 'spine' },
    { name: 'second', match: { interaction: 'QUPA_IN000008UK05' }, legacy: 'spine' },
    { name: 'third', match: retrievals, legacy: 'spine' },
  )
  t.match(mistakesIn(dead), [
    { path: 'routes[2]', says: 'never matches: `first` and `second` above owns all of it' },
  ])
  const partly = withRoutes(
    { name: 'first', match: { interaction: 'QUPA_IN000008UK05' }, legacy: 'spine' },
    { name: 'second', match: retrievals, legacy: 'spine' },
  )
  t.match(mistakesIn(partly), [
    { path: 'routes[1].match.interaction[1]', says: /`first` above/, wayOut: /put it above/ },
  ])
  t.end()
})

t.test('a narrower route above a wider one is as it should be', t => {
  const file = withRoutes(
    {
      name: 'first',
      match: { interaction: 'QUPA_IN000008UK05', from: '200000000115' },
      legacy: 'spine',
    },
    { name: 'second', match: { interaction: 'QUPA_IN000008UK05' }, legacy: 'spine' },
    { name: 'third', match: { product: 'pds' }, legacy: 'spine' },
  )
  t.same(mistakesIn(file), [])
  t.end()
})

t.test('a path, a header and a party exclude no interaction', t => {
  const all = ownedBy({ path: ['/sync'], header: { a: 'b' }, from: ['x'] }, INTERACTIONS)
  t.equal(all.known.length, INTERACTIONS.length)
  t.ok(all.unknown)
  t.end()
})

t.test('a method tells reads of a REST call from its writes', t => {
  const gets = ownedBy({ product: ['pds'], method: ['GET'] }, INTERACTIONS)
  t.ok(gets.known.length > 0)
  t.ok(gets.known.every(each => each.class === 'audited-read'))
  t.notOk(gets.unknown)
  t.end()
})

t.test('a SOAPAction stands for the interaction it names', t => {
  const action = 'urn:nhs:names:services:pdsquery/QUPA_IN000008UK02'
  const owned = ownedBy({ soapAction: [action] }, INTERACTIONS)
  t.match(owned, { known: [{ id: 'QUPA_IN000008UK02' }], unknown: false })
  t.ok(ownedBy({ soapAction: [action, 'urn:other/THING'] }, INTERACTIONS).unknown)
  t.end()
})
