/**
 * What a message says, in a mapping's own words, whatever language and shape it was written in: a fact's value,
 * several values in their order, or things with facts of their own.
 */
export interface Information {
  readonly [name: string]: string | readonly string[] | readonly Information[]
}

/** The value of a fact that has one. */
export function textIn(said: Information, fact: string): string | undefined {
  const value = said[fact]
  return typeof value === 'string' ? value : undefined
}

/** The values of a fact that has several. */
export function textsIn(said: Information, fact: string): readonly string[] {
  const value = said[fact]
  if (value === undefined || typeof value === 'string') return []
  return value.filter(each => typeof each === 'string')
}

/** The entries of a list. */
export function entriesIn(said: Information, list: string): readonly Information[] {
  const value = said[list]
  if (value === undefined || typeof value === 'string') return []
  return value.filter(each => typeof each !== 'string')
}
