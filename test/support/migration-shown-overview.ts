import { ROUTES } from './migration-counted.ts'
import { differing, flips, pairs, share, SOME_TIME } from './migration-shown-facts.ts'
import type { Shown } from './migration-shown.ts'

/** By which number the dashboards know a stage, and a gate that says no. */
export const STAGES = { legacy: 0, shadow: 1, canary: 2, cloud: 4 }
export const CLOSED = 2

export const OVERVIEW: Readonly<Record<string, Shown>> = {
  'Answers crossed': {
    shows: ({ truth }) => ({ '': truth.count({ step: 'crossed', fellBack: true }) }),
  },
  'Critical differences': { shows: ({ truth }) => ({ '': truth.planted['lacked'] ?? 0 }) },
  'Writes perhaps done': { shows: () => ({}) },
  'Replies never fetched': { shows: () => ({}) },
  'Bad answers': { shows: ({ truth }) => ({ '': share(truth, { said: 'fault' }) }) },
  'Fell back to legacy': { shows: ({ truth }) => ({ '': truth.count({ fellBack: true }) }) },
  'Routes halted': { after: 'halt', shows: () => ({ '': ROUTES.length }) },
  'Traffic on the cloud': { shows: ({ truth }) => ({ '': share(truth, { side: 'cloud' }) }) },
  'Alerts that fire': { rows: () => ({ FicusAnswerCrossed: {} }) },
  'Riskiest routes': {
    rows: ({ truth }) => ({
      retrievals: {
        Critical: truth.planted['lacked'] ?? 0,
        'Fell back': truth.count({ route: 'retrievals', fellBack: true }),
      },
    }),
  },
  Routes: {
    rows: ({ truth }) => ({
      retrievals: {
        ...{ 'On cloud': 100, Halted: 0 },
        Differ: differing(truth) / pairs(truth, ['retrievals']),
      },
      summaries: { 'On cloud': 50, Halted: 0, Differ: 0 },
      prescribing: { 'On cloud': 0, Halted: 0 },
      default: { 'On cloud': 0, Halted: 0 },
    }),
  },
  'Routes by stage': { shows: () => ({ legacy: 1, shadow: 1, canary: 1, cloud: 1 }) },
  'Requests by side': {
    as: 'rate',
    shows: ({ truth }) => ({
      legacy: truth.count({ side: 'legacy' }),
      cloud: truth.count({ side: 'cloud' }),
    }),
  },
  'Percentage the cloud is to serve': { shows: () => ({ retrievals: 100, summaries: 50 }) },
  'Share the cloud serves': {
    shows: ({ truth }) => ({
      retrievals: share(truth, { side: 'cloud' }, { route: 'retrievals' }),
      summaries: share(truth, { side: 'cloud' }, { route: 'summaries' }),
    }),
  },
  Stages: {
    shows: () => ({
      ...{ retrievals: STAGES.cloud, summaries: STAGES.canary },
      ...{ prescribing: STAGES.shadow, default: STAGES.legacy },
    }),
  },
  Gates: { after: 'shadow', shows: () => ({ retrievals: CLOSED, summaries: [0, 1] }) },
  'Bad answers by side': {
    shows: ({ truth }) => ({ legacy: share(truth, { said: 'fault' }, { side: 'legacy' }) }),
  },
  'Not found by side': {
    because: 'it mixes copies and what suppliers got; the panels of one route tell them apart',
  },
  'Reply time by side, p95': {
    shows: () => ({ 'legacy p95': SOME_TIME, 'cloud p95': SOME_TIME }),
  },
  'Pairs that differ': {
    shows: ({ truth }) => ({ retrievals: differing(truth) / pairs(truth, ['retrievals']) }),
  },
  Evidence: { because: 'how evidence is weighed is a formula of its own, with tests of its own' },
  Flips: { shows: ({ truth }) => flips(truth) },
}
