import { defineInteraction, type Interaction } from '../message/index.ts'

/** Declares the versions of one interaction: the suppliers' (UK) and the façades' (SM) differ only in id. */
export const defineEach = (
  ids: readonly string[],
  shared: Omit<Interaction, 'id'>,
): readonly Interaction[] => ids.map(id => defineInteraction({ id, ...shared }))
