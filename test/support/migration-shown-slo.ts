import { ROUTES } from './migration-counted.ts'
import type { Recorded } from './migration-recorded.ts'
import { share, SOME_TIME } from './migration-shown-facts.ts'
import type { Amount, Shown } from './migration-shown.ts'

/**
 * The rules look back further than to where the story was begun for the second time. Both times the same was asked; that
 * the very first may have been missed leaves some room.
 */
const around = (ratio: number): Amount => [ratio * 0.6, ratio * 1.4]

const faulty = ({ truth }: Recorded): number =>
  share(truth, { said: 'fault' }, { route: 'default' })

/** What may go wrong where nothing else is promised. */
const ALLOWED = 0.001

const burn = (recorded: Recorded): Amount => around(faulty(recorded) / ALLOWED)
/** As much as there can be: on a busy machine replies are late, and whatever is late burns too. */
const ALL = 1.001 / ALLOWED
const WORST: Shown = {
  shows: recorded => ({ '': [(faulty(recorded) / ALLOWED) * 0.6, ALL] }),
}
const EACH: Shown = {
  shows: recorded => ({
    'default answered': burn(recorded),
    ...Object.fromEntries(ROUTES.map(route => [`${route} in_time`, [0, ALL] as const])),
  }),
}

export const SLO: Readonly<Record<string, Shown>> = {
  'Worst burn, 1 h': WORST,
  'Worst burn, 6 h': WORST,
  'Worst burn, 3 d': WORST,
  'Least budget left, 3 d': {
    shows: recorded => {
      const spent = faulty(recorded) / ALLOWED
      return { '': [1 - ALL, 1 - spent * 0.6] }
    },
  },
  'Bad answers now': { shows: ({ truth }) => ({ '': share(truth, { said: 'fault' }) }) },
  'Answers not read': { shows: () => ({}) },
  Objectives: {
    because: 'its rows are two for each route; the panels beside it show the same numbers',
  },
  'Burn over 1 h': EACH,
  'Burn over 6 h': EACH,
  'Burn over 3 d': EACH,
  'Not answered': { shows: recorded => ({ default: around(faulty(recorded)) }) },
  'Not in time': {
    because:
      'how long a reply takes on a busy machine nobody plans; the panel of one route is held against suppliers’ clocks',
  },
  'Replies in time': {
    as: 'rate',
    shows: ({ truth }) => ({
      all: truth.count(),
      'in time': [truth.count({ isPrompt: true }), truth.count()],
    }),
  },
  'Reply time and what is promised': {
    shows: () => ({
      p99: SOME_TIME,
      ...{ 'retrievals promised': 1, 'summaries promised': 1 },
      ...{ 'prescribing promised': 1, 'default promised': 1 },
    }),
  },
  'Answers not read for their outcome': { shows: () => ({}) },
}
