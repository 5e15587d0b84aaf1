/** What sixty routes come to on the page of metrics, as a migration has them and as far as the closed sets allow. */
import { CATALOGUE, type Family, LABELS, type LabelName } from '../../src/telemetry/index.ts'
import type { createMetrics, Histograms, Series } from '../../src/telemetry/index.ts'

type Metrics = ReturnType<typeof createMetrics>

/** How far a route has come: it has the series of every stage it was at, as an instance that saw them all. */
type Came = 0 | 1 | 2 | 3 | 4

interface Given {
  readonly route: string
  readonly legacy: string
  readonly cloud: string
  readonly isRead: boolean
  readonly came: Came
}

const ROUTES = 60
/** A third has not begun, a sixth is done, the rest is between. */
const CAME: readonly Came[] = [0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 4, 4]

const GIVEN: readonly Given[] = Array.from({ length: ROUTES }, (_, i) => ({
  route: `route-${i}`,
  legacy: `spine-${i % 3}`,
  cloud: `cloud-${i % 3}`,
  isRead: i % 5 < 3,
  came: CAME[i % CAME.length] ?? 0,
}))

type Row = readonly [family: keyof typeof CATALOGUE, ...labels: (string | readonly string[])[]]

const ENDS = ['answered', 'not-sent', 'no-answer', 'bad-answer']
const CODES = ['200', '500', '503', '499']
const SEEN = ['ok', 'warning', 'not_found', 'rejected', 'app_error', 'transport']
const TRANSLATED = ['taken', 'declined', 'failed']
const PATHS = Array.from({ length: 10 }, (_, i) => `Envelope/Body/made-up/path-of-a-leaf-${i}`)

/** What a route has from the start. */
const always = ({ route, legacy }: Given): readonly Row[] => [
  ['requests', route, legacy, 'legacy', CODES],
  ['requestSeconds', route, legacy],
  ['requestBytes', route],
  ['replyBytes', route],
  ['errors', route, ['sent-unknown', 'crossed', 'internal', 'not-sent', 'no-answer', 'aborted']],
  ['outcomes', route, legacy, 'legacy', 'control', LABELS.outcome],
  ['outcomesUnread', route, ['busy', 'size']],
  ['assignments', route, 'legacy', ['stage', 'disagrees', 'halt']],
  ['disagreements', route],
  ['mirrors', route, ['stage', 'copy', 'not-sampled', 'disagrees', 'halted']],
  ['upstreamRequests', route, legacy, 'control', ENDS],
  ['upstreamSeconds', route, legacy, 'control'],
  ['routeStage', route, LABELS.stage],
  ['routeUpstream', route, 'legacy', legacy],
  ['routePercent', route],
  ['routeHalted', route, LABELS.halt],
  ['routeChanged', route],
  ['flips', route, ['promote', 'rollback', 'halt', 'resume', 'undo']],
  ['objective', route, LABELS.objective],
  ['objectiveBound', route],
  ['inTime', route],
]

/** What a route has that has a cloud side, wherever it stands. */
const withCloud = ({ route, cloud }: Given): readonly Row[] => [
  ['routeUpstream', route, 'cloud', cloud],
  ['requests', route, cloud, 'cloud', '200'],
  ['outcomes', route, cloud, 'cloud', 'control', LABELS.outcome],
  ['gateState', route, ['open', 'closed', 'undecided']],
  ['evidenceCompared', route],
  ['evidenceDiffering', route],
  ['evidenceNeeded', route],
  ['evidenceRatio', route],
  ['criticals', route],
]

/** What a read has that was copied to the cloud and compared. */
const compared = ({ route, cloud }: Given): readonly Row[] => [
  ['outcomes', route, cloud, 'cloud', 'candidate', SEEN],
  ['upstreamRequests', route, cloud, 'candidate', ENDS],
  ['upstreamSeconds', route, cloud, 'candidate'],
  ['comparisons', route, LABELS.verdict, ['none', 'outcome']],
  ['divergences', route, PATHS.slice(0, 8), 'value', 'significant'],
  ['latencyRatio', route],
]

/** What a message has that was put in other words. */
const translated = ({ route, isRead }: Given): readonly Row[] => [
  ['translations', route, ['request', 'answer'], TRANSLATED],
  ['translationSeconds', route, ['request', 'answer']],
  ['translatedLeaves', route, isRead ? ['request', 'answer'] : 'trial', ['used', 'said'], ''],
  ['translatedLeaves', route, isRead ? 'answer' : 'trial', 'lossy', PATHS],
  ['declined', route, ['asked', 'unread', 'shape', 'value']],
]

/** What a route has that the cloud serves some of. */
const served = ({ route, legacy, cloud, isRead }: Given): readonly Row[] => [
  ['requests', route, cloud, 'cloud', CODES],
  ['requestSeconds', route, cloud],
  ['assignments', route, ['legacy', 'cloud'], ['percentage', 'override', 'stage']],
  ['upstreamRequests', route, cloud, 'control', ENDS],
  ['upstreamSeconds', route, cloud, 'control'],
  ...(isRead
    ? ([
        ['fallbacks', route, ['not-sent', 'no-answer', 'bad-answer']],
        ['outcomes', route, legacy, 'legacy', 'candidate', SEEN],
      ] as const)
    : []),
]

const rowsOf = (given: Given): readonly Row[] => [
  ...always(given),
  ...(given.came >= 1 ? withCloud(given) : []),
  ...(given.came >= 1 && given.isRead ? compared(given) : []),
  ...(given.came >= 1 ? translated(given) : []),
  ...(given.came >= 1 && !given.isRead ? ([['trials', given.route, TRANSLATED]] as const) : []),
  ...(given.came >= 2 ? served(given) : []),
  ...(given.came >= 3 && given.isRead
    ? ([['upstreamSeconds', given.route, given.legacy, 'candidate']] as const)
    : []),
]

/** Fills a catalogue as sixty routes do of which a third has not begun and a sixth is done. */
export function fillAsMigrating(metrics: Metrics): void {
  metrics.makeRoom(ROUTES)
  for (const given of GIVEN) {
    for (const [family, ...labels] of rowsOf(given)) {
      for (const values of everyOne(labels.map(one => (typeof one === 'string' ? [one] : one)))) {
        count(metrics[family], values)
      }
    }
  }
}

/** Fills a catalogue with all that the closed sets allow on sixty routes, far more than there is room for. */
export function flood(metrics: Metrics): void {
  metrics.makeRoom(ROUTES)
  for (const [key, { labels }] of Object.entries<Family>(CATALOGUE)) {
    const series = metrics[key as keyof typeof CATALOGUE] // its own keys
    for (const { route, legacy, cloud } of GIVEN) {
      const own: Partial<Record<LabelName, readonly string[]>> = {
        route: [route],
        upstream: [legacy, cloud],
      }
      for (const values of everyOne(labels.map(label => own[label] ?? valuesOf(label)))) {
        count(series, values)
      }
    }
  }
}

/** Words where a label's values are not listed in the catalogue: as many as a family may have. */
const valuesOf = (label: LabelName): readonly string[] => {
  const values: readonly string[] | string = LABELS[label]
  return typeof values === 'string' ? ['one', 'two', 'three', 'four', 'five', 'six'] : values
}

function everyOne(sets: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return sets.reduce<readonly (readonly string[])[]>(
    (before, set) => before.flatMap(values => set.map(value => [...values, value])),
    [[]],
  )
}

function count(family: Series | Histograms, values: readonly string[]): void {
  const cell = family.cell(...values)
  if ('observe' in family) family.observe(cell, 0.2, 'f'.repeat(32))
  else family.add(cell)
}
