import type { RuleRow } from '../acceptance/index.ts'
import type { Interaction } from '../message/index.ts'

/** Gives the full ids of the interactions of one title: all versions and both senders of one message. */
export const idsOf = (
  interactions: readonly Interaction[],
  ...titles: readonly string[]
): readonly string[] =>
  interactions.filter(({ title }) => titles.includes(title)).map(({ id }) => id)

/** What is asked of whatever a synchronous request asks by: there is one, and it asks something. */
export const askedBy = (id: string, element: string): readonly RuleRow[] => [
  {
    id,
    says: `The request has one ${element}`,
    at: `ControlActEvent/${element}`,
    refusal: { family: '1732', error: 'CONTROL_ACT_QUERY_INVALID' },
    mend: `Write one ${element} into the ControlActEvent`,
  },
  {
    id: `${id}-asks`,
    says: `Its ${element} asks something`,
    within: `ControlActEvent/${element}`,
    at: '*',
    times: [1, Infinity],
    refusal: { family: '1732', error: 'CONTROL_ACT_QUERY_INVALID' },
    mend: `Write what is asked for into ${element}`,
  },
]
