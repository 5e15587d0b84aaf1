import { type AnsweredLater, type Match, servesCloud, type Stage } from '../exchange/index.ts'
import type { Interaction } from '../message/index.ts'
import type { KnownMapping } from './inquiry.ts'
import { ownedBy } from './owned.ts'
import type { SupplierFields } from './schema.ts'
import type { Refusal } from './stages.ts'

const ASID = /^\d{12}$/

const sendersOf = (match: Match | 'default'): readonly string[] | undefined =>
  match === 'default' ? undefined : match.from

/** Lists the suppliers that fetch answers they do not wait for, of those a route may have a message from. */
function pollersOf(
  match: Match | 'default',
  suppliers: Readonly<Record<string, SupplierFields>>,
): readonly string[] {
  const from = sendersOf(match)
  return Object.entries(suppliers).flatMap(([asid, supplier]) => {
    const polls = typeof supplier === 'object' && supplier.reply === 'poll'
    const maySend = from?.includes(asid) ?? true
    return polls && maySend ? [asid] : []
  })
}

/** Finds what a mapping takes of a match that is answered later, and who fetches such an answer; undefined where nothing is. */
export function answeredLaterBy(
  match: Match | 'default',
  mapping: KnownMapping | undefined,
  given: {
    readonly interactions: readonly Interaction[]
    readonly suppliers: Readonly<Record<string, SupplierFields>>
  },
): AnsweredLater | undefined {
  const interactions = ownedBy(match, given.interactions)
    .known.filter(({ id, transport }) => {
      const isLater = transport !== 'soap' && transport !== 'rest'
      return isLater && mapping?.interactions.includes(id) === true
    })
    .map(({ id }) => id)
  if (interactions.length === 0) return undefined
  return { interactions, pollers: pollersOf(match, given.suppliers) }
}

const SHOWN = 3

/**
 * Says why the cloud may not serve what is answered later: nobody would bring the answer to a sender that does not
 * fetch it. Undefined where it may.
 */
export function refusalOfLater(
  later: AnsweredLater | undefined,
  stage: Stage,
  match: Match | 'default',
): Refusal | undefined {
  if (later === undefined || !servesCloud(stage)) return undefined
  const { interactions, pollers } = later
  const others = (sendersOf(match) ?? []).filter(each => ASID.test(each) && !pollers.includes(each))
  if (pollers.length > 0 && others.length === 0) return undefined
  const more = interactions.length - SHOWN
  const named = interactions.slice(0, SHOWN).join(', ') + (more > 0 ? ` and ${more} more` : '')
  const who = others.length > 0 ? others.slice(0, SHOWN).join(', ') : 'no supplier'
  return {
    field: 'startsAt',
    says: `stage ${stage} has the cloud answer what is answered later (${named}), and ${who} ${others.length > 0 ? 'is not' : 'is'} listed as fetching its answers`,
    wayOut:
      "list who does, `suppliers: { '200000000115': { name: '…', reply: 'poll' } }`, or stay at shadow: " +
      'to anybody else no answer can be brought until conversations exist',
  }
}
