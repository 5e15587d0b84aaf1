import type { Recorded } from './migration-recorded.ts'
import {
  type Chosen,
  legendOf,
  type Panel,
  rowsOf,
  shownAt,
  shownOver,
} from './migration-panels.ts'
import type { Amount, Amounts, Shown } from './migration-shown.ts'

/** How far a number may be off that is no count: of two instances one was scraped a little beside the window. */
const OFF = 0.001
/** What is left of two numbers that were to cancel out. */
const NOTHING = 1e-9

/** Looks at a panel and says everything that is wrong with what it shows; nothing where it shows what happened. */
export async function checkPanel(
  recorded: Recorded,
  panel: Panel,
  shown: Shown | undefined,
): Promise<readonly string[]> {
  if (shown === undefined) return ['nobody says what it must show, nor why nobody can']
  const drawn = await drawnOver(recorded, panel, routeOf(shown))
  if ('because' in shown) return drawn
  if ('rows' in shown) return [...drawn, ...(await wrongRows(recorded, panel, shown))]
  return [...drawn, ...(await wrongAmounts(recorded, panel, shown))]
}

const routeOf = (shown: Shown): string | undefined => ('because' in shown ? undefined : shown.route)

const STEP_MS = 1_000
// As Grafana has it: four times what lies between two scrapes.
const RATE_MS = 4_000

const chosenOf = (route: string | undefined): Pick<Chosen, 'variables'> =>
  route === undefined ? {} : { variables: { route } }

/** Asks each query over the whole migration, as Grafana does to draw it. */
async function drawnOver(
  { prometheus, window }: Recorded,
  panel: Panel,
  route: string | undefined,
): Promise<readonly string[]> {
  const { from, to } = window
  const chosen = { rangeMs: to - from, rateMs: RATE_MS, intervalMs: STEP_MS, ...chosenOf(route) }
  const span = { from: from / 1_000, to: to / 1_000, step: STEP_MS / 1_000 }
  const all = await shownOver(prometheus, panel, { span, chosen })
  return all.flatMap(({ target, lines }) =>
    lines.length > 0 && !lines.some(({ points }) => points.some(([, value]) => isFinite(value)))
      ? [`${target.refId} gives no finite number`]
      : [],
  )
}

/**
 * Asks each query once. The time shown and the time a rate is taken over are both the whole migration, so that a rate
 * with its seconds is a count.
 */
async function asked({ prometheus, window, moments }: Recorded, panel: Panel, shown: Asked) {
  const { after, route } = shown
  const at = after === undefined ? window.to : moments[after]
  if (at === undefined) throw new Error(`there is no step ${after ?? ''}`)
  const whole = window.to - window.from
  const chosen = { rangeMs: whole, rateMs: whole, intervalMs: STEP_MS, ...chosenOf(route) }
  return shownAt(prometheus, panel, { at, chosen })
}

type Asked = Readonly<Partial<Record<'after' | 'route', string>>>

async function wrongAmounts(
  recorded: Recorded,
  panel: Panel,
  shown: Extract<Shown, { shows: unknown }>,
): Promise<readonly string[]> {
  const { from, to } = recorded.window
  const times = shown.as === 'rate' ? (to - from) / 1_000 : 1
  const got: Record<string, number> = {}
  for (const { target, samples } of await asked(recorded, panel, shown)) {
    for (const { labels, value } of samples) {
      const legend = legendOf(target, labels)
      if (legend in got) return [`two series are called ${legend}`]
      got[legend] = value * times
    }
  }
  return wrongIn(shown.shows(recorded), got)
}

async function wrongRows(
  recorded: Recorded,
  panel: Panel,
  shown: Extract<Shown, { rows: unknown }>,
): Promise<readonly string[]> {
  const rows = rowsOf(panel, await asked(recorded, panel, shown))
  return Object.entries(shown.rows(recorded)).flatMap(([name, wanted]) => {
    const found = rows.filter(row => Object.values(row).includes(name))
    const [row] = found
    if (row === undefined || found.length > 1) return [`${name} has ${found.length} rows`]
    const numbers = Object.fromEntries(
      Object.keys(wanted).map(title => [title, Number(row[title] ?? Number.NaN)]),
    )
    return wrongIn(wanted, numbers).map(wrong => `${name}: ${wrong}`)
  })
}

function wrongIn(wanted: Amounts, got: Readonly<Record<string, number>>): readonly string[] {
  const missing = Object.entries(wanted).flatMap(([name, amount]) =>
    is(got[name] ?? Number.NaN, amount)
      ? []
      : [`${name} is ${got[name] ?? 'not there'}, not ${String(amount)}`],
  )
  const more = Object.entries(got).flatMap(([name, value]) =>
    name in wanted || !isFinite(value) || Math.abs(value) < NOTHING
      ? []
      : [`${name} is ${value}, not 0`],
  )
  return [...missing, ...more]
}

const is = (value: number, amount: Amount): boolean =>
  typeof amount === 'number'
    ? Math.abs(value - amount) <= OFF * Math.max(1, Math.abs(amount))
    : value >= amount[0] - NOTHING - OFF * Math.abs(amount[0]) &&
      value <= amount[1] + OFF * Math.abs(amount[1])
