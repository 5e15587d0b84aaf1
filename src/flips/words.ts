import { holdsPatientKey } from '../fleet/index.ts'
import { isSamePerson } from './people.ts'
import { Refusal } from './refusal.ts'
import type { Flip, FlipContext } from './request.ts'

const WORDS = /^[^\p{Cc}]{1,500}$/u

/** Refuses a change whose words are missing, or are none that may be kept for ever. */
export function checkWords(flip: Flip): void {
  checkText('reason', flip.reason, 'say why, in one line of at most 500 characters')
  checkText('actor', flip.actor, 'say who asks')
  if (!('breakGlass' in flip)) return
  const { approver } = flip.breakGlass
  checkText('approver', approver, 'say who approves')
  if (!isSamePerson(approver, flip.actor)) return
  const says = 'whoever asks for a closed gate to be passed does not approve it too'
  throw new Refusal('approver', says, 'let a second person approve it')
}

function checkText(what: string, text: string, wayOut: string): void {
  if (text.trim() === '' || !WORDS.test(text)) {
    throw new Refusal('words', `the ${what} is missing or is not one line`, wayOut)
  }
  if (holdsPatientKey(text)) {
    const says = `the ${what} holds what looks like an NHS number or a prescription id`
    throw new Refusal('words', says, 'leave it out: name a ticket')
  }
}

/** What nobody is kept from by having to name where they are: the way to safety, and an instance's own file. */
const UNCONFIRMED: readonly Flip['verb'][] = ['rollback', 'halt', 'reject', 'expire', 'adopt']

/** Refuses a change in an environment that confirms, unless it is named; and one that names another. */
export function checkEnvironment({ verb, environment }: Flip, context: Here): void {
  const refused = UNCONFIRMED.includes(verb) ? undefined : refusalOfName(environment, context)
  if (refused !== undefined) throw new Refusal('environment', refused.says, refused.wayOut)
}

type Here = Pick<FlipContext, 'environment'>

/** Says why a change may not be made by whoever named this environment, or none; undefined where it may. */
export function refusalOfName(
  named: string | undefined,
  { environment: { name, confirm } }: Here,
): { readonly code: 'environment'; readonly says: string; readonly wayOut: string } | undefined {
  if (named === undefined ? !confirm : named === name) return undefined
  const says =
    named === undefined
      ? `changes in ${name} are confirmed by its name`
      : `this is ${name} and not the environment that was named`
  return { code: 'environment', says, wayOut: `name it: ${name}` }
}
