import { type Route, type Stage, STAGES } from '../exchange/index.ts'
import {
  type Halt,
  isStoreError,
  type OtherInstance,
  positionOf,
  type StoreError,
} from '../fleet/index.ts'
import { type AuditEntry, peopleOf, readEntry } from '../flips/index.ts'
import type { ApiContext } from './page.ts'
import { routeView } from './api-views.ts'
import { freezesAhead, maintenanceAhead } from './freeze-views.ts'
import type { LastFlip, OtherView, ShownRouteView, StatusView } from './instance-shapes.ts'

/** Shows what this instance knows, and how far it is behind what the store says now. */
export async function statusView(context: ApiContext): Promise<StatusView> {
  const { store, flips, instance } = context
  const { known, held, forks } = store
  const asked = await askedNow(context)
  const positions = flips.routes.map(route => positionOf(known, route, flips.now()))
  const at = (stage: Stage): number => positions.filter(each => each.stage === stage).length
  return {
    instance: instance?.name ?? null,
    version: instance?.version ?? null,
    node: instance?.node ?? null,
    environment: flips.environment.name,
    upMs: instance === undefined ? null : flips.now() - instance.startedAt,
    isDraining: instance?.isDraining ?? false,
    revision: known.revision,
    epoch: known.epoch ?? null,
    store: { ...asked, forks },
    halts: {
      all: known.halt,
      routes: haltsIn([...known.routes].map(([name, { halt }]) => [name, halt])),
      held: { all: held.all, routes: haltsIn([...held.routes]) },
    },
    address: store.instances.own?.address ?? null,
    machine: store.instances.own?.machine ?? null,
    digest: store.instances.own?.digest ?? null,
    others: store.instances.others.map(otherView),
    freezes: freezesAhead(context),
    maintenance: maintenanceAhead(context),
    stages: Object.fromEntries(STAGES.map(stage => [stage, at(stage)])) as StatusView['stages'], // a row a stage
  }
}

const otherView = (other: OtherInstance): OtherView => ({
  instance: other.id,
  address: other.address,
  machine: other.machine,
  version: other.version,
  node: other.node,
  revision: other.revision,
  digest: other.digest,
  isDraining: other.life === 'drains',
  ageMs: other.ageMs,
  isSilent: other.isSilent,
  isReachable: other.isReachable,
})

const haltsIn = (halts: readonly (readonly [string, Halt])[]): Readonly<Record<string, Halt>> =>
  Object.fromEntries(halts.filter(([, halt]) => halt !== 'none'))

async function askedNow({ store }: ApiContext): Promise<Omit<StatusView['store'], 'forks'>> {
  const before = store.known.revision
  try {
    const { revision } = await store.read()
    const { trouble } = store
    const behind = Math.max(0, revision - before)
    return { trouble: trouble === undefined ? null : troubleOf(trouble), revision, behind }
  } catch (error) {
    if (!isStoreError(error)) throw error
    return { trouble: troubleOf(error), revision: null, behind: null }
  }
}

const troubleOf = ({ code, message }: StoreError): StatusView['store']['trouble'] => ({
  code,
  says: message,
})

/** Shows one route with the last change that moved it. */
export async function shownRouteView(route: Route, context: ApiContext): Promise<ShownRouteView> {
  return {
    ...(await routeView(route, context)),
    lastFlip: await lastFlipOf(route, context),
    freezes: freezesAhead(context, route),
    maintenance: maintenanceAhead(context, route),
    people: peopleOf(route, context.store.known).of,
    ...(route.back && { back: route.back }),
    waiting: [...(context.store.known.requests?.values() ?? [])].filter(({ on }) =>
      on.some(each => each.route === route.name),
    ),
  }
}

/** So many changes back it is looked; a change further back is not found. */
const LOOKED = 1_000

async function lastFlipOf({ name }: Route, { store }: ApiContext): Promise<LastFlip | null> {
  try {
    const from = Math.max(1, store.known.revision - LOOKED + 1)
    const entries = (await store.readAudit(from, LOOKED)).flatMap(line => entryIn(line) ?? [])
    const last = entries.findLast(entry => touches(entry, name))
    if (last === undefined) return null
    const { revision, at, verb, actor, approver, reason, request, approvals, glass } = last
    return {
      ...{ revision, at, verb, name: last.name, actor, approver, reason },
      ...(request !== undefined && { request }),
      ...(approvals && { approvals }),
      ...(glass && { glass }),
    }
  } catch (error) {
    if (isStoreError(error)) return null
    throw error
  }
}

/** A line that was edited may hold anything: whoever verifies the audit is told, nobody here. */
function entryIn(line: Parameters<typeof readEntry>[0]): AuditEntry | undefined {
  try {
    const entry = readEntry(line)
    return typeof entry.after === 'object' ? entry : undefined
  } catch {
    return undefined
  }
}

const touches = ({ after }: AuditEntry, name: string): boolean =>
  after.halt !== undefined || (after.routes !== undefined && Object.hasOwn(after.routes, name))
