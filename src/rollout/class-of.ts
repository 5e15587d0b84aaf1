import type { InteractionClass, Routed } from '../exchange/index.ts'

/**
 * Says what a message does. A route's own word counts only for what no product knows; without it `unknown` is
 * treated as a write.
 */
export const classOf = (routed: Pick<Routed, 'class' | 'route'>): InteractionClass =>
  routed.class === 'unknown' ? (routed.route.class ?? 'unknown') : routed.class
