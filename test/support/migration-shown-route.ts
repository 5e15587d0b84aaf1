import { lackedIn } from './migration-counted.ts'
import { became, bytes, share, SOME_TIME, tally } from './migration-shown-facts.ts'
import { CLOSED, STAGES } from './migration-shown-overview.ts'
import type { Shown } from './migration-shown.ts'
import type { Truth } from './migration-truth.ts'

const route = 'retrievals'
const cloud = { route, side: 'cloud' } as const
const legacy = { route, side: 'legacy' } as const
/** Nobody's request waits, and no breaker has ever opened. */
const NOTHING: Shown = { route, shows: () => ({}) }

/** What one route's dashboard shows where it is that of the retrievals. */
export const ROUTE: Readonly<Record<string, Shown>> = {
  Stage: { route, shows: () => ({ retrievals: STAGES.cloud }) },
  'On cloud': { route, shows: () => ({ '': 100 }) },
  Halted: { route, after: 'halt', shows: () => ({ retrievals: 1 }) },
  Gate: { route, after: 'shadow', shows: () => ({ retrievals: CLOSED }) },
  'Critical differences': { route, shows: ({ truth }) => ({ '': truth.planted['lacked'] ?? 0 }) },
  'Writes perhaps done': NOTHING,
  'Fell back to legacy': {
    route,
    shows: ({ truth }) => ({ '': truth.count({ route, fellBack: true }) }),
  },
  'Attempts a request': {
    route,
    shows: ({ truth }) => ({ '': 1 + share(truth, { fellBack: true }, { route }) }),
  },
  'Legacy: requests served': {
    ...{ route, as: 'rate' },
    shows: ({ truth }) => tally(truth, legacy, ({ status }) => String(status)),
  },
  'Cloud: requests served': {
    ...{ route, as: 'rate' },
    shows: ({ truth }) => tally(truth, cloud, ({ status }) => String(status)),
  },
  'Legacy: what became of requests': {
    ...{ route, as: 'rate' },
    shows: ({ truth }) => became(truth, route, 'legacy'),
  },
  'Cloud: what became of requests': {
    ...{ route, as: 'rate' },
    shows: ({ truth }) => became(truth, route, 'cloud'),
  },
  'Legacy: bad and not found': {
    route,
    shows: ({ truth }) => ({
      'legacy not found control': share(truth, { said: 'not_found' }, legacy),
    }),
  },
  'Cloud: bad and not found': {
    route,
    shows: ({ truth }) => ({
      'cloud not found control': share(truth, { said: 'not_found' }, cloud),
      'cloud not found candidate': lackedIn(truth) / truth.copies(route, 'cloud'),
    }),
  },
  'Legacy: reply time': { route, shows: () => times('legacy') },
  'Cloud: reply time': { route, shows: () => times('cloud') },
  'Legacy: upstream time': {
    route,
    shows: () => ({ ...times('legacy'), 'legacy p95 candidate': SOME_TIME }),
  },
  'Cloud: upstream time': {
    route,
    shows: () => ({ ...times('cloud'), 'cloud p95 candidate': SOME_TIME }),
  },
  'Legacy: attempts by what came of them': {
    ...{ route, as: 'rate' },
    shows: ({ truth }) => ({
      'answered control': truth.count(legacy),
      'answered candidate': truth.copies(route, 'legacy'),
    }),
  },
  'Cloud: attempts by what came of them': {
    ...{ route, as: 'rate' },
    shows: ({ truth }) => ({
      'answered control': truth.count(cloud),
      'answered candidate': truth.copies(route, 'cloud'),
      'bad-answer control': truth.count({ route, step: 'failing', fellBack: true }),
      'crossed control': truth.count({ route, step: 'crossed', fellBack: true }),
    }),
  },
  'Legacy: in flight': NOTHING,
  'Legacy: breaker': NOTHING,
  'Cloud: in flight': NOTHING,
  'Cloud: breaker': NOTHING,
  // A fault names no request, and carries no message of anybody.
  'Legacy: proofs that answers belong to their requests': {
    ...{ route, as: 'rate' },
    shows: ({ truth }) => ({
      bound: truth.count({ side: 'legacy' }) - faults(truth),
      unstated: faults(truth),
    }),
  },
  'Cloud: proofs that answers belong to their requests': {
    ...{ route, as: 'rate' },
    shows: ({ truth }) => ({
      bound: truth.count(cloud),
      crossed: truth.count({ step: 'crossed', fellBack: true }),
    }),
  },
  'Cloud ÷ legacy, how long they take': {
    route,
    shows: () => ({ p50: SOME_TIME, p95: SOME_TIME }),
  },
  Fallbacks: {
    ...{ route, as: 'rate' },
    shows: ({ truth }) => ({
      'bad-answer': truth.count({ route, step: 'failing', fellBack: true }),
      crossed: truth.count({ route, step: 'crossed', fellBack: true }),
    }),
  },
  'Errors of our own': NOTHING,
  'What chose the side': {
    ...{ route, as: 'rate' },
    shows: ({ truth }) => tally(truth, { route }, chosenBy),
  },
  'In time': {
    route,
    shows: ({ truth }) => ({ 'in time': [share(truth, { isPrompt: true }, { route }), 1] }),
  },
  'Body bytes': { ...{ route, as: 'rate' }, shows: ({ truth }) => bytes(truth, { route }) },
}

const faults = ({ count }: Truth): number => count({ said: 'fault' }) + count({ said: 'rejected' })

const times = (side: string): Record<string, typeof SOME_TIME> => ({
  ...{ [`${side} p50`]: SOME_TIME, [`${side} p95`]: SOME_TIME, [`${side} p99`]: SOME_TIME },
})

/** While both sides serve the percentage decides, whom a halt or a stage leaves anything to decide. */
function chosenBy({ step, side, fellBack }: Parameters<Parameters<typeof tally>[2]>[0]): string {
  if (step === 'halt') return 'halt: legacy'
  const chosen = fellBack ? 'cloud' : side
  return `${BY_PERCENTAGE.includes(step) ? 'percentage' : 'stage'}: ${chosen}`
}

const BY_PERCENTAGE = ['canary', 'override', 'failing', 'resume', 'crossed']
