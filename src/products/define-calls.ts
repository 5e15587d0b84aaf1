import { defineInteraction, type Interaction, type KeyTable } from '../message/index.ts'

/** A REST call as one line: our name for it, what it is, its class, its method, its path below the base, its body's keys. */
export type Call = readonly [
  id: string,
  title: string,
  interactionClass: 'audited-read' | 'write',
  method: string,
  path: string,
  inBody?: KeyTable,
]

/**
 * Declares the calls of one API. A key in a path or a query is named there; a body is searched for one only where its
 * call says so.
 */
export const defineCalls = (
  product: string,
  base: string,
  calls: readonly Call[],
): readonly Interaction[] =>
  calls.map(([id, title, interactionClass, method, path, inBody = {}]) =>
    defineInteraction({
      id,
      product,
      title,
      class: interactionClass,
      transport: 'rest',
      replies: [],
      failures: [],
      keys: inBody,
      rest: { method, path: `${base}${path}` },
    }),
  )
