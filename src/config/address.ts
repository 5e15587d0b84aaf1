import type { Mistake } from './config-error.ts'

/** The environment as it was handed down from main. */
export type Env = Readonly<Record<string, string | undefined>>

/** Where an upstream is. */
export interface Address {
  /** `http://host:port` or `https://host:port`. */
  readonly origin: string
  /** What stands in front of every target, byte for byte; empty where the address has no path. */
  readonly basePath: string
}

const VARIABLE = /^env:([A-Za-z_]\w*)$/
const ADDRESS = /^https?:\/\/[^/?#\s]+(\/[^?#\s]*)?$/i
const WAY_OUT = 'write it as https://host:8443/base, without a query'

/** Gives the variable an `env:NAME` names; undefined where it is something else. */
export const variableOf = (written: string): string | undefined => VARIABLE.exec(written)?.[1]

/** Reads an upstream's address, literal or from the environment. The value itself is never repeated. */
export function readAddress(path: string, written: string, env: Env): Address | Mistake {
  const variable = variableOf(written)
  const address = variable === undefined ? written : env[variable]
  if (variable !== undefined && (address === undefined || address === '')) {
    return {
      path,
      variable,
      says: `${variable} is not set`,
      wayOut: `set ${variable} to the address of this upstream`,
    }
  }
  const what = variable === undefined ? 'it' : `what ${variable} holds`
  return parseAddress(address ?? '') ?? { path, says: `${what} is not an address`, wayOut: WAY_OUT }
}

function parseAddress(address: string): Address | undefined {
  const form = ADDRESS.exec(address)
  if (form === null || !URL.canParse(address)) return undefined
  const url = new URL(address)
  // A password in an address would travel into every place an address is shown.
  if (url.username !== '' || url.password !== '') return undefined
  // Not `url.pathname`: it would fold `..` and re-encode what must go out as it was written.
  const basePath = (form[1] ?? '').replace(/\/$/, '')
  return { origin: url.origin, basePath }
}
