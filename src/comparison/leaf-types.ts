import { normalTime } from './times.ts'
import { normalXhtml } from './xhtml.ts'

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?$/

function withoutEndZeros(digits: string): string {
  let end = digits.length
  while (digits[end - 1] === '0') end -= 1
  return digits.slice(0, end)
}

/** FHIR and HL7 write one number in several ways: `.5`, `0.5`, `0.50`. */
function normalDecimal(text: string): string | undefined {
  const [, sign, digits, more = ''] = DECIMAL.exec(text) ?? []
  if (digits === undefined || digits + more === '') return undefined
  const [whole, part] = [digits.replace(/^0+/, ''), withoutEndZeros(more)]
  const number = `${whole === '' ? '0' : whole}${part === '' ? '' : `.${part}`}`
  return sign === '-' && /[1-9]/.test(number) ? `-${number}` : number
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** RFC 4648 §4, its lines broken anywhere (RFC 2045 §6.8). */
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/

function normalBase64(text: string): string | undefined {
  const whole = text.replace(/\s+/g, '')
  return BASE64.test(whole) ? whole : undefined
}

/**
 * The types that write one value in several ways, each with the one way all of them come to; undefined where a
 * text is no value of the type, which is then held against the other as it stands.
 */
const LEAF_TYPES = {
  time: normalTime,
  decimal: normalDecimal,
  uuid: text => (UUID.test(text) ? text.toLowerCase() : undefined),
  /** RFC 3966; FHIR leaves the scheme out. */
  telecom: text => text.replace(/^tel:/i, ''),
  collapsed: text => text.replace(/\s+/g, ' ').trim(),
  base64: normalBase64,
  xhtml: normalXhtml,
  caseless: text => text.toLowerCase(),
  /** Names are read as what they stand for where they stand; what is left are blanks around them. */
  qname: text => text.trim(),
} satisfies Record<string, (text: string) => string | undefined>

/** How a value is written. */
export type LeafType = keyof typeof LEAF_TYPES

export const isLeafType = (name: string): name is LeafType => Object.hasOwn(LEAF_TYPES, name)

/** Writes a value in the one way its type comes to; as it stands where it is none of that type. */
export const normalLeaf = (type: LeafType, text: string): string => LEAF_TYPES[type](text) ?? text
