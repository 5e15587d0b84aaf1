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
export function checkEnvironment(
  { verb, environment }: Flip,
  { environment: here }: Pick<FlipContext, 'environment'>,
): void {
  if (UNCONFIRMED.includes(verb)) return
  if (environment === undefined ? !here.confirm : environment === here.name) return
  const says =
    environment === undefined
      ? `changes in ${here.name} are confirmed by its name`
      : `this is ${here.name} and not the environment that was named`
  throw new Refusal('environment', says, `name it: ${here.name}`)
}
