/**
 * Makes a request ready to be sent: asks its route's mapping whether the cloud can be asked in its own words, and
 * what the cloud then answers becomes the supplier's answer.
 *
 * In: an {@link Assigned} request, all of its body at hand; the products' mappings by name.
 * Out: a {@link Prepared} request: as it came, translated, or declined and given to legacy.
 * Never: sends anything, says what a row cannot say, lets an answer through that is not proven to be about whom was
 * asked for.
 *
 * @packageDocumentation
 */
export { createTranslation } from './translation.ts'
export { createAside } from './aside.ts'
export type { Aside } from './aside.ts'
export { createTrials, withTrials } from './trials.ts'
export type { Tried, Trials } from './trials.ts'
export { createTranslating, isTranslationWork } from './translating.ts'
export type { Lost, Translation, TranslationOptions } from './translation.ts'
