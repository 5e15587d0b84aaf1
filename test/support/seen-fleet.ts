import type {
  AuditView,
  DivergencesView,
  EvidenceView,
  OverridesView,
  RoutesView,
} from '../../src/admin/index.ts'
import { readEntry } from '../../src/flips/index.ts'
import type { StartedProxy } from './proxy.ts'

/** What a family shows: by its labels in the order they stand, `pds different none`. */
export type Shown = Readonly<Record<string, number>>

/** Reads the metrics of an instance: by family, without its prefix, and by labels. */
export async function metricsOf(admin: URL): Promise<ReadonlyMap<string, Shown>> {
  const text = await (await fetch(new URL('/metrics', admin))).text()
  const families = new Map<string, Record<string, number>>()
  for (const [, name = '', labels = '', value = ''] of text.matchAll(
    /^ficus_(\w+)(?:\{(.*)\})? (\S+)$/gm,
  )) {
    const family = families.get(name) ?? {}
    families.set(name, family)
    const values = [...labels.matchAll(/"([^"]*)"/g)].map(([, label]) => label)
    family[values.join(' ')] = value === '+Inf' ? Infinity : Number(value)
  }
  return families
}

/** Asks the API. */
export const asked = async <View>(admin: URL, path: string): Promise<View> =>
  (await (await fetch(new URL(path, admin))).json()) as View // the API's own shape

/** Asks for a change; gives its status and what it says. */
export async function change(
  admin: URL,
  path: string,
  body: object,
): Promise<{ readonly status: number; readonly says: unknown }> {
  const answer = await fetch(new URL(path, admin), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ reason: 'a test', ...body }),
  })
  return { status: answer.status, says: await answer.json() }
}

const VERDICTS = ['identical', 'equivalent', 'different'] as const

/** Everything the API says of a route and of its fleet that is on the metrics too, under the names of those. */
export async function toldByApi({ admin }: StartedProxy, route: string): Promise<object> {
  const routes = await asked<RoutesView>(admin, '/api/routes')
  const at = routes.routes.find(({ name }) => name === route)
  const { gate, asks, counts } = await asked<EvidenceView>(admin, `/api/routes/${route}/evidence`)
  const { groups } = await asked<DivergencesView>(admin, `/api/routes/${route}/divergences`)
  const { overrides } = await asked<OverridesView>(admin, '/api/overrides')
  const { lines } = await asked<AuditView>(admin, '/api/audit?from=1&most=1000')
  const stand = overrides.filter(({ isExpired }) => !isExpired)
  const verbs = lines.map(line => readEntry(line).verb)
  return {
    stage: at?.stage,
    percent: at?.serves.cloud,
    halt: at?.halt,
    revision: routes.revision,
    gate: gate.verdict,
    compared: gate.compared,
    differing: gate.bad,
    needed: gate.needed ?? Infinity,
    ratio: gate.e * (1 - asks.confidence),
    critical: gate.critical,
    // What must never differ and does is different too.
    verdicts: [counts.identical, counts.equivalent, counts.different + counts.critical],
    uncompared: gate.uncompared,
    divergences: summed(
      groups.map(({ path, kind, severity, count }) => [`${path} ${kind} ${severity}`, count]),
    ),
    overrides: summed(stand.map(({ cohort, side }) => [`${cohort} ${side}`, 1])),
    changes: summed(verbs.map(verb => [verb, 1])),
  }
}

/** The same of the metrics. */
export async function shownOnMetrics({ admin }: StartedProxy, route: string): Promise<object> {
  const metrics = await metricsOf(admin)
  const family = (name: string): Shown => metrics.get(name) ?? {}
  const of = (name: string): number | undefined => family(name)[route]
  const comparisons = named(family('comparisons_total'), route)
  const verdict = (...words: readonly string[]): number =>
    Object.entries(comparisons)
      .filter(([labels]) => words.includes(labels.split(' ', 1)[0] ?? ''))
      .reduce((sum, [, count]) => sum + count, 0)
  return {
    stage: word(family('route_stage_info'), route),
    percent: of('route_percent'),
    halt: word(family('route_halted'), route) ?? 'none',
    revision: family('state_revision')[''],
    gate: word(family('gate_state'), route),
    compared: of('evidence_comparisons'),
    differing: of('evidence_differing_comparisons'),
    needed: of('evidence_needed_comparisons'),
    ratio: of('evidence_ratio'),
    critical: of('critical_differences_total'),
    verdicts: VERDICTS.map(each => verdict(each)),
    uncompared: verdict('not_compared', 'not_comparable'),
    divergences: above0(named(family('divergences_total'), route)),
    overrides: above0(family('cohort_overrides')),
    changes: byVerb(family('flips_total')),
  }
}

/** What a family shows of one route, without its name. */
const named = (family: Shown, route: string): Shown =>
  Object.fromEntries(
    Object.entries(family)
      .filter(([labels]) => labels.startsWith(`${route} `))
      .map(([labels, value]) => [labels.slice(route.length + 1), value]),
  )

/** The one word of a route that is 1. */
function word(family: Shown, route: string): string | undefined {
  const words = Object.entries(named(family, route)).filter(([, value]) => value === 1)
  if (words.length > 1) throw new Error(`${route} is two at once`)
  return words[0]?.[0]
}

const above0 = (family: Shown): Shown => summed(Object.entries(family).filter(([, n]) => n > 0))

/** Of a change that moved several routes one is enough here: it is one line of the audit. */
function byVerb(family: Shown): Shown {
  const most = new Map<string, { none: number; moved: number }>()
  for (const [labels, count] of Object.entries(family)) {
    const [route = '', verb = ''] = labels.split(' ')
    const here = most.get(verb) ?? { none: 0, moved: 0 }
    most.set(verb, here)
    if (route === 'none') here.none = count
    else here.moved = Math.max(here.moved, count)
  }
  return above0(
    Object.fromEntries([...most].map(([verb, { none, moved }]) => [verb, none + moved])),
  )
}

function summed(entries: Iterable<readonly [string, number]>): Shown {
  const sums: Record<string, number> = {}
  for (const [name, count] of entries) sums[name] = (sums[name] ?? 0) + count
  return Object.fromEntries(Object.entries(sums).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
