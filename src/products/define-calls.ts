import { defineInteraction, type Interaction } from '../message/index.ts'

/** A REST call as one line: our name for it, what it is, its class, its method and path below the base. */
export type Call = readonly [
  id: string,
  title: string,
  interactionClass: 'audited-read' | 'write',
  method: string,
  path: string,
]

/** Declares the calls of one FHIR API. A key in a path or a query is named there; bodies are not searched for any. */
export const defineCalls = (
  product: string,
  base: string,
  calls: readonly Call[],
): readonly Interaction[] =>
  calls.map(([id, title, interactionClass, method, path]) =>
    defineInteraction({
      id,
      product,
      title,
      class: interactionClass,
      transport: 'rest',
      replies: [],
      failures: [],
      keys: {},
      rest: { method, path: `${base}${path}` },
    }),
  )
