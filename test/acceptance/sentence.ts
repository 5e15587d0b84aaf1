/** One sentence: what is asked; the message it is broken in and how; every rule that then is. */
export interface Sentence {
  readonly says: string
  readonly good: string
  readonly in: 'envelope' | 'message'
  readonly broken: (text: string) => string
  readonly rules: readonly string[]
}

/** What is asked, how it is broken, and the rules that then are. */
export type Row = readonly [says: string, edit: (text: string) => string, rules: readonly string[]]

/** Says in which document of which good message rows are broken. */
export const inDocument =
  (good: string, document: Sentence['in']) =>
  ([says, broken, rules]: Row): Sentence => ({ says, good, in: document, broken, rules })

/** Takes something out. */
export const without =
  (pattern: RegExp) =>
  (text: string): string =>
    text.replace(pattern, '')
/** Puts something else there. */
export const to =
  (pattern: RegExp, replacement: string) =>
  (text: string): string =>
    text.replace(pattern, replacement)
/** Writes something twice. */
export const twice =
  (pattern: RegExp) =>
  (text: string): string =>
    text.replace(pattern, '$&$&')
