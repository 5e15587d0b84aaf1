/**
 * Where a difference was found on a translated route: in what the supplier would see, which the mapping wrote, in
 * what both sides mean, or in both.
 */
export type FoundIn = 'seen' | 'meant' | 'both'

/** The three of them, in the order they are told. */
export const FOUND_IN = ['seen', 'meant', 'both'] as const satisfies readonly FoundIn[]
