import { SOME_TIME } from './migration-shown-facts.ts'
import type { Shown } from './migration-shown.ts'
import type { Truth } from './migration-truth.ts'

const NOTHING: Shown = { shows: () => ({}) }
const LEAVES =
  'how many leaves a message has, and what becomes of each, the tests of the mappings hold against records by hand'

const TRIED =
  'which of them a busy machine has the time to try nobody plans; that each is counted is held apart'

/** Requests whose translation the cloud saw: those it served or failed. */
const towards = ({ count }: Truth): number =>
  count({ route: 'retrievals', side: 'cloud' }) + count({ route: 'retrievals', fellBack: true })

/** Answers of the cloud's that came and were one of somebody. */
const answered = ({ count }: Truth): number => count({ route: 'retrievals', side: 'cloud' })

const crossed = ({ count }: Truth): number => count({ step: 'crossed', fellBack: true })

export const TRANSLATION: Readonly<Record<string, Shown>> = {
  Taken: { shows: () => ({ '': 1 }) },
  Declined: NOTHING,
  'Answers about somebody else': { shows: ({ truth }) => ({ '': crossed(truth) }) },
  'Answers that could not be said': NOTHING,
  'Mistakes of ours': NOTHING,
  'Places disagree': NOTHING,
  'Requests towards the cloud': { as: 'rate', shows: ({ truth }) => ({ taken: towards(truth) }) },
  'Answers from the cloud': {
    as: 'rate',
    shows: ({ truth }) => ({ said: answered(truth), crossed: crossed(truth) }),
  },
  'Why requests were declined': NOTHING,
  'Declined by route and reason': { rows: () => ({}) },
  'How long it takes': {
    shows: () => ({
      ...{ 'request p50': SOME_TIME, 'request p95': SOME_TIME, 'request p99': SOME_TIME },
      ...{ 'answer p50': SOME_TIME, 'answer p95': SOME_TIME, 'answer p99': SOME_TIME },
    }),
  },
  Kept: { because: LEAVES },
  Invented: { because: LEAVES },
  'What became of leaves': { because: LEAVES },
  'Lossy, dropped, defaulted and invented by path': { because: LEAVES },
  Trials: { because: TRIED },
  'Trials in the time shown': { because: TRIED },
}
