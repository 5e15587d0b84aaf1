import { isUtf8 } from 'node:buffer'
import { headerOf } from '../exchange/index.ts'
import { parameterOf } from '../xml/index.ts'
import type { Answered } from './observation.ts'

const typeOf = ({ headers }: Answered): string => headerOf(headers, 'content-type') ?? ''

/** Names how an answer says that its text is to be read: `utf-8` where it says nothing of a text, '' of anything else. */
export function charsetOf(answered: Answered): string {
  const type = typeOf(answered)
  const essence = type.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (essence.startsWith('multipart/')) return ''
  const isText = /[/+](?:xml|json)$|^text\//.test(essence)
  const charset = parameterOf(type, 'charset')?.toLowerCase() ?? (isText ? 'utf-8' : '')
  return charset === 'utf8' ? 'utf-8' : charset
}

const NAMES: ReadonlySet<string> = new Set([
  'utf-8',
  'us-ascii',
  'iso-8859-1',
  'windows-1252',
  'utf-16',
])

/** Names a charset where it is one of those there are, for a message can say anything there. */
export const charsetWord = (charset: string): string =>
  charset === '' ? 'none' : NAMES.has(charset) ? charset : 'another'

/** Says of an answer that could not be read whether its bytes are what they say they are: then its text is no document. */
export function isDecodable(answered: Answered, decoded: Buffer | undefined): boolean {
  if (decoded === undefined) return false
  return isUtf8(decoded) && READABLE.has(charsetOf(answered))
}

const READABLE: ReadonlySet<string> = new Set(['', 'utf-8', 'us-ascii'])
