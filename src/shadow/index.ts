/**
 * Copies requests to the side that does not serve them and has the two answers compared, beside the path.
 *
 * In: a {@link Prepared} request whose supplier has its last byte, and what that supplier got.
 * Out: a copy sent from a thread of its own, under its own identity and ids; what came of comparing, of a translated
 * copy twice: what the supplier would see and what both sides mean; without a value of a message; everything that was
 * not compared, by reason.
 * Never: delays, fails or changes what a supplier sees; copies a write to a system that serves; goes out in a
 * supplier's name.
 *
 * @packageDocumentation
 */
export { createShadow } from './shadow.ts'
export type { ShadowedRoute } from './copy-work.ts'
export type { Compared, Mirrored, Shadow, ShadowOptions } from './shadow.ts'
export { createCopies } from './copies.ts'
export type { CopiesOptions } from './copies.ts'
export type { CopyCame, CopySetup, CopyWork, NotCompared, NotComparedReason } from './copy.ts'
export { judgeTranslated } from './translated-pair.ts'
export type { JudgedBy, TranslatedPair } from './translated-pair.ts'
export { seenPolicy } from './seen-policy.ts'
export type { OneVerdict, TwoVerdicts } from './two-verdicts.ts'
