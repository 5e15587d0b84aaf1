import type { Party } from '../exchange/index.ts'

/** Stands for what only a body can say while nobody has read it. */
export const UNREAD: unique symbol = Symbol('unread')

/** What a message names beyond its head. An identified message is one of these with nothing unread. */
export interface Names {
  readonly interaction: string | undefined | typeof UNREAD
  readonly product: string | undefined | typeof UNREAD
  readonly from: Party | typeof UNREAD
  readonly to: Party | typeof UNREAD
}
