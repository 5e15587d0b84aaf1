import { normalLeaf } from './leaf-types.ts'
import { normalTime, readTime } from './times.ts'

/** The smallest change that makes one value of the other, from a fixed list. */
export type EditClass =
  | 'whitespace'
  | 'case'
  | 'unicode-form'
  | 'time-format'
  | 'time-zone'
  | 'time-precision'
  | 'time-shift'
  | 'decimal-format'
  | 'prefix'
  | 'padding'
  | 'truncation'
  | 'emptied'
  | 'absent'
  | 'empty-absent'
  | 'moved'
  | 'renamed'
  | 'malformed'
  | 'other'

const collapsed = (text: string): string => text.replace(/\s+/g, ' ').trim()
const unprefixed = (text: string): string =>
  text.replace(/^(?:tel|mailto|fax|cid|(?:urn:)?uuid|urn:oid):/i, '')
const unpadded = (text: string): string => text.replace(/^0+(?=\d)/, '')

const same =
  (normal: (text: string) => string) =>
  (a: string, b: string): boolean =>
    normal(a) === normal(b)

const bothTimes = (a: string, b: string): boolean =>
  readTime(a) !== undefined && readTime(b) !== undefined

function isPrecision(a: string, b: string): boolean {
  const [x, y] = [normalTime(a), normalTime(b)]
  if (x === undefined || y === undefined) return false
  const [less, more] = [x, y]
    .map(text => text.replace(/Z$/, ''))
    .sort((p, q) => p.length - q.length)
  return less !== undefined && more?.startsWith(less) === true
}

const isZone = (a: string, b: string): boolean => {
  const [x, y] = [readTime(a), readTime(b)]
  return x !== undefined && y !== undefined && x.digits === y.digits
}

/** In this order: the first that explains a change is its class. */
const GRAMMAR: readonly (readonly [EditClass, (a: string, b: string) => boolean])[] = [
  ['whitespace', same(collapsed)],
  ['emptied', (a, b) => a.trim() === '' || b.trim() === ''],
  ['unicode-form', same(text => text.normalize('NFC'))],
  ['case', same(text => text.toLowerCase())],
  ['time-format', (a, b) => bothTimes(a, b) && normalTime(a) === normalTime(b)],
  ['time-zone', isZone],
  ['time-precision', isPrecision],
  ['time-shift', bothTimes],
  ['decimal-format', same(text => normalLeaf('decimal', text))],
  ['prefix', same(unprefixed)],
  ['padding', same(unpadded)],
  ['truncation', (a, b) => a.startsWith(b) || b.startsWith(a)],
]

/** Says what was done to one value to make the other. */
export const editClassOf = (a: string, b: string): EditClass =>
  GRAMMAR.find(([, explains]) => explains(a, b))?.[0] ?? 'other'
