/** Whether a scraper is given the plain Prometheus text or OpenMetrics, which alone has exemplars. */
export type Format = 'plain' | 'openmetrics'

/** One media range of an Accept header, in small letters, and how much it is wanted. */
interface Range {
  readonly type: string
  readonly version: string | undefined
  readonly q: number
}

const OPENMETRICS = 'application/openmetrics-text'
const PLAIN: readonly string[] = ['text/plain', 'text/*', '*/*']
// RFC 9110 §12.4.2: from 0 to 1 with at most three decimals.
const WEIGHT = /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/

/**
 * Reads from an Accept header what a scraper wants. OpenMetrics is for whoever names it and likes it no less than plain
 * text: a browser, which takes anything, is given text it can show.
 */
export function formatFor(accept: string | undefined): Format {
  const ranges = (accept ?? '').toLowerCase().split(',').flatMap(rangeIn)
  const named = ranges.filter(
    ({ type, version = '1.0.0' }) => type === OPENMETRICS && version === '1.0.0',
  )
  const wanted = Math.max(0, ...named.map(({ q }) => q))
  return wanted > 0 && wanted >= plainIn(ranges) ? 'openmetrics' : 'plain'
}

// RFC 9110 §12.5.1: the most exact range that fits says how much a type is wanted.
function plainIn(ranges: readonly Range[]): number {
  for (const type of PLAIN) {
    const fitting = ranges.filter(range => range.type === type)
    if (fitting.length > 0) return Math.max(...fitting.map(({ q }) => q))
  }
  return 0
}

/** A range whose weight is none is not one: what it stood for is not known. */
function rangeIn(text: string): readonly Range[] {
  const [type = '', ...parameters] = text.split(';').map(part => part.trim())
  const valueOf = (name: string): string | undefined =>
    parameters
      .find(parameter => parameter.startsWith(`${name}=`))
      ?.slice(name.length + 1)
      .replaceAll('"', '')
  const q = valueOf('q') ?? '1'
  return WEIGHT.test(q) ? [{ type, version: valueOf('version'), q: Number(q) }] : []
}
