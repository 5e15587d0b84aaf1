import { setTimeout as wait } from 'node:timers/promises'

/** What one series of an answer is called by. */
export type Labels = Readonly<Record<string, string>>

/** One series at one moment; `NaN` and `±Inf` are what they are called. */
export interface Sample {
  readonly labels: Labels
  /** Epoch seconds. */
  readonly at: number
  readonly value: number
}

/** One series over a time. */
export interface Line {
  readonly labels: Labels
  readonly points: readonly (readonly [at: number, value: number])[]
}

/** Epoch seconds, both ends included. */
export interface Span {
  readonly from: number
  readonly to: number
  /** Seconds. */
  readonly step: number
}

/** An alert that is pending or fires. */
export interface Alert {
  readonly labels: Labels
  readonly annotations: Labels
  readonly state: 'pending' | 'firing'
}

/** A rule, as Prometheus sees it. */
export interface Rule {
  readonly name: string
  readonly type: 'alerting' | 'recording'
  readonly health: 'ok' | 'err' | 'unknown'
  readonly lastError?: string
}

/** The trace one bucket of a series names. */
export interface Exemplar {
  readonly series: Labels
  readonly labels: Labels
  readonly value: number
}

/** What a Prometheus is asked. Each throws what it says where it refuses. */
export interface Asking {
  /** Evaluates at one moment, epoch seconds. */
  query(promql: string, at: number): Promise<readonly Sample[]>
  /** Gives the samples themselves of a selector with a range, as they were scraped. */
  samples(promql: string, at: number): Promise<readonly Line[]>
  queryRange(promql: string, span: Span): Promise<readonly Line[]>
  exemplars(promql: string, span: Span): Promise<readonly Exemplar[]>
  rules(): Promise<readonly Rule[]>
  alerts(): Promise<readonly Alert[]>
  /**
   * Waits until every target was scraped after a moment, epoch milliseconds, and gives when the last of those scrapes
   * was, epoch seconds. Throws where that takes more than a minute.
   */
  scrapedSince(moment: number): Promise<number>
}

type Written = readonly [at: number, value: string]

interface Answer {
  readonly status: 'success' | 'error'
  readonly error?: string
  readonly data: unknown
}

const SCRAPED_MS = 60_000
const LOOK_MS = 100

/** Puts Prometheus's HTTP API into words. */
export function asking(url: URL): Asking {
  const ask = async (path: string, asked: Readonly<Record<string, string | number>> = {}) => {
    const body = new URLSearchParams(
      Object.entries(asked).map(([name, value]): [string, string] => [name, String(value)]),
    )
    const isPosted = body.size > 0
    const answer = await fetch(new URL(`/api/v1/${path}`, url), {
      ...(isPosted && { method: 'POST', body }),
    })
    const { status, error, data } = (await answer.json()) as Answer // what the API says
    if (status !== 'success') throw new Error(`${error ?? 'refused'}: ${asked['query'] ?? path}`)
    return data
  }
  const instant = async (query: string, at: number): Promise<readonly Sample[]> => {
    const data = (await ask('query', { query, time: at })) as Instant // what the API says
    if (data.resultType === 'scalar') return [sampleOf({}, data.result)]
    return data.result.map(({ metric, value }) => sampleOf(metric, value))
  }
  return {
    query: instant,
    samples: async (query, at) => linesOf(await ask('query', { query, time: at })),
    queryRange: async (query, { from, to, step }) =>
      linesOf(await ask('query_range', { query, start: from, end: to, step })),
    exemplars: async (query, { from, to }) => exemplarsOf(ask, { query, start: from, end: to }),
    rules: async () => {
      const { groups } = (await ask('rules')) as { groups: { rules: Rule[] }[] } // what the API says
      return groups.flatMap(({ rules }) => rules)
    },
    alerts: async () => ((await ask('alerts')) as { alerts: Alert[] }).alerts, // what the API says
    scrapedSince: moment => scrapedSince(ask, moment),
  }
}

type Ask = (path: string, asked?: Readonly<Record<string, string | number>>) => Promise<unknown>

type Instant =
  | { readonly resultType: 'scalar'; readonly result: Written }
  | {
      readonly resultType: 'vector'
      readonly result: readonly { readonly metric: Labels; readonly value: Written }[]
    }

// Prometheus writes +Inf, where Number asks for Infinity.
const numberOf = (written: string): number => Number(written.replace('Inf', 'Infinity'))

const sampleOf = (labels: Labels, [at, value]: Written): Sample => ({
  ...{ labels, at },
  value: numberOf(value),
})

function linesOf(data: unknown): readonly Line[] {
  const { result } = data as { result: { metric: Labels; values: Written[] }[] } // what the API says
  return result.map(({ metric, values }) => ({
    labels: metric,
    points: values.map(([at, value]) => [at, numberOf(value)] as const),
  }))
}

async function exemplarsOf(
  ask: Ask,
  asked: Readonly<Record<string, string | number>>,
): Promise<readonly Exemplar[]> {
  const found = (await ask('query_exemplars', asked)) as {
    seriesLabels: Labels
    exemplars: { labels: Labels; value: string }[]
  }[] // what the API says
  return found.flatMap(({ seriesLabels: series, exemplars }) =>
    exemplars.map(({ labels, value }) => ({ series, labels, value: numberOf(value) })),
  )
}

async function scrapedSince(ask: Ask, moment: number): Promise<number> {
  const until = Date.now() + SCRAPED_MS
  while (Date.now() < until) {
    const { activeTargets } = (await ask('targets')) as {
      activeTargets: { lastScrape: string; lastError: string }[]
    } // what the API says
    const scrapes = activeTargets.map(({ lastScrape }) => Date.parse(lastScrape))
    const isScraped = activeTargets.every(({ lastError }) => lastError === '')
    if (isScraped && scrapes.length > 0 && Math.min(...scrapes) > moment) {
      return Math.max(...scrapes) / 1_000
    }
    await wait(LOOK_MS)
  }
  throw new Error('it was not scraped in time')
}
