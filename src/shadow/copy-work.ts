import type { Prepared, Route, Upstream } from '../exchange/index.ts'
import type { OwnMapping } from '../mappings.ts'
import type { CopySetup, CopyWork } from './copy.ts'

/** A route and what the comparisons of its copies count for. */
export interface ShadowedRoute {
  readonly route: Route
  readonly epoch: string
  /** Its mapping, where no product has it. */
  readonly own?: OwnMapping | undefined
}

/** A piece of work and the memory that goes with it. */
export interface HandedOver {
  readonly work: CopyWork
  readonly transfer: readonly ArrayBuffer[]
}

/** Puts together what a thread needs of an exchange: plain data, its bytes in memory of their own. */
export function copyWork(
  prepared: Prepared,
  epoch: string,
  { control, traced = [] }: Pick<CopyWork, 'control'> & Partial<Pick<CopyWork, 'traced'>>,
): HandedOver {
  const { route, mirror, body, from, to } = prepared
  const upstream: Upstream | undefined = 'to' in mirror ? mirror.to : undefined
  const own = body.kind === 'whole' ? ownBytes(body.bytes) : undefined
  return {
    work: {
      route: route.name,
      epoch,
      to: upstream?.name ?? '',
      isToLegacy: prepared.side === 'cloud',
      request: {
        method: prepared.method,
        target: prepared.target,
        headers: prepared.headers,
        body: own,
        language: prepared.language,
        isRead: prepared.need !== 'kept',
        interaction: prepared.interaction,
        messageId: prepared.messageId,
        payloadId: prepared.payloadId,
        conversationId: prepared.conversationId,
        fromAsid: from.asid,
        toAsid: to.asid,
        keys: prepared.keys,
      },
      control,
      traced,
    },
    transfer: own === undefined ? [control.body.buffer] : [own.buffer, control.body.buffer],
  }
}

/** Copied once: what came off the socket is a view of memory that is used again. */
function ownBytes(bytes: Buffer): Uint8Array<ArrayBuffer> {
  const own = new Uint8Array(new ArrayBuffer(bytes.length))
  own.set(bytes)
  return own
}

/** Puts together what threads need of a configuration: plain data. */
export function setupOf(
  routes: readonly ShadowedRoute[],
  suppliers: ReadonlySet<string> = new Set(),
): CopySetup {
  const upstreams = new Map<string, Upstream>()
  for (const { route } of routes) {
    for (const upstream of [route.legacy, route.cloud, route.rehearsal]) {
      if (upstream !== undefined) upstreams.set(upstream.name, upstream)
    }
  }
  return {
    suppliers: [...suppliers],
    routes: routes.map(({ route, epoch }) => ({
      name: route.name,
      epoch,
      translate: route.translate,
      shadowAs: route.shadowAs,
      shadowOrganisation: route.shadowOrganisation,
      ignore: route.ignore ?? [],
    })),
    upstreams: [...upstreams.values()],
    own: routes.flatMap(({ own }) => own ?? []),
  }
}
