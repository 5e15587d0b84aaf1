import type { Recorded } from './migration-recorded.ts'
import { FLEET } from './migration-shown-fleet.ts'
import { OVERVIEW } from './migration-shown-overview.ts'
import { ROUTE } from './migration-shown-route.ts'
import { SHADOW } from './migration-shown-shadow.ts'
import { SLO } from './migration-shown-slo.ts'
import { TRANSLATION } from './migration-shown-translation.ts'

/** What stands somewhere: exactly that number, or one between two. */
export type Amount = number | readonly [least: number, most: number]

/** By what a series is called below a panel. What is not named must be 0 or not a number. */
export type Amounts = Readonly<Record<string, Amount>>

/** What a panel must show, told from outside; or why nothing outside can tell. */
export type Shown =
  | {
      readonly shows: (recorded: Recorded) => Amounts
      /** `rate`: a count per second, so that with the seconds of the migration it is the count. Default: as it stands. */
      readonly as?: 'rate'
      /** The step after which it is looked at. Default: the end. */
      readonly after?: string
      /** The route that is chosen on top of the dashboard. */
      readonly route?: string
    }
  | {
      /** Of a table: each row by what stands in its first column. What is not named is not looked at. */
      readonly rows: (recorded: Recorded) => Readonly<Record<string, Amounts>>
      readonly after?: string
      readonly route?: string
    }
  | { readonly because: string }

/** What each panel of each dashboard must show, by the dashboard's uid and the panel's title. */
export const SHOWN: Readonly<Record<string, Readonly<Record<string, Shown>>>> = {
  'ficus-fleet': FLEET,
  'ficus-overview': OVERVIEW,
  'ficus-route': ROUTE,
  'ficus-shadow': SHADOW,
  'ficus-slo': SLO,
  'ficus-translation': TRANSLATION,
}
