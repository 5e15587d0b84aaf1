import type { ConfigView } from '../admin/index.ts'
import type { Config } from '../config/index.ts'
import { emptyFleet, type Fleet } from '../fleet/index.ts'
import { type FlipContext, refusalOfFile } from '../flips/index.ts'
import { INTERACTIONS } from '../products/index.ts'
import { FileRefused, formerNames, gateOf, whyElsewhere } from '../standing.ts'
import { type AskingTerminal, clientAt, expected } from './admin-client.ts'
import { spokenPlace } from './spoken-place.ts'
import { CommandError, EXIT } from './terminal.ts'

/** What a file would come to in a fleet: route by route, and why it would be refused. */
export interface FileInFleet {
  readonly routes: readonly { readonly route: string; readonly says: string }[]
  readonly refused: { readonly says: string; readonly wayOut: string } | null
}

/** Says what a file would come to in the fleet an instance knows, by the rules that fleet takes it in by. */
export function fileInFleet({ fleet, environment }: ConfigView, config: Config): FileInFleet {
  const { routes } = config
  const positions = new Map(Object.entries(fleet.routes))
  const was = formerNames(config)
  const own = routes.map(({ name, startsAt }) => {
    const there = positions.get(name)
    const old = was.get(name)
    const carried = old === undefined ? undefined : positions.get(old)
    if (there !== undefined) return { route: name, says: `stands at ${spokenPlace(there)}` }
    return carried === undefined
      ? { route: name, says: `is new, and begins at ${startsAt}` }
      : { route: name, says: `was ${String(old)}, and stands at ${spokenPlace(carried)}` }
  })
  const known = new Set([...routes.map(({ name }) => name), ...was.values()])
  const gone = [...positions].flatMap(([route, at]) =>
    known.has(route)
      ? []
      : [{ route, says: `is gone from the file, and stands at ${spokenPlace(at)}` }],
  )
  const refused =
    whyElsewhere(config.environment.name, [environment]) ??
    refusalOfFile(fleetOf(fleet), contextOf(config), { was, pinned: pinnedIn(fleet) })
  const why = refused && { says: refused.says, wayOut: refused.wayOut }
  return { routes: [...own, ...gone], refused: why ?? null }
}

const contextOf = ({ routes, environment }: Config): FlipContext => ({
  ...{ routes, environment, interactions: INTERACTIONS, gateOf },
  epochOf: () => 'none',
  nameOf: () => undefined,
  now: Date.now,
})

const fleetOf = ({ revision, routes, overrides, cohorts }: ConfigView['fleet']): Fleet => ({
  ...emptyFleet('as shown'),
  revision,
  routes: new Map(Object.entries(routes)),
  overrides: new Map(Object.entries(overrides)),
  cohorts: new Map(Object.entries(cohorts)),
})

const pinnedIn = ({ pins }: ConfigView['fleet']) => new Map(Object.entries(pins ?? {}))

/** Asks an instance what it goes by and what its fleet keeps. Ends the command with 4 where none answers. */
export async function configAt(
  admin: string | undefined,
  terminal: AskingTerminal,
): Promise<ConfigView> {
  const client = clientAt(admin, terminal)
  return expected(await client.get('/api/config')) as ConfigView // the API's own shape
}

/** Ends the command where a fleet would refuse a file, in the words it would refuse it itself. */
export function refuseUnfit({ refused }: FileInFleet): void {
  if (refused === null) return
  const { says, wayOut } = new FileRefused({ code: 'file', ...refused })
  throw new CommandError(EXIT.usage, `${says}\n  → ${wayOut}`)
}
