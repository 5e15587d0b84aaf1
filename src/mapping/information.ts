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

/** The value of a fact by its path: of each list on the way the first entry, names divided by `/`. */
export function factIn(said: Information, path: string): string | undefined {
  const [name = '', ...rest] = path.split('/')
  if (rest.length === 0) return textIn(said, name)
  const [first] = entriesIn(said, name)
  return first === undefined ? undefined : factIn(first, rest.join('/'))
}

/** The values of a fact by its path in every entry of each list on the way. */
export function factsIn(said: Information, path: string): readonly string[] {
  const [name = '', ...rest] = path.split('/')
  if (rest.length > 0) return entriesIn(said, name).flatMap(each => factsIn(each, rest.join('/')))
  const value = textIn(said, name)
  return value === undefined ? [] : [value]
}
