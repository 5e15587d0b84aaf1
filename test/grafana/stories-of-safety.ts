import { addedTo, type AlertStory, growing, of, type Series, standing } from './story.ts'

const ROUTE = 'route="pds"'
const PDS = { job: 'ficus', route: 'pds' }
const LONG = 600

const serves = (percent: number): Series => ({
  [of('route_percent', ROUTE)]: standing([LONG, percent]),
})

const error = (code: string): string => of('errors_total', `${ROUTE},error="${code}"`)
const records = (result: string): string => of('records_total', `result="${result}"`)

/** What both sides said of it, in every five minutes of an hour; then both say that all is there. */
function said(
  cloud: { found: number; not: number },
  legacy: { found: number; not: number },
): Series {
  const rows = (side: string, role: string, { found, not }: typeof cloud): Series => {
    const series = (outcome: string): string =>
      of(
        'outcomes_total',
        `${ROUTE},upstream="${side}",side="${side}",role="${role}",outcome="${outcome}"`,
      )
    return {
      [series('ok')]: growing([12, found], [36, found + not]),
      [series('not_found')]: growing([12, not], [36, 0]),
    }
  }
  return { ...rows('cloud', 'candidate', cloud), ...rows('legacy', 'control', legacy) }
}

const NOT_FOUND = {
  labels: PDS,
  ...{ step: 5, quiet: 5, fires: 30, over: 170 },
}
const FAR_MORE = said({ found: 450, not: 50 }, { found: 490, not: 10 })
const HARDLY_MORE = [
  // As many as never come by chance, and so small a share that it does not matter.
  said({ found: 97_600, not: 2_400 }, { found: 98_000, not: 2_000 }),
  // A great share, of too few.
  said({ found: 0, not: 5 }, { found: 5, not: 0 }),
  // As chance has it.
  said({ found: 9, not: 1 }, { found: 10, not: 0 }),
]

const crossed = (result: string): string =>
  of('bindings_total', `upstream="spine",result="${result}"`)
const broken = (what: string): string => of('glass_broken_total', `what="${what}"`)
const CRITICAL = of('critical_differences_total', ROUTE)

/** One for every alert of what can hurt somebody. */
export const SAFETY: readonly AlertStory[] = [
  ...['crossed', 'unproven'].map((result): AlertStory => ({
    alert: 'FicusAnswerCrossed page',
    labels: { job: 'ficus', upstream: 'spine', result },
    trouble: { [crossed(result)]: addedTo(11, 1), [crossed('bound')]: growing([LONG, 9]) },
    ...{ quiet: 10, fires: 11, over: 22 },
    short: [{ [crossed(result)]: addedTo(11, 0), [crossed('unstated')]: addedTo(11, 1) }],
  })),
  {
    alert: 'FicusCriticalDifference page',
    labels: PDS,
    trouble: { [CRITICAL]: addedTo(11, 1), ...serves(1) },
    ...{ quiet: 10, fires: 11, over: 22 },
    short: [serves(0), { [CRITICAL]: addedTo(11, 0) }],
  },
  {
    alert: 'FicusCriticalDifference ticket',
    labels: PDS,
    trouble: { [CRITICAL]: addedTo(11, 1), ...serves(0) },
    ...{ quiet: 10, fires: 11, over: 22 },
    short: [serves(1), { [CRITICAL]: addedTo(11, 0) }],
  },
  {
    alert: 'FicusCloudNotFoundAboveLegacy page',
    ...NOT_FOUND,
    trouble: { ...FAR_MORE, ...serves(5) },
    short: [serves(0), ...HARDLY_MORE],
  },
  {
    alert: 'FicusCloudNotFoundAboveLegacy ticket',
    ...NOT_FOUND,
    trouble: { ...FAR_MORE, ...serves(0) },
    short: [serves(5), ...HARDLY_MORE],
  },
  {
    alert: 'FicusWriteSentUnknown page',
    labels: PDS,
    trouble: { [error('sent-unknown')]: addedTo(11, 11) },
    ...{ quiet: 10, fires: 11, over: 22 },
    short: [{ [error('sent-unknown')]: addedTo(11, 10) }],
  },
  {
    alert: 'FicusWriteSentUnknown ticket',
    labels: PDS,
    trouble: { [error('sent-unknown')]: addedTo(11, 1) },
    ...{ quiet: 10, fires: 11, over: 22 },
    short: [
      { [error('sent-unknown')]: addedTo(11, 11) },
      { [error('sent-unknown')]: addedTo(11, 0), [error('no-answer')]: addedTo(11, 9) },
    ],
  },
  ...['gate', 'approval', 'freeze'].map((what): AlertStory => ({
    alert: 'FicusGlassBroken ticket',
    labels: { job: 'ficus', what },
    trouble: { [broken(what)]: addedTo(11, 1) },
    ...{ quiet: 10, fires: 11, over: 22 },
    short: [{ [broken(what)]: addedTo(11, 0) }],
  })),
  {
    alert: 'FicusPinContradicting page',
    labels: { job: 'ficus' },
    trouble: { [records('contradicting')]: addedTo(11, 1) },
    ...{ quiet: 10, fires: 11, over: 22 },
    short: [{ [records('contradicting')]: addedTo(11, 0), [records('silent')]: addedTo(11, 1) }],
  },
  {
    alert: 'FicusRecordsSilent page',
    labels: { job: 'ficus' },
    trouble: { [records('silent')]: growing([10, 0], [15, 1], [LONG, 0]) },
    ...{ quiet: 14, fires: 17, over: 30 },
    short: [{ [records('silent')]: addedTo(11, 5) }],
  },
  {
    alert: 'FicusStoreForked page',
    labels: { job: 'ficus' },
    trouble: { [of('store_forks')]: addedTo(40, 1) },
    ...{ step: 10, quiet: 390, fires: 400, over: 770 },
    short: [{ [of('store_forks')]: addedTo(40, 0) }],
  },
  {
    // One that was found before anything was scraped.
    alert: 'FicusStoreForked page',
    labels: { job: 'ficus' },
    trouble: { [of('store_forks')]: `_x2 ${standing([LONG, 1])}` },
    ...{ step: 10, quiet: 10, fires: 30, over: 390 },
    short: [{ [of('store_forks')]: `_x2 ${standing([LONG, 0])}` }],
  },
  {
    alert: 'FicusReplyUnfetched ticket',
    labels: { job: 'ficus' },
    trouble: { [of('replies_unfetched_total')]: addedTo(11, 1) },
    ...{ quiet: 10, fires: 11, over: 75 },
    short: [{ [of('replies_unfetched_total')]: standing([LONG, 1]) }],
  },
]
