import { type Assigned, isFicusError, type Upstream } from '../exchange/index.ts'
import type { Loss } from '../mapping/index.ts'
import { MAPPINGS } from '../products/index.ts'
import { createTranslation } from '../translation/index.ts'

/** What a route's mapping makes of a message, wherever the message goes. */
export type ExplainedTranslation = { readonly mapping: string } & (
  | { readonly takes: true; readonly method: string; readonly loss: Loss | undefined }
  | { readonly takes: false; readonly code: string; readonly says: string }
)

/**
 * Asks a route's mapping about a message, as the step to the cloud would; undefined where its route has none. Nothing
 * is sent.
 */
export function explainedTranslation(
  assigned: Assigned,
  bytes: Buffer,
): ExplainedTranslation | undefined {
  const { translate: mapping, cloud } = assigned.route
  if (mapping === undefined || cloud === undefined) return undefined
  let loss: Loss | undefined
  const translation = createTranslation({
    mappings: MAPPINGS,
    lost: ({ source, target }) => (loss = { source, target }),
    now: Date.now,
    newId: () => crypto.randomUUID(),
  })
  try {
    const { declined, translated } = translation.prepare(asIfForCloud(assigned, cloud, bytes))
    if (declined !== undefined) return { mapping, takes: false, ...declined }
    return translated && { mapping, takes: true, method: translated.request.method, loss }
  } catch (error) {
    if (isFicusError(error)) {
      return { mapping, takes: false, code: error.code, says: error.detail ?? error.row.says }
    }
    throw error
  }
}

/** Where its data is decides where it is sent, and nothing about what can be said of it. */
function asIfForCloud(assigned: Assigned, upstream: Upstream, bytes: Buffer): Assigned {
  const route = { ...assigned.route, cohort: undefined }
  const body = { kind: 'whole', bytes } as const
  return { ...assigned, route, side: 'cloud', upstream, because: 'stage', body }
}
