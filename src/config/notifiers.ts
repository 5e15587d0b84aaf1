import { isIP } from 'node:net'
import { variableOf, type Env } from './address.ts'
import type { Mistake } from './config-error.ts'
import type { NotifierFields, NotifyWord } from './notify-schema.ts'
import { nameOf, readSource, type Surroundings } from './source.ts'

/** A receiver that is told of changes, and what proves to it who tells. */
export interface Notifier {
  readonly name: string
  /** The whole address, which may be all that keeps others from posting there: never shown. */
  readonly url: string
  /** As much of it as may be shown. */
  readonly host: string
  readonly on: readonly NotifyWord[]
  /** Keys in base64, the one that counts first; a message is signed with each. Never shown. */
  readonly keys: readonly string[]
}

/** Reads every notifier of a file and every mistake in them; none repeats an address or a secret. */
export function readNotifiers(
  fields: readonly (NotifierFields | undefined)[],
  surroundings: Surroundings,
): { read: readonly Notifier[]; mistakes: Mistake[] } {
  const names = fields.map(each => each?.name)
  const made = fields.map((each, i) => {
    if (each === undefined) return []
    const first = names.indexOf(each.name)
    const doubled = first === i ? [] : [doubledAt(`notify[${i}].name`, each.name, first)]
    const notifier = readNotifier(`notify[${i}]`, each, surroundings)
    return Array.isArray(notifier)
      ? [...doubled, ...notifier]
      : doubled.length > 0
        ? doubled
        : notifier
  })
  return {
    read: made.flatMap(each => (Array.isArray(each) ? [] : [each])),
    mistakes: made.flatMap(each => (Array.isArray(each) ? each : [])),
  }
}

const doubledAt = (path: string, name: string, first: number): Mistake => ({
  path,
  says: `\`${name}\` is the name of notify[${first}] already`,
  wayOut: 'give each notifier a name of its own',
})

function readNotifier(
  path: string,
  { name, url, on, secret }: NotifierFields,
  surroundings: Surroundings,
): Notifier | Mistake[] {
  const address = readUrl(`${path}.url`, url, surroundings.env)
  const read = readKeys(`${path}.secret`, secret, surroundings)
  const mistakes = [address, read].filter(each => 'says' in each)
  if ('says' in address || 'says' in read) return mistakes
  return { name, url: address.href, host: address.host, on, keys: read.keys }
}

function readUrl(path: string, written: string, env: Env): URL | Mistake {
  const variable = variableOf(written)
  const address = variable === undefined ? written : env[variable]
  if (address === undefined || address === '') {
    const wayOut = 'set it to the address of this receiver'
    return {
      path,
      ...(variable !== undefined && { variable }),
      says: `${String(variable)} is not set`,
      wayOut,
    }
  }
  const what = variable === undefined ? 'it' : `what ${variable} holds`
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.hash !== '') {
    return { path, says: `${what} is not an address`, wayOut: 'write it as https://host/path' }
  }
  if (url.username !== '' || url.password !== '') {
    const says = `${what} is an address with a user or a password`
    return { path, says, wayOut: 'messages are signed: leave both out of the address' }
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    const says = `${what} is plain http, and whoever is on the way would read who changed what`
    return { path, says, wayOut: 'write it as https://…; http is for this machine alone' }
  }
  return url
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'))

/** Two while one takes the place of the other; more would be ones nobody took out. */
const MOST_KEYS = 2

// Standard Webhooks 1.0, "Signature scheme": 24 to 64 random bytes, base64, behind `whsec_`.
function readKeys(
  path: string,
  written: string,
  surroundings: Surroundings,
): { readonly keys: readonly string[] } | Mistake {
  const read = readSource(path, written, { ...surroundings, holds: 'the secret' })
  if (typeof read !== 'string') return read
  const lines = read.split('\n').flatMap(line => line.trim() || [])
  const keys = lines.map(line => /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(line)?.[1] ?? '')
  const isSound = keys.every(key => {
    const bytes = Buffer.from(key, 'base64')
    return bytes.length >= 24 && bytes.length <= 64 && bytes.toString('base64') === key
  })
  if (isSound && keys.length > 0 && keys.length <= MOST_KEYS) return { keys }
  return {
    path,
    says: `${nameOf(written)} holds no secret of the form it must have`,
    wayOut: 'one line, or two while it is changed: whsec_ and 24 to 64 random bytes in base64',
  }
}
