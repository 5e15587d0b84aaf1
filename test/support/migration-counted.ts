import { CLOUD_OF, type Truth } from './migration-truth.ts'

/** A counter, the labels that pick series of it, and by how much these must have grown. */
export type Counted = readonly [metric: string, labels: string, count: number]

export const ROUTES = ['retrievals', 'summaries', 'prescribing', 'default'] as const
const SIDES = ['legacy', 'cloud'] as const
const SAYINGS = ['ok', 'not_found', 'rejected', 'fault'] as const

/** By how much each counter must have grown. */
export const counted = (truth: Truth): readonly Counted[] => [
  ...ROUTES.flatMap(route => requests(truth, route)),
  ...copies(truth),
  ...changes(truth),
]

function requests({ told, count }: Truth, route: (typeof ROUTES)[number]): readonly Counted[] {
  const of = `route="${route}"`
  const sum = (bytes: 'bytesIn' | 'bytesOut'): number =>
    told({ route }).reduce((all, each) => all + each[bytes], 0)
  return [
    ['ficus_request_bytes_total', of, sum('bytesIn')],
    ['ficus_reply_bytes_total', of, sum('bytesOut')],
    ['ficus_request_duration_seconds_count', of, count({ route })],
    ['ficus_fallbacks_total', of, count({ route, fellBack: true })],
    ...SIDES.flatMap((side): readonly Counted[] => [
      ['ficus_requests_total', `${of},side="${side}"`, count({ route, side })],
      ...SAYINGS.map((said): Counted => {
        const labels = `${of},side="${side}",role="control",outcome="${said}"`
        return ['ficus_outcomes_total', labels, count({ route, side, said })]
      }),
    ]),
  ]
}

const COPIED = ['retrievals', 'summaries'] as const

/** Copies about somebody whose record the cloud has not. */
export const lackedIn = ({ planted }: Truth): number => planted['lacked'] ?? 0

const copies = (truth: Truth): readonly Counted[] =>
  COPIED.flatMap(route =>
    SIDES.flatMap((side): readonly Counted[] => {
      const of = `route="${route}",upstream="${side === 'legacy' ? 'spine' : CLOUD_OF[route]}"`
      const came = truth.copies(route, side)
      const lacked = route === 'retrievals' && side === 'cloud' ? lackedIn(truth) : 0
      return [
        ['ficus_upstream_request_duration_seconds_count', `${of},role="candidate"`, came],
        ['ficus_outcomes_total', `${of},role="candidate",outcome="ok"`, came - lacked],
        ['ficus_outcomes_total', `${of},role="candidate",outcome="not_found"`, lacked],
      ]
    }),
  )

function changes({ flips, reloads, count, planted }: Truth): readonly Counted[] {
  const flipped = (route: string, verb: string): Counted => [
    'ficus_flips_total',
    `route="${route}",verb="${verb}"`,
    flips.filter(each => each.route === route && each.verb === verb).length,
  ]
  const differing = Object.values(planted).reduce((sum, pairs) => sum + pairs, 0)
  return [
    ...ROUTES.map(route => flipped(route, 'promote')),
    ['ficus_flips_total', 'verb="rollback"', 0],
    ['ficus_config_reloads_total', 'result="taken"', reloads],
    ['ficus_bindings_total', 'result="crossed"', count({ step: 'crossed', fellBack: true })],
    // Of all at once: counted for each route it moved.
    ['ficus_flips_total', 'verb="halt"', ROUTES.length],
    ['ficus_flips_total', 'verb="resume"', ROUTES.length],
    ['ficus_flips_total', 'verb="override"', 1],
    ['ficus_comparisons_total', 'route="retrievals",verdict="different"', differing],
    ['ficus_comparisons_total', 'route="summaries",verdict="different"', 0],
    ['ficus_critical_differences_total', 'route="retrievals"', planted['lacked'] ?? 0],
    [
      'ficus_trial_translations_total',
      'route="prescribing"',
      count({ route: 'prescribing', step: 'shadow' }),
    ],
  ]
}
