import type { InteractionClass, Routed } from '../exchange/index.ts'

/**
 * Says what a message does. A route's own word counts only for what no product knows; without it `unknown` is
 * treated as a write.
 */
export const classOf = (routed: Pick<Routed, 'class' | 'route'>): InteractionClass =>
  routed.class === 'unknown' ? (routed.route.class ?? 'unknown') : routed.class

/** Says whether a message may change something: then it is carried out once, however often it is sent. */
export const isWrite = (routed: Pick<Routed, 'class' | 'route'>): boolean =>
  mayChange(classOf(routed))

/** Says whether what is of a class may change something. */
export const mayChange = (klass: InteractionClass): boolean =>
  klass === 'write' || klass === 'unknown'
