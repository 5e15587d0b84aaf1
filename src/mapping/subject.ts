import type { Keys } from '../exchange/index.ts'
import type { Subject } from './mapping.ts'

const KEYS = ['nhsNumber', 'prescriptionId', 'prescriptionLongId', 'pointerId'] as const

/**
 * Says whether a request is about whom the keys read by somebody else say it is about: a number must be that very
 * number, a person who is only described has none, and of an entity every key must be the one its mapping read. Where the
 * cloud is told all of a message it is told every key.
 */
export function isOfKey(subject: Subject, keys: Keys): boolean {
  if (subject.kind === 'nhsNumber') return subject.value === keys.nhsNumber
  if (subject.kind === 'person') return keys.nhsNumber === undefined
  if (subject.kind === 'message') return true
  return KEYS.every(
    key => keys[key] === undefined || keys[key].toLowerCase() === subject.keys[key]?.toLowerCase(),
  )
}
