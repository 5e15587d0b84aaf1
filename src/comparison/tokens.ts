import { createHmac, createSecretKey } from 'node:crypto'
import { readTime } from './times.ts'

/** Shapes, the first that fits: what a value looks like, in words of ours and its length. */
const SHAPES: readonly (readonly [word: string, fits: (value: string) => boolean])[] = [
  ['blank', value => value.trim() === ''],
  ['uuid', value => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)],
  ['oid', value => /^\d+(?:\.\d+){3,}$/.test(value)],
  ['time', value => value.length > 4 && value.length !== 10 && readTime(value) !== undefined],
  ['date', value => /^\d{4}-\d\d-\d\d$/.test(value)],
  ['digits', value => /^\d+$/.test(value)],
  ['decimal', value => /^[+-]?\d*\.\d+$/.test(value)],
  ['letters', value => /^\p{L}+$/u.test(value)],
]

/** Says what a value looks like: a word of ours and its length in characters. */
export const shapeOf = (value: string): string =>
  `${SHAPES.find(([, fits]) => fits(value))?.[0] ?? 'text'}(${value.length})`

/**
 * Writes a value as its shape and a keyed hash, salted with its path: two of one path are equal where their
 * values are. Hexadecimal digits stand in threes, so that no value of four characters is ever among them.
 */
export type Tokens = (path: string, value: string) => string

/** Builds the tokens of one key, which has to be drawn anew for each process. */
export function createTokens(key: Uint8Array): Tokens {
  // Made ready once: that takes several times as long as a hash.
  const secret = createSecretKey(key)
  return (path, value) => {
    const digest = createHmac('sha256', secret).update(`${path}\0${value}`).digest('hex')
    return `${shapeOf(value)}#${digest.slice(0, 15).replace(/...(?=.)/g, '$&\u00b7')}`
  }
}

/** How names of a message's own making are written where they are no names. */
const NAME = /^@?(?!.*\d{7})[A-Za-z_$][\w.:$-]{0,63}$|^text\(\)$/

/** Lets a name pass that looks like one of a message model's, and nothing that could be a value. */
export const nameToken = (tokens: Tokens, name: string): string =>
  NAME.test(name) ? name : `{${tokens('', name)}}`
