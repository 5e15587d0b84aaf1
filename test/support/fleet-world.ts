import type { AuditLine } from '../../src/fleet/index.ts'
import type { FleetInstance } from './fleet-instance.ts'
import { type Asked, COHORT, directed, ROUTE_NAMES } from './fleet-stand.ts'
import { type Load, type Suppliers, sendSuppliers } from './fleet-suppliers.ts'
import type { Seen, Served, Told } from './fleet-verdict.ts'
import type { RedisServer } from './redis-server.ts'

/** A fleet with suppliers at it, and everything that was seen of it. */
export interface World extends Seen {
  readonly instances: readonly FleetInstance[]
  readonly redis: RedisServer
  readonly suppliers: Suppliers
  readonly told: Told[]
  readonly quiet: { readonly at: number; readonly revision: number }[]
  readonly restarts: Seen['restarts'][number][]
  /** How many requests were looked at and let go, by who served them. */
  readonly judged: { legacy: number; cloud: number }
  /** What is wrong with the store now. */
  store: 'well' | 'killed' | 'stopped'
}

const PATIENCE_MS = 20_000
const FLEET = '{ficus:test}:fleet'

const LIGHT: Load = { connections: 1, pauseMs: 10 }

/** Sends suppliers to a fleet. */
export function createWorld(
  instances: readonly FleetInstance[],
  redis: RedisServer,
  load = LIGHT,
): World {
  const suppliers = sendSuppliers(
    instances.map(({ url }) => url),
    load,
  )
  const { served } = suppliers
  const judged = { legacy: 0, cloud: 0 }
  const seen = { served, told: [], quiet: [], restarts: [], judged }
  return { instances, redis, suppliers, ...seen, store: 'well' }
}

const GLASS = { breakGlass: { approver: 'somebody else' } }
const HOUR_MS = 3_600_000

function posted(asked: Asked): { readonly path: string; readonly body: object } {
  if (asked.verb === 'override') {
    const { verb, key, side } = asked
    const word = side && { side, owner: 'somebody', expires: Date.now() + HOUR_MS }
    return { path: `/api/cohorts/${COHORT}/flip`, body: { verb, key, ...word } }
  }
  const { verb, name } = asked
  const path = name === undefined ? '/api/flip' : `/api/routes/${name}/flip`
  if (!('stage' in asked)) return { path, body: { verb } }
  const { stage, percent } = asked
  const place = { to: stage, ...(stage === 'canary' && { percent }) }
  return { path, body: { verb, ...place, ...(verb === 'promote' && GLASS) } }
}

/** Asks an instance for a change, and writes down what came of it. */
export async function tell(world: World, instance: number, wanted: Asked): Promise<Told> {
  const asked = directed(wanted, world.told)
  const id = `change ${world.told.length + 1}`
  const at = world.told.push({
    ...{ id, instance, asked, began: performance.now() },
    ...{ ended: Infinity, came: 'unknown', revision: 0 },
  })
  const told = {
    ...(world.told[at - 1] as Told),
    ...(await answered(world, instance, { id, asked })),
  }
  world.told[at - 1] = told
  return told
}

async function answered(
  { instances }: World,
  instance: number,
  { id, asked }: { readonly id: string; readonly asked: Asked },
): Promise<Pick<Told, 'came' | 'revision' | 'ended'>> {
  const { path, body } = posted(asked)
  try {
    const answer = await fetch(new URL(path, instances[instance]?.admin), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...body, reason: id }),
    })
    const came = (await answer.json()) as Came
    return { came: cameOf(came), revision: came.revision ?? 0, ended: performance.now() }
  } catch {
    return { came: 'unknown', revision: 0, ended: performance.now() }
  }
}

/** What of an answer to a change is looked at. */
interface Came {
  readonly kind?: string
  readonly code?: string
  readonly isHeld?: boolean
  readonly isChanged?: boolean
  readonly revision?: number
}

function cameOf({ kind, code, isHeld, isChanged }: Came): Told['came'] {
  if (kind !== 'flipped') return code === 'unknown' ? 'unknown' : 'refused'
  if (isHeld === true) return 'held'
  return isChanged === true ? 'done' : 'same'
}

/** Starts an instance again. */
export async function restart(
  { instances, suppliers, restarts }: World,
  instance: number,
  signal: 'SIGTERM' | 'SIGKILL',
): Promise<void> {
  suppliers.leave(instance)
  // It serves for a moment before anybody hears that it is back.
  const away = { instance, from: performance.now(), until: Infinity }
  restarts.push(away)
  await instances[instance]?.restart(signal)
  suppliers.comeBack(instance)
  away.until = performance.now()
}

/** Takes the store away, or gives it back. */
export async function setStore(world: World, store: World['store']): Promise<void> {
  if (world.store === 'killed' && store === 'well') await world.redis.start()
  if (world.store === 'stopped' && store === 'well') world.redis.resume()
  if (store === 'killed') await world.redis.kill()
  if (store === 'stopped') world.redis.stop()
  world.store = store
}

/**
 * Gives the store back, ends what instances hold by themselves, waits until all of them know what the store knows, and
 * asks each everything. Gives the answers, by instance.
 */
export async function quieten(
  world: World,
  end: 'halt' | 'resume',
): Promise<readonly (readonly Served[])[]> {
  const { instances, quiet, suppliers } = world
  await setStore(world, 'well')
  await settled(world)
  for (const { instance, asked } of stillHeld(world)) {
    if (asked.verb !== 'halt') continue
    await tell(world, instance, { ...asked, verb: end })
  }
  // What is halted cannot be moved on, and a story is of moves.
  for (const name of end === 'resume' ? [undefined, ...ROUTE_NAMES] : []) {
    await tell(world, 0, { verb: 'resume', name })
  }
  const revision = await settled(world)
  quiet.push({ at: performance.now(), revision })
  return Promise.all(instances.map((_, i) => suppliers.all(i)))
}

function stillHeld({ told }: World): readonly Told[] {
  const last = new Map<string, Told>()
  for (const each of told) {
    const { asked, came, instance } = each
    if (asked.verb !== 'halt' && asked.verb !== 'resume') continue
    const key = `${instance} ${asked.name ?? ''}`
    if (came === 'done' || came === 'same') last.delete(key)
    else if (asked.verb === 'halt') last.set(key, each)
  }
  return [...last.values()]
}

interface Readiness {
  readonly revision: number
  readonly store: string
}

/** Asks an instance how it is; undefined where a connection from before its restart is all there was. */
async function readiness({ admin }: FleetInstance): Promise<Readiness | undefined> {
  try {
    const page = await fetch(new URL('/readyz?verbose', admin))
    return (await page.json()) as Readiness // its own page
  } catch {
    return undefined
  }
}

/** Waits until every instance is at the revision of the store, and gives it. */
async function settled({ instances, redis }: World): Promise<number> {
  const until = performance.now() + PATIENCE_MS
  for (;;) {
    const revision = Number(await redis.client.hget(FLEET, 'revision').catch(() => -1))
    const pages = await Promise.all(instances.map(readiness))
    if (pages.every(page => page?.store === 'answers' && page.revision === revision)) {
      return revision
    }
    if (performance.now() > until) {
      throw new Error(`not at one revision: the store ${revision}, ${JSON.stringify(pages)}`)
    }
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}

/** Reads the whole audit from an instance. */
export async function auditOf({ instances }: World): Promise<readonly AuditLine[]> {
  const lines: AuditLine[] = []
  for (;;) {
    const from = lines.length + 1
    const path = `/api/audit?from=${from}&most=1000`
    const answer = await fetch(new URL(path, instances[0]?.admin))
    const page = (await answer.json()) as { readonly lines: readonly AuditLine[] }
    if (page.lines.length === 0) return lines
    lines.push(...page.lines)
  }
}
