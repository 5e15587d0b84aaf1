import { CATALOGUE, type Family } from '../../src/telemetry/index.ts'

/** What a film is stretched to: from one scrape to the next, seconds. */
export const FRAME_SECONDS = 60

/** One series: what it was in each frame, and nothing where it was not there. */
interface Filmed {
  readonly family: string
  readonly type: string
  readonly name: string
  /** As they were scraped, without braces. */
  readonly labels: string
  readonly values: (string | undefined)[]
}

/** Scrapes of one instance, a minute apart however little lay between them. */
export interface Reel {
  readonly frames: number
  /** Takes a page of metrics as it was scraped. Throws where a line is none, or of no family the page names. */
  add(page: string): void
  /** Every series whose family is not one the proxy has, or whose labels are not those of its family. */
  foreign(): readonly string[]
  /** Writes it as OpenMetrics with timestamps, from an epoch second on. */
  openMetrics(from: number): string
  /** Gives series by their metric's name as rule tests write them. */
  inputs(metrics: ReadonlySet<string>): readonly { series: string; values: string }[]
}

const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/
const LABEL = /([a-zA-Z_]\w*)="(?:[^"\\]|\\.)*"/g

/** The metrics a runtime tells of itself, which are not ours to list. */
const RUNTIME = /^ficus_(?:process|nodejs)_/

/** Begins a film of one instance of a job. */
export function createReel(job: string, instance: string): Reel {
  const series = new Map<string, Filmed>()
  let frames = 0
  const where = (labels: string): string =>
    `{${labels === '' ? '' : `${labels},`}job="${job}",instance="${instance}"}`
  const take = (line: string, types: ReadonlyMap<string, string>): void => {
    const [, name = '', labels = '', value = ''] = SAMPLE.exec(line) ?? []
    const family = types.has(name) ? name : name.replace(/_(?:bucket|sum|count)$/, '')
    const type = types.get(family)
    if (type === undefined) throw new Error(`no sample of a family of the page: ${line}`)
    const key = `${name}{${labels}}`
    let filmed = series.get(key)
    if (filmed === undefined) series.set(key, (filmed = { family, type, name, labels, values: [] }))
    filmed.values[frames] = value
  }
  return {
    get frames() {
      return frames
    },
    add: page => {
      const types = new Map<string, string>()
      for (const line of page.split('\n')) {
        const [, family, type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? []
        if (family !== undefined && type !== undefined) types.set(family, type)
        else if (line !== '' && !line.startsWith('#')) take(line, types)
      }
      frames += 1
    },
    foreign: () => [...series.values()].filter(one => !isOurs(one)).map(({ name }) => name),
    openMetrics: from => [...written(series, from, where), '# EOF', ''].join('\n'),
    inputs: metrics =>
      [...series.values()]
        .filter(({ name }) => metrics.has(name))
        .map(({ name, labels, values }) => ({
          series: name + where(labels),
          values: Array.from({ length: frames }, (_, at) => values[at] ?? '_').join(' '),
        })),
  }
}

const FAMILIES = new Map(Object.values<Family>(CATALOGUE).map(family => [family.name, family]))

function isOurs({ family, type, labels }: Filmed): boolean {
  if (RUNTIME.test(family)) return true
  const known = FAMILIES.get(family)
  const own = [...labels.matchAll(LABEL)].map(([, label]) => label).filter(label => label !== 'le')
  return known?.type === type && [...known.labels].sort().join() === own.sort().join()
}

/** Families one after another, and each family's series one after another: OpenMetrics lets none be mixed. */
function* written(
  series: ReadonlyMap<string, Filmed>,
  from: number,
  where: (labels: string) => string,
): Generator<string> {
  for (const [family, all] of Map.groupBy(series.values(), one => one.family)) {
    // A counter's family is called without its ending.
    yield `# TYPE ${family.replace(/_total$/, '')} ${all[0]?.type ?? ''}`
    for (const { name, labels, values } of all) {
      for (const [at, value] of values.entries()) {
        if (value !== undefined)
          yield `${name}${where(labels)} ${value} ${from + at * FRAME_SECONDS}`
      }
    }
  }
}
