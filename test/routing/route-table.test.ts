import fc from 'fast-check'
import t from 'tap'
import type { Identified, Match, Party, Route } from '../../src/exchange/index.ts'
import { isFicusError } from '../../src/exchange/index.ts'
import { compileRoutes } from '../../src/routing/index.ts'
import { identified, INTERACTIONS, route } from './given.ts'

// Few values, so that rules and messages often meet.
const IDS = ['READ_IN01', 'AUDITED_IN01', 'WRITE_IN01', 'OWN_IN01', '__proto__']
const PRODUCTS = ['one', 'two']
const ACTIONS = ['', 'urn:a/READ_IN01', 'urn:a/B', 'b']
const PATHS = ['/', '/a', '/a/', '/a/b', '/a*', '*', '/https://p.example', '/a.']
const TARGETS = [
  '/',
  '/a',
  '/ab',
  '/a/b/c',
  '/a?b',
  '/https://p.example/x',
  '/https:/p.example',
  '*',
]
const ENDS = ['200000000115', '200000000116', 'A-1']
const NAMES = ['x-a', 'X-B', 'SOAPAction']
const VALUES = ['', '1', 'urn:a/B', '"urn:a/B"', '1, 1']

const some = (values: readonly string[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 })

const matches: fc.Arbitrary<Match> = fc.record(
  {
    interaction: some(IDS),
    product: some(PRODUCTS),
    soapAction: some(ACTIONS),
    path: some(PATHS),
    method: some(['GET', 'POST']),
    header: fc.dictionary(fc.constantFrom(...NAMES), fc.constantFrom(...VALUES), { maxKeys: 2 }),
    from: some(ENDS),
    to: some(ENDS),
  },
  { requiredKeys: [] },
)

const routeLists: fc.Arbitrary<readonly Route[]> = fc
  .array(fc.oneof({ weight: 9, arbitrary: matches }, fc.constant('default' as const)), {
    maxLength: 12,
  })
  .map(list => list.map((match, i) => route(`r${String(i)}`, match)))

const party: fc.Arbitrary<Party> = fc.record(
  { asid: fc.constantFrom(...ENDS), partyKey: fc.constantFrom(...ENDS) },
  { requiredKeys: [] },
)

const messages: fc.Arbitrary<Identified> = fc
  .record({
    interaction: fc.option(fc.constantFrom(...IDS), { nil: undefined }),
    product: fc.option(fc.constantFrom(...PRODUCTS), { nil: undefined }),
    method: fc.constantFrom('GET', 'POST', 'get'),
    target: fc.constantFrom(...TARGETS),
    headers: fc
      .array(fc.tuple(fc.constantFrom(...NAMES, 'soapaction'), fc.constantFrom(...VALUES)), {
        maxLength: 3,
      })
      .map(lines => lines.flat()),
    from: party,
    to: party,
  })
  .map(identified)

/** The rules of matching said again in the plainest way there is: no index, no compiling, one message at a time. */
function naiveOwner(routes: readonly Route[], message: Identified): Route | undefined {
  return (
    routes.find(each => each.match !== 'default' && naivelyOwns(each.match, message)) ??
    routes.find(each => each.match === 'default')
  )
}

function naivelyOwns(match: Match, message: Identified): boolean {
  const lines = new Map<string, string>()
  for (let i = 0; i < message.headers.length; i += 2) {
    const name = message.headers[i]!.toLowerCase()
    const before = lines.get(name)
    lines.set(name, (before === undefined ? '' : `${before}, `) + message.headers[i + 1]!)
  }
  const action = lines.get('soapaction')?.replace(/^"(.*)"$/, '$1')
  const among = (values: readonly string[] | undefined, ...own: (string | undefined)[]) =>
    values === undefined || own.some(value => value !== undefined && values.includes(value))
  const under = (pattern: string) => {
    const bytes = pattern.replace(/\*$/, '').replace(/[.*?/]/g, '\\$&')
    const end = pattern.endsWith('*') || pattern.endsWith('/') ? '' : '(?:[/?]|$)'
    return new RegExp(`^${bytes}${end}`).test(message.target)
  }
  return (
    among(match.interaction, message.interaction) &&
    among(match.product, message.product) &&
    among(match.soapAction, action) &&
    among(match.method, message.method) &&
    among(match.from, message.from.asid, message.from.partyKey) &&
    among(match.to, message.to.asid, message.to.partyKey) &&
    (match.path === undefined || match.path.some(under)) &&
    Object.entries(match.header ?? {}).every(
      ([name, value]) => lines.get(name.toLowerCase()) === value,
    )
  )
}

const compiled = (routes: readonly Route[]) =>
  compileRoutes(routes, { interactions: INTERACTIONS, unmatched: 'refuse' })

const ownerIn = (routes: readonly Route[], message: Identified): string => {
  try {
    return compiled(routes).match(message).name
  } catch (error) {
    if (isFicusError(error)) return error.code
    throw error
  }
}

t.test('the compiled table owns what a plain first-wins reading of the file owns', t => {
  const agrees = fc.property(routeLists, messages, (routes, message) => {
    return ownerIn(routes, message) === (naiveOwner(routes, message)?.name ?? 'no-route')
  })
  t.doesNotThrow(() => fc.assert(agrees, { numRuns: 3000 }))
  t.end()
})

t.test(
  'the explanation names the same owner, and of every rule before it a condition that failed',
  t => {
    const agrees = fc.property(routeLists, messages, (routes, message) => {
      const trials = compiled(routes).explain(message)
      const owner = trials.findLast(trial => trial.owns)
      const before = owner === undefined ? trials : trials.slice(0, -1)
      return (
        (owner?.route ?? 'no-route') === ownerIn(routes, message) &&
        (owner === undefined || owner === trials.at(-1)) &&
        (owner === undefined || owner.conditions.every(condition => condition.holds)) &&
        before.every(trial => !trial.owns && trial.conditions.some(condition => !condition.holds))
      )
    })
    t.doesNotThrow(() => fc.assert(agrees, { numRuns: 1000 }))
    t.end()
  },
)
