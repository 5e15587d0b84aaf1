import type { Match } from '../exchange/index.ts'
import type { Interaction } from '../message/index.ts'

/** What a route may come to own. */
export interface Owned {
  readonly known: readonly Interaction[]
  /** Whether a message may reach it that no product knows. */
  readonly unknown: boolean
}

const actionOf = ({ service, id }: Interaction): string => `${service ?? ''}/${id}`

const methodOf = ({ rest }: Interaction): string => rest?.method ?? 'POST'

/**
 * Finds which interactions a match lets through. Errs towards more: a path, a header and a party exclude
 * nothing, since any message may come with them.
 */
export function ownedBy(match: Match | 'default', interactions: readonly Interaction[]): Owned {
  if (match === 'default') return { known: interactions, unknown: true }
  const { interaction, product, soapAction, method } = match
  const known = interactions.filter(
    each =>
      (interaction?.includes(each.id) ?? true) &&
      (product?.includes(each.product) ?? true) &&
      (soapAction?.includes(actionOf(each)) ?? true) &&
      (method?.includes(methodOf(each)) ?? true),
  )
  return { known, unknown: mayBeUnknown(match, interactions) }
}

function mayBeUnknown(match: Match, interactions: readonly Interaction[]): boolean {
  const { interaction, product, soapAction } = match
  if (product !== undefined) return false
  if (interaction !== undefined) {
    return interaction.some(id => interactions.every(each => each.id !== id))
  }
  if (soapAction !== undefined) {
    return soapAction.some(action => interactions.every(each => actionOf(each) !== action))
  }
  return true
}
