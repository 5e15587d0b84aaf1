import fc from 'fast-check'
import t from 'tap'
import {
  type Identified,
  isFicusError,
  isSettled,
  type Need,
  type Override,
  type Party,
  type Received,
  type Route,
  servesCloud,
  type Side,
  STAGES,
  type State,
} from '../../src/exchange/index.ts'
import { assign, isWrite } from '../../src/rollout/index.ts'
import { compileRoutes, type RouteTable } from '../../src/routing/index.ts'
import { CLOUD, head, INTERACTIONS, PATIENTS, REHEARSAL, route, state } from '../routing/given.ts'

const NOW = 1_800_000_000_000
const NUMBERS = ['9990000018', '9990000026', '9990000034']
const IDS = [...INTERACTIONS.map(({ id }) => id), 'OWN_IN01']

/** Everything that is true of one message, whoever reads how much of it. */
interface Truth {
  readonly received: Received
  readonly inHead: string | undefined
  readonly inBody: string | undefined
  readonly from: Party
  readonly nhsNumber: string | undefined
  /** What the store would say of its key and of its id. */
  readonly pin: Side | 'both' | undefined
  readonly bound: Side | undefined
  readonly agrees: boolean
}

/** The message as a reader knows it who read as far as `need`. */
function readTo(truth: Truth, need: Need): Identified {
  const isRead = need === 'scan' || need === 'whole'
  const interaction = truth.inHead ?? (isRead ? truth.inBody : undefined)
  const known = INTERACTIONS.find(({ id }) => id === interaction)
  return {
    ...truth.received,
    need,
    body: { kind: 'none' },
    interaction,
    product: known?.product,
    class: known?.class ?? 'unknown',
    agrees: isRead ? truth.agrees : undefined,
    messageId: isRead ? 'M-1' : undefined,
    conversationId: undefined,
    from: isRead ? truth.from : {},
    to: {},
    cpaId: undefined,
    keys: isRead && truth.nhsNumber !== undefined ? { nhsNumber: truth.nhsNumber } : {},
  }
}

/** Decides with what the store would say: it is asked by the key and the id that were read, and where it may know. */
function decide(table: RouteTable, message: Identified, standing: State, truth: Truth): string {
  try {
    const owner = table.match(message)
    const at = standing.routes.get(owner.name)
    const hasPin = owner.cohort?.pin === true
    const mayBeBound =
      hasPin || (at !== undefined && (servesCloud(at.stage) || !isSettled(at, NOW)))
    const pin = hasPin && message.keys.nhsNumber !== undefined ? truth.pin : undefined
    const routed = { ...message, route: owner, deadline: 0, pin }
    const isBound = mayBeBound && isWrite(routed) && message.messageId !== undefined
    const assigned = assign({ ...routed, bound: isBound ? truth.bound : undefined }, standing, NOW)
    const { side, because, mirror, fallback } = assigned
    const copy = 'to' in mirror ? mirror.to.name : mirror.not
    return [owner.name, side, because, copy, fallback?.name].join(' ')
  } catch (error) {
    if (isFicusError(error)) return error.code
    throw error
  }
}

const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined })
const some = (values: readonly string[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 })

const match = fc.record(
  {
    interaction: some(IDS),
    product: some(['one', 'two']),
    method: some(['GET', 'POST']),
    from: some(['1', '2']),
  },
  { requiredKeys: [] },
)

const routes: fc.Arbitrary<readonly Route[]> = fc
  .array(
    fc.record({
      match: fc.oneof(match, fc.constant('default' as const)),
      cloud: fc.constantFrom(CLOUD, CLOUD, undefined),
      class: fc.constantFrom('read' as const, undefined),
      translate: fc.constantFrom('m', undefined),
      cohort: fc.constantFrom(
        PATIENTS,
        { ...PATIENTS, name: 'b', seed: 'b', pin: true },
        undefined,
      ),
      rehearsal: fc.constantFrom(REHEARSAL, undefined, undefined),
      shadowAs: fc.constantFrom('us', undefined),
      shadowSample: fc.constantFrom(1, 0.000001),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map(list => list.map((each, i) => route(`r${String(i)}`, each.match, each)))

const places = fc.record({
  stage: fc.constantFrom(...STAGES),
  percent: fc.constantFrom(0, 50, 100),
  halt: fc.constantFrom('none' as const, 'none' as const, 'halt' as const, 'hard' as const),
  turned: fc.constantFrom(0, NOW - 1),
})
const words: fc.Arbitrary<Override> = fc.record({
  key: fc.constantFrom(...NUMBERS),
  side: fc.constantFrom('legacy', 'cloud'),
  owner: fc.constant('x'),
  expires: fc.constantFrom(NOW - 1, NOW + 1),
})
const states: fc.Arbitrary<State> = fc
  .record({
    routes: fc.dictionary(fc.constantFrom('r0', 'r1', 'r2', 'r3', 'r4'), places),
    overrides: fc.record({ patients: fc.array(words), b: fc.array(words) }),
  })
  .map(state)

const truths: fc.Arbitrary<Truth> = fc
  .record({
    method: fc.constantFrom('GET', 'POST'),
    inHead: maybe(fc.constantFrom(...IDS)),
    inBody: maybe(fc.constantFrom(...IDS)),
    from: fc.record({ asid: fc.constantFrom('1', '2') }, { requiredKeys: [] }),
    nhsNumber: maybe(fc.constantFrom(...NUMBERS)),
    pin: fc.constantFrom('legacy' as const, 'cloud' as const, 'both' as const, undefined),
    bound: fc.constantFrom('legacy' as const, 'cloud' as const, undefined),
  })
  .chain(({ method, ...truth }) =>
    fc.record({
      received: fc.constant(head({ method })),
      inHead: fc.constant(truth.inHead),
      inBody: fc.constant(truth.inBody),
      from: fc.constant(truth.from),
      nhsNumber: fc.constant(truth.nhsNumber),
      pin: fc.constant(truth.pin),
      bound: fc.constant(truth.bound),
      agrees: fc.constant(truth.inHead !== undefined && truth.inHead === truth.inBody),
    }),
  )

t.test('reading as far as the need decides what reading everything would decide', t => {
  const seen = new Map<Need, number>()
  const enough = fc.property(routes, states, truths, (routes, standing, truth) => {
    const table = compileRoutes(routes, { interactions: INTERACTIONS, unmatched: 'refuse' })
    const need = table.need(truth.received, truth.inHead, standing)
    seen.set(need, (seen.get(need) ?? 0) + 1)
    const asNeeded = decide(table, readTo(truth, need), standing, truth)
    // Whoever makes the copy of what was only kept holds its places against one another.
    const told = need === 'kept' ? { ...truth, agrees: true } : truth
    const asWhole = decide(table, readTo(told, 'whole'), standing, truth)
    if (asNeeded !== asWhole) throw new Error(`${need}: ${asNeeded}, but all of it: ${asWhole}`)
  })
  t.doesNotThrow(() => fc.assert(enough, { numRuns: 20_000 }))
  for (const need of ['headers', 'kept', 'scan', 'whole'] as const) {
    t.ok((seen.get(need) ?? 0) > 100, `${need} was tried ${String(seen.get(need))} times`)
  }
  t.end()
})
