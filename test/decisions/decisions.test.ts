/** What is kept of one decision, and what it is asked again for, at the edges no supplier reaches in order. */
import t from 'tap'
import {
  askAgain,
  createDecisions,
  type Decisions,
  knownId,
  whatIf,
} from '../../src/decisions/index.ts'
import {
  type ExchangeRecord,
  FicusError,
  type Identified,
  isFicusError,
  type Prepared,
  type Remembered,
  type Route,
  type RouteState,
} from '../../src/exchange/index.ts'
import { createNaming } from '../../src/fleet/index.ts'
import type { DecidedOn } from '../../src/journey.ts'
import { createIdentifier } from '../../src/message/index.ts'
import { ask, assignOn } from '../../src/rollout/index.ts'
import { compileRoutes } from '../../src/routing/index.ts'
import { INTERACTIONS, PATIENTS, route, routed, state, upstream } from '../routing/given.ts'

const NOW = 1_800_000_000_000
const NHS = '9990000018'
const ID = 'F1E2D3C4-0000-4000-8000-000000000001'
const ROUTES = [
  route('it', { path: ['/it'] }, { cohort: PATIENTS }),
  route('default', 'default'),
] as const
const [IT] = ROUTES
const parts = { naming: createNaming(Buffer.alloc(32, 'test')), now: () => NOW }

const snapshotAt = (at: RouteState, routes: readonly Route[] = ROUTES): DecidedOn['snapshot'] => ({
  table: compileRoutes(routes, { interactions: INTERACTIONS, unmatched: 'default' }),
  identifier: createIdentifier(INTERACTIONS),
  state: state({ routes: { it: at } }),
  maxBodyBytes: 1024,
})

/** Has one request decided and kept, as the journey does. */
function serve(
  decisions: Decisions,
  message: Partial<Identified & Remembered>,
  snapshot: DecidedOn['snapshot'],
  settled: Partial<ExchangeRecord> = {},
): void {
  const asked = routed(IT, { need: 'scan', messageId: ID, keys: { nhsNumber: NHS }, ...message })
  const question = ask(asked, snapshot.state, NOW)
  let assigned: Prepared | undefined
  let error: FicusError | undefined
  try {
    assigned = assignOn(asked, question)
  } catch (thrown) {
    if (!isFicusError(thrown)) throw thrown
    error = thrown
  }
  const record: ExchangeRecord = {
    traceId: '0af7651916cd43dd8448eb211c80319c',
    ...{ received: asked, identified: asked, assigned, stage: undefined, attempts: [] },
    ...{
      fellBack: undefined,
      settled: { status: error?.row.status ?? 200, bytes: 0, error },
      ms: 1,
    },
    ...settled,
  }
  decisions.keep(record, { snapshot, question })
}

const at = (more: Partial<RouteState> = {}): RouteState => ({
  ...{ stage: 'legacy', percent: 0, halt: 'none' },
  ...more,
})

const SUPPOSED = { route: IT, routes: ROUTES, overrides: new Map(), now: NOW }

t.test('one that was refused is told with what refused it', async t => {
  const decisions = createDecisions(parts)
  serve(decisions, { pin: 'cloud' }, snapshotAt(at({ halt: 'hard' })))
  const [kept] = decisions.find(ID)
  t.match(kept?.came, { side: null, because: null, status: 503, error: 'not-sent', asked: [] })
  if (kept === undefined) return
  const { decided, steps } = askAgain(kept)
  t.ok(isFicusError(decided) && decided.detail?.includes('hard halt'))
  t.match(steps[0], { rule: 'hard-halt', said: 'neither' })
})

t.test('one that ended before its route was known is kept with what is known', async t => {
  const decisions = createDecisions(parts)
  const snapshot = snapshotAt(at())
  const asked = routed(IT, { need: 'scan', messageId: ID })
  const error = new FicusError('no-route')
  decisions.keep(
    {
      ...{
        traceId: '0af7651916cd43dd8448eb211c80319c',
        received: asked,
        identified: asked,
        assigned: undefined,
        stage: undefined,
        attempts: [],
      },
      ...{ fellBack: undefined, settled: { status: 404, bytes: 0, error }, ms: 1 },
    },
    { snapshot, question: undefined },
  )
  const [kept] = decisions.find(ID)
  t.match(kept?.came, { error: 'no-route', status: 404 })
  if (kept !== undefined) t.match(askAgain(kept), { steps: [], decided: undefined })
})

t.test('a mapping that declined and a cloud that failed are told after the decision', async t => {
  const decisions = createDecisions(parts)
  const snapshot = snapshotAt(at({ stage: 'cloud' }))
  const cloud = upstream('pds-fhir')
  const attempt = { status: 503, error: undefined, bound: 'none', ms: 1 } as const
  serve(decisions, {}, snapshot, {
    attempts: [
      { upstream: cloud, record: { ...attempt, result: 'failed' } },
      { upstream: IT.legacy, record: { ...attempt, result: 'answered', status: 200 } },
    ],
    fellBack: new FicusError('no-answer'),
  })
  const [kept] = decisions.find(ID)
  t.match(kept?.came, { side: 'cloud', fellBack: 'no-answer', asked: ['pds-fhir', 'spine'] })
})

t.test('a write moves only once nothing from before a promotion is sent again', async t => {
  const decisions = createDecisions(parts)
  const snapshot = snapshotAt(at({ stage: 'shadow' }))
  serve(decisions, { class: 'write' }, snapshot)
  serve(decisions, { class: 'read' }, snapshot)
  const place = { stage: 'canary', percent: 100 } as const
  const { moves } = whatIf(decisions.all(), { ...SUPPOSED, at: at({ stage: 'shadow' }), place })
  const found = moves.map(({ class: klass, requests, later }) => [klass, requests, later])
  t.strictSame(
    new Map(found.map(([klass, ...counts]) => [klass, counts])),
    new Map<unknown, unknown>([
      ['read', [1, 0]],
      ['write', [1, 1]],
    ]),
  )
})

t.test('who is pinned, went somewhere before, has no key or proves nothing stays', async t => {
  const decisions = createDecisions(parts)
  const snapshot = snapshotAt(at({ stage: 'canary', percent: 0 }))
  serve(decisions, { class: 'read', pin: 'legacy' }, snapshot)
  serve(decisions, { class: 'write', bound: 'legacy' }, snapshot)
  serve(decisions, { class: 'read', keys: {} }, snapshot)
  serve(decisions, { class: 'read', agrees: false }, snapshot)
  serve(decisions, { class: 'write', messageId: undefined }, snapshot)
  const place = { stage: 'canary', percent: 100 } as const
  const supposed = { ...SUPPOSED, at: at({ stage: 'canary' }), place }
  const { moves, stays, asked } = whatIf(decisions.all(), supposed)
  t.equal(asked, 5)
  t.strictSame(moves, [])
  t.strictSame(
    new Map(stays),
    new Map([
      ['no-id', 1],
      ['disagrees', 1],
      ['no-key', 1],
      ['bound', 1],
      ['pin', 1],
    ]),
  )
})

t.test('whom neither side may serve, before and after, stays refused', async t => {
  const decisions = createDecisions(parts)
  serve(decisions, { class: 'read', pin: 'both' }, snapshotAt(at()))
  const place = { stage: 'cloud', percent: 0 } as const
  const { moves, stays } = whatIf(decisions.all(), { ...SUPPOSED, at: at(), place })
  t.strictSame([moves, new Map(stays)], [[], new Map([['refused', 1]])])
})

t.test('under a halt nobody moves, and what another file decided is counted apart', async t => {
  const decisions = createDecisions(parts)
  serve(decisions, { class: 'read' }, snapshotAt(at()))
  serve(decisions, { class: 'read' }, snapshotAt(at(), [...ROUTES]))
  const place = { stage: 'cloud', percent: 0 } as const
  const halted = whatIf(decisions.all(), { ...SUPPOSED, at: at({ halt: 'halt' }), place })
  t.strictSame([halted.asked, halted.otherFile, halted.moves], [1, 1, []])
  t.strictSame(new Map(halted.stays), new Map([['halt', 1]]))
})

t.test('what looks like no id is none, and what no log would repeat is not kept', async t => {
  for (const written of ['', ' ', 'a b', 'x'.repeat(65), '<id/>', 'ä', 'uuid:']) {
    t.equal(knownId(written), undefined, JSON.stringify(written))
  }
  const decisions = createDecisions(parts)
  const from = { asid: '<not an asid>' }
  serve(decisions, { messageId: 'a b', payloadId: ID, from }, snapshotAt(at()))
  t.match(decisions.find(ID)[0], { ids: [ID], from: { asid: 'unusual' } })
})

t.test('the oldest are forgotten first, whatever is asked in between', async t => {
  const decisions = createDecisions(parts, { most: 3 })
  const ids = ['A-1', 'A-2', 'A-3', 'A-4', 'A-5']
  for (const [i, messageId] of ids.entries()) {
    serve(decisions, { messageId, at: i }, snapshotAt(at()))
    const newest = ids
      .slice(0, i + 1)
      .reverse()
      .slice(0, 3)
    t.strictSame(
      decisions.all().map(kept => kept.ids[0]),
      newest,
    )
  }
  t.match(decisions.tally, { kept: 3, most: 3, forgotten: 2, since: NOW })
})
