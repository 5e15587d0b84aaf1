import { FicusError } from '../exchange/index.ts'

/** A refusal stops whatever was being read. */
export type Refuse = (rule: string) => never

/** Says which rule refused and where; both are our own words and numbers, never a character of the message. */
export function refusal(rule: string, where?: string): FicusError {
  return new FicusError('malformed', where === undefined ? rule : `${rule}, ${where}`)
}
