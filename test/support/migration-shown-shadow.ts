import { differing, pairs, SOME_TIME } from './migration-shown-facts.ts'
import { CLOSED } from './migration-shown-overview.ts'
import type { Shown } from './migration-shown.ts'
import type { Truth } from './migration-truth.ts'

const NOTHING: Shown = { shows: () => ({}) }
const OWN_TESTS = 'how evidence is weighed is a formula of its own, with tests of its own'

/** A pair of a translated route is held against each other twice: as the supplier would see it, and as both mean it. */
const twice = ({ planted }: Truth, kind: string): number => 2 * (planted[kind] ?? 0)

export const SHADOW: Readonly<Record<string, Shown>> = {
  'Pairs compared': { shows: ({ truth }) => ({ '': pairs(truth) }) },
  Differ: { shows: ({ truth }) => ({ '': differing(truth) / pairs(truth) }) },
  Critical: { shows: ({ truth }) => ({ '': truth.planted['lacked'] ?? 0 }) },
  // Of an answer the cloud did not give there is nothing to compare.
  Coverage: {
    shows: ({ truth }) => ({ '': pairs(truth) / (pairs(truth) + truth.count({ fellBack: true })) }),
  },
  'Dropped for want of room': NOTHING,
  'Counts wait for the store': NOTHING,
  Verdicts: {
    as: 'rate',
    shows: ({ truth }) => ({
      different: differing(truth),
      // Bytes that happen to be the same, and what means the same: which is for the mapping to say.
      equivalent: [1, pairs(truth) - differing(truth)],
      identical: [1, pairs(truth) - differing(truth)],
      not_compared: truth.count({ fellBack: true }),
    }),
  },
  'Pairs that differ, by route': {
    shows: ({ truth }) => ({ retrievals: differing(truth) / pairs(truth, ['retrievals']) }),
  },
  'What differs most': {
    rows: ({ truth }) => ({
      'address/postcode': { Pairs: truth.planted['postcode'] ?? 0 },
      outcome: { Pairs: truth.planted['lacked'] ?? 0 },
    }),
  },
  'By kind': {
    shows: ({ truth }) => ({
      value: twice(truth, 'postcode'),
      'domain-outcome': twice(truth, 'lacked'),
    }),
  },
  'Differences by severity': {
    as: 'rate',
    shows: ({ truth }) => ({
      significant: twice(truth, 'postcode'),
      critical: twice(truth, 'lacked'),
    }),
  },
  'Critical differences by route': {
    as: 'rate',
    shows: ({ truth }) => ({ retrievals: truth.planted['lacked'] ?? 0 }),
  },
  'Coverage by route': {
    shows: ({ truth }) => {
      const compared = pairs(truth, ['retrievals'])
      return { retrievals: compared / (compared + truth.count({ fellBack: true })), summaries: 1 }
    },
  },
  'Why nothing was compared': {
    as: 'rate',
    shows: ({ truth }) => ({ 'fell-back': truth.count({ fellBack: true }) }),
  },
  'Whether a copy was to be sent': {
    as: 'rate',
    shows: ({ truth }) => ({
      copy: pairs(truth) + truth.count({ fellBack: true }),
      halted: truth.count({ step: 'halt' }),
      class: truth.count({ route: 'prescribing', step: 'shadow' }),
      stage: truth.count({ step: 'legacy' }) + truth.count({ step: 'cloud' }),
    }),
  },
  'Copies that wait': NOTHING,
  'Bytes they may come to': NOTHING,
  'How long copies take': {
    shows: () => ({
      ...{ 'p50 candidate': SOME_TIME, 'p95 candidate': SOME_TIME, 'p99 candidate': SOME_TIME },
    }),
  },
  'Evidence, divided by what the gate asks': { because: OWN_TESTS },
  Gates: { after: 'shadow', shows: () => ({ retrievals: CLOSED, summaries: [0, 1] }) },
  'Evidence of this epoch': {
    after: 'shadow',
    rows: ({ truth }) => ({
      retrievals: { Compared: differing(truth), Differ: differing(truth) },
      summaries: { Differ: 0 },
    }),
  },
}
