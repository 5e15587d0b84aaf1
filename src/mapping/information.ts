/**
 * What a message says, in a mapping's own words, whatever language and shape it was written in: a fact's value,
 * several values in their order, or things with facts of their own.
 */
export interface Information {
  readonly [name: string]: string | readonly string[] | readonly Information[]
}
