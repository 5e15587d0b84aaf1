import type { Subject } from './mapping.ts'

/**
 * Says whether a request is about whom a key read by somebody else says it is about: a number must be that very number,
 * and a person who is only described has none.
 */
export const isOfKey = (subject: Subject, nhsNumber: string | undefined): boolean =>
  subject.kind === 'nhsNumber' ? subject.value === nhsNumber : nhsNumber === undefined
