import type { Side } from '../../src/exchange/index.ts'
import { lackedIn, ROUTES } from './migration-counted.ts'
import type { Amount, Amounts } from './migration-shown.ts'
import type { Truth, Which } from './migration-truth.ts'

/** Routes whose requests are copied. */
export const COPIED = ['retrievals', 'summaries'] as const

/** Of what was sent, the share that is so. */
export const share = ({ count }: Truth, part: Which, whole: Which = {}): number =>
  count({ ...whole, ...part }) / count(whole)

/** Pairs that came to a comparison: every copy that was sent was answered. */
export const pairs = (
  { copies }: Truth,
  routes: readonly (typeof COPIED)[number][] = COPIED,
): number =>
  routes.reduce((sum, route) => sum + copies(route, 'legacy') + copies(route, 'cloud'), 0)

/** Pairs in which something was planted. */
export const differing = ({ planted }: Truth): number =>
  Object.values(planted).reduce((sum, count) => sum + count, 0)

/** Counts what was sent by something it was found to be; what is not there is not named. */
export function tally(truth: Truth, which: Which, nameOf: (told: Told) => string): Amounts {
  const amounts: Record<string, number> = {}
  for (const told of truth.told(which)) amounts[nameOf(told)] = (amounts[nameOf(told)] ?? 0) + 1
  return amounts
}
type Told = ReturnType<Truth['told']>[number]

/** What became of a route's requests on a side, and of the copies that went there. */
export function became(truth: Truth, route: (typeof COPIED)[number], side: Side): Amounts {
  const lacked = route === 'retrievals' && side === 'cloud' ? lackedIn(truth) : 0
  return {
    ...tally(truth, { route, side }, ({ said }) => `${said} control`),
    'ok candidate': truth.copies(route, side) - lacked,
    'not_found candidate': lacked,
  }
}

/** Everything suppliers sent or got. */
export const bytes = (truth: Truth, which: Which): Amounts => ({
  sent: truth.told(which).reduce((sum, { bytesIn }) => sum + bytesIn, 0),
  got: truth.told(which).reduce((sum, { bytesOut }) => sum + bytesOut, 0),
})

/** A time that is there, and no longer than the longest histogram says. */
export const SOME_TIME: Amount = [0.000001, 10]

/** Changes that were made, by verb: one of all at once counts for each route it moved. */
export const flips = ({ flips: made }: Truth): Amounts =>
  Object.fromEntries(
    [...new Set(made.map(({ verb }) => verb))].map(verb => [
      verb,
      made
        .filter(each => each.verb === verb)
        .reduce((sum, { route, cohort }) => sum + ((route ?? cohort) ? 1 : ROUTES.length), 0),
    ]),
  )
