import { FicusError } from '../exchange/index.ts'
import { holdsPatientKey } from '../fleet/index.ts'
import { type JsonValue, readJson } from '../json/index.ts'
import { type Role, ROLES } from './roles.ts'

/** One token, by its hash. */
export interface TokenRow {
  readonly name: string
  readonly roles: readonly Role[]
  /** SHA-256 of the token. */
  readonly hash: Buffer
  /** From when on it is let in no more, epoch milliseconds; without end where the file does not say. */
  readonly endsAt: number
}

/** A file of tokens that cannot be gone by: every mistake with its place, and never what stands there. */
export class TokenFileError extends Error {
  constructor(mistakes: readonly string[]) {
    super(mistakes.join('; '))
    this.name = 'TokenFileError'
  }
}

/**
 * Reads a file of tokens: `{ "tokens": [{ "name", "roles", "sha256", "expires"? }] }`, in JSON that can be read one
 * way only. Throws {@link TokenFileError} with every mistake there is.
 */
export function readTokens(bytes: Buffer): readonly TokenRow[] {
  const mistakes: string[] = []
  const rows = listIn(jsonOf(bytes), mistakes).map((value, i) =>
    rowOf(value, `tokens[${i}]`, mistakes),
  )
  const twice = (of: (row: TokenRow) => string, field: string): void => {
    const seen = new Set<string>()
    rows.forEach((row, i) => {
      if (row !== undefined && seen.size === seen.add(of(row)).size) {
        mistakes.push(`tokens[${i}].${field} stands there twice`)
      }
    })
  }
  twice(({ name }) => name.toLowerCase(), 'name')
  twice(({ hash }) => hash.toString('hex'), 'sha256')
  if (mistakes.length > 0) throw new TokenFileError(mistakes)
  return rows.filter(row => row !== undefined)
}

/** Says whether somebody may be called so in the audit, which is kept for ever: 1 to 64 printable characters. */
export const isActorName = (name: string): boolean =>
  /^[^\p{C}\p{Zl}\p{Zp}]{1,64}$/u.test(name) && name.trim() === name && !holdsPatientKey(name)

function jsonOf(bytes: Buffer): JsonValue {
  try {
    return readJson(bytes)
  } catch (error) {
    if (!(error instanceof FicusError)) throw error
    throw new TokenFileError([
      `it is not JSON that can be read one way: ${error.detail ?? 'malformed'}`,
    ])
  }
}

function listIn(value: JsonValue, mistakes: string[]): readonly JsonValue[] {
  const tokens = value.is === 'object' ? value.properties.get('tokens') : undefined
  if (value.is === 'object') checkNames(value, ['tokens'], { at: 'the file', mistakes })
  if (tokens?.is === 'list') return tokens.items
  mistakes.push('tokens is to be a list')
  return []
}

type JsonObject = Extract<JsonValue, { readonly is: 'object' }>

const FIELDS = ['name', 'roles', 'sha256', 'expires']

function rowOf(value: JsonValue, at: string, mistakes: string[]): TokenRow | undefined {
  if (value.is !== 'object') {
    mistakes.push(`${at} is to be a group of ${FIELDS.join(', ')}`)
    return undefined
  }
  checkNames(value, FIELDS, { at, mistakes })
  const before = mistakes.length
  const text = (field: string, is: RegExp | ((text: string) => boolean), says: string): string => {
    const found = value.properties.get(field)
    const isRight = (it: string): boolean => (is instanceof RegExp ? is.test(it) : is(it))
    if (found?.is === 'string' && isRight(found.text)) return found.text
    mistakes.push(`${at}.${field} is to be ${says}`)
    return ''
  }
  const name = text(
    'name',
    isActorName,
    '1 to 64 printable characters, and nothing a patient is known by',
  )
  const hash = text('sha256', /^[0-9a-f]{64}$/i, '64 hexadecimal digits')
  const roles = rolesOf(value.properties.get('roles'), `${at}.roles`, mistakes)
  const day = value.properties.has('expires')
    ? text('expires', isDay, 'a day, as 2027-03-31')
    : undefined
  if (mistakes.length > before) return undefined
  const endsAt = day === undefined ? Infinity : Date.parse(day) + DAY_MS
  return { name, roles, hash: Buffer.from(hash, 'hex'), endsAt }
}

/** A token is let in until its day is over, UTC. */
const DAY_MS = 86_400_000

const isDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(text).toISOString().startsWith(text)

function rolesOf(value: JsonValue | undefined, at: string, mistakes: string[]): readonly Role[] {
  if (value?.is !== 'list' || value.items.length === 0) {
    mistakes.push(`${at} is to be a list of ${ROLES.join(', ')}`)
    return []
  }
  return value.items.flatMap((item, i) => {
    const role = ROLES.find(each => item.is === 'string' && each === item.text)
    if (role === undefined) mistakes.push(`${at}[${i}] is to be one of ${ROLES.join(', ')}`)
    return role ?? []
  })
}

/** A token that was put where a name belongs is not repeated: its place is said. */
function checkNames(
  { properties }: JsonObject,
  known: readonly string[],
  { at, mistakes }: { readonly at: string; readonly mistakes: string[] },
): void {
  ;[...properties.keys()].forEach((name, i) => {
    if (!known.includes(name))
      mistakes.push(`field ${i + 1} of ${at} is none of ${known.join(', ')}`)
  })
}
