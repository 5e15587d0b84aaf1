import { setTimeout as wait } from 'node:timers/promises'
import type {
  AuditView,
  DivergencesView,
  EvidenceView,
  GateView,
  RoutesView,
  RouteView,
} from '../admin/index.ts'
import { createAdminClient, expected } from './admin-client.ts'
import { MOVING } from './demo-routes.ts'
import { CommandError, EXIT } from './terminal.ts'

/** What the demo asks of the instance's API, as `ficus routes`, `evidence` and `divergences` do. */
export interface Asking {
  /** Where the moving route stands. */
  route(): Promise<RouteView>
  evidence(): Promise<EvidenceView>
  divergences(): Promise<DivergencesView>
  /** Every change there was of the moving route, and whether the audit is whole. */
  changes(): Promise<{ readonly isWhole: boolean; readonly changes: readonly Change[] }>
}

/** A line of the audit, as far as the demo reads it. */
export interface Change {
  readonly verb: string
  readonly actor: string
  /** Who let a gate be passed that was not open; null where nobody had to. */
  readonly approver: string | null
  readonly reason: string
  readonly gates: readonly (Pick<GateView, 'verdict' | 'compared' | 'bad'> & {
    readonly route: string
  })[]
}

const TOLD_WITHIN_MS = 500

/** Speaks to the admin port of the demo's instance. Where it has ended, the signal's reason says so and is thrown. */
export function createAsking(admin: string, signal: AbortSignal): Asking {
  const client = createAdminClient(admin, { env: {}, cwd: '/' })
  const get = async (path: string): Promise<unknown> => {
    try {
      return expected(await client.get(path))
    } catch {
      // That it no longer answers is seen before its process is known to have ended.
      await wait(TOLD_WITHIN_MS)
      signal.throwIfAborted()
      throw new CommandError(EXIT.failed, `the instance does not answer at ${admin}${path}`)
    }
  }
  const of = (what: string): Promise<unknown> => get(`/api/routes/${MOVING}/${what}`)
  return {
    route: async () => {
      const { routes } = (await get('/api/routes')) as RoutesView // the API's own shape
      const route = routes.find(({ name }) => name === MOVING)
      if (route === undefined) throw new Error('the instance does not know the moving route')
      return route
    },
    evidence: async () => (await of('evidence')) as EvidenceView, // the API's own shape
    divergences: async () => (await of('divergences')) as DivergencesView, // the API's own shape
    changes: async () => {
      const { lines, verified } = (await get('/api/audit?most=1000')) as AuditView // the API's own shape
      const changes = lines.map(({ body }) => JSON.parse(body) as Change & { verb: string }) // what a line is
      return { isWhole: verified.isWhole, changes: changes.filter(({ verb }) => verb !== 'adopt') }
    },
  }
}
