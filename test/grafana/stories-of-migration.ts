import { type AlertStory, growing, of, type Series, standing } from './story.ts'

const ROUTE = 'route="pds"'
const PDS = { job: 'ficus', route: 'pds' }
const LONG = 600

const gate = (state: string): string => of('gate_state', `${ROUTE},state="${state}"`)
const PERCENT = of('route_percent', ROUTE)
const HALTED = of('route_halted', `${ROUTE},halt="hard"`)

/** So many in five minutes declined and served by the cloud for an hour and a half, then none declined. */
const declined = (declining: number, serving: number): Series => ({
  [of('declined_total', `${ROUTE},reason="unlisted"`)]: growing([18, declining], [LONG, 0]),
  [of('requests_total', `${ROUTE},upstream="pds-fhir",side="cloud",code="200"`)]: growing([
    LONG,
    serving,
  ]),
  [of('requests_total', `${ROUTE},upstream="spine",side="legacy",code="200"`)]: growing([LONG, 99]),
})

/** So many copies in five minutes came to this for an hour and a half, beside those that were equal. */
const copies = (
  verdict: string,
  reason: string,
  paces: readonly [these: number, equal: number],
) => {
  const comparisons = (which: string, why: string): string =>
    of('comparisons_total', `${ROUTE},verdict="${which}",reason="${why}"`)
  return {
    [comparisons(verdict, reason)]: growing([18, paces[0]], [LONG, 0]),
    [comparisons('identical', 'none')]: growing([LONG, paces[1]]),
  }
}

/** What plays the cloud side of the route is worked on from some step on for so long. */
const workedOn = (from: number, steps: number): Series => ({
  [of('route_upstream_info', `${ROUTE},side="cloud",upstream="pds-fhir"`)]: standing([LONG, 1]),
  [of('upstream_maintenance', 'upstream="pds-fhir"')]: standing([from, 0], [steps, 1], [LONG, 0]),
})

const NOT_COMPARED = ['not_compared', 'not_comparable', 'truncated'] as const

/** One for every alert of how far routes have moved. */
export const MIGRATION: readonly AlertStory[] = [
  {
    alert: 'FicusGateClosedWhileCloudServes page',
    labels: PDS,
    trouble: {
      [gate('closed')]: standing([11, 0], [20, 1], [LONG, 0]),
      [PERCENT]: standing([LONG, 5]),
    },
    ...{ quiet: 12, fires: 13, over: 31 },
    short: [
      { [PERCENT]: standing([LONG, 0]) },
      { [gate('closed')]: standing([LONG, 0]), [gate('undecided')]: standing([LONG, 1]) },
    ],
  },
  {
    alert: 'FicusHaltActive ticket',
    labels: { ...PDS, halt: 'hard' },
    trouble: { [HALTED]: standing([11, 0], [70, 1], [LONG, 0]) },
    ...{ quiet: 70, fires: 71, over: 81 },
    short: [{ [HALTED]: standing([11, 0], [60, 1], [LONG, 0]) }],
  },
  {
    alert: 'FicusDeclinedShareHigh ticket',
    labels: PDS,
    trouble: declined(105, 395),
    ...{ step: 5, quiet: 20, fires: 45, over: 160 },
    short: [declined(95, 405), declined(7, 0)],
  },
  {
    // At the first percent of a canary the cloud may not have served anybody yet.
    alert: 'FicusDeclinedShareHigh ticket',
    labels: PDS,
    trouble: {
      [of('declined_total', `${ROUTE},reason="unlisted"`)]: growing([18, 45], [LONG, 0]),
    },
    ...{ step: 5, quiet: 20, fires: 45, over: 160 },
    short: [{ [of('declined_total', `${ROUTE},reason="unlisted"`)]: growing([LONG, 7]) }],
  },
  ...NOT_COMPARED.map((verdict): AlertStory => ({
    alert: 'FicusNotComparedShareHigh ticket',
    labels: PDS,
    trouble: copies(verdict, 'size', [30, 470]),
    ...{ step: 5, quiet: 20, fires: 45, over: 160 },
    short: [
      copies(verdict, 'size', [20, 480]),
      copies(verdict, 'size', [5, 0]),
      // What is dropped is told of by another alert.
      { ...copies(verdict, 'size', [0, 470]), ...copies('not_compared', 'full', [250, 250]) },
      // Nor what comes of somebody's work, within it and while it is still looked back on.
      workedOn(2, 30),
      {
        ...copies(verdict, 'size', [0, 470]),
        ...copies('not_compared', 'maintenance', [250, 250]),
      },
    ],
  })),
  ...['full', 'late', 'paused', 'thread-ended', 'internal'].map((reason): AlertStory => ({
    alert: 'FicusShadowDrops ticket',
    labels: PDS,
    trouble: copies('not_compared', reason, [30, 470]),
    ...{ step: 5, quiet: 15, fires: 30, over: 125 },
    short: [
      copies('not_compared', reason, [20, 480]),
      copies('not_compared', reason, [5, 0]),
      {
        ...copies('not_compared', reason, [0, 470]),
        ...copies('not_compared', 'size', [250, 250]),
      },
      workedOn(2, 30),
    ],
  })),
  {
    alert: 'FicusEvidenceUnstored ticket',
    labels: { job: 'ficus', instance: 'a:9400' },
    trouble: { [of('evidence_store_failing')]: standing([11, 0], [20, 1], [LONG, 0]) },
    ...{ quiet: 20, fires: 21, over: 31 },
    short: [{ [of('evidence_store_failing')]: standing([11, 0], [10, 1], [LONG, 0]) }],
  },
]
