import { SECONDS } from '../telemetry/index.ts'
import type { Mistake } from './config-error.ts'
import { candidatesOf, type Inquiry } from './inquiry.ts'

/**
 * Finds times that are promised and not measured: what ends within one is counted in a bucket of
 * `ficus_request_duration_seconds`, so it is the bound of one.
 */
export const checkObjectives = ({ fields }: Inquiry): Mistake[] =>
  candidatesOf(fields).flatMap(({ route, path }) => {
    const within = route.slo?.within
    if (within === undefined || SECONDS.some(bound => bound * 1_000 === within)) return []
    const [one = '', other = ''] = nearestTo(within)
    return [
      {
        path: `${path}.slo.within`,
        says: 'is no bound that durations are measured by',
        wayOut: `the nearest are \`${one}\` and \`${other}\``,
      },
    ]
  })

/** The two bounds a time lies between, or the two it lies beyond. */
function nearestTo(ms: number): readonly string[] {
  const above = SECONDS.findIndex(bound => bound * 1_000 > ms)
  const last = above < 0 ? SECONDS.length - 1 : Math.max(1, above)
  return SECONDS.slice(last - 1, last + 1).map(spoken)
}

const spoken = (seconds: number): string =>
  Number.isInteger(seconds) ? `${seconds}s` : `${seconds * 1_000}ms`
