/**
 * What no product has a mapping for: XML in JSON of fast-xml-parser's shape, and back.
 *
 * In: a document or JSON nobody has trusted yet, and what a route says of the shape.
 * Out: the other of the two, proven by writing it back and holding it against what came; or a reason to decline.
 * Never: reads a number, guesses an order, takes a name JSON has and XML does not, or writes what was signed again.
 *
 * @packageDocumentation
 */
export { createGeneric, GENERIC } from './generic.ts'
export { GENERIC_DEFAULTS, genericOptions } from './options.ts'
export type { GenericAsked, GenericOptions } from './options.ts'
export { jsonOf, xmlOf } from './proven.ts'
export type { AsJson, AsXml } from './proven.ts'
