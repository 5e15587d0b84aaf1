import { FicusError } from '../exchange/index.ts'

/** Says that something cannot be written in the other language; `rule` holds nothing of what was written. */
export const refusal = (rule: string): FicusError => new FicusError('malformed', rule)

/** The same, thrown where a value is asked for. */
export const refuse = (rule: string): never => {
  throw refusal(rule)
}
