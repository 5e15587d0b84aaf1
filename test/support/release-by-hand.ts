// A small reader of its own for a check that shares nothing with what it checks: JSON.parse.

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

const nameOf = (value: Json): string => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return ''
  const { name, system } = value as Readonly<Record<string, Json>>
  const by = typeof name === 'string' && 'resource' in value ? name : system
  return typeof by === 'string' ? `[${by.slice(by.lastIndexOf('/') + 1)}]` : ''
}

/** Reads every leaf of a Parameters resource below the names of its parameters. */
export function leavesOfParameters(text: string): readonly string[] {
  const leaves: string[] = []
  const tell = (value: Json, path: string): void => {
    if (Array.isArray(value)) {
      for (const each of value as readonly Json[]) tell(each, `${path}${nameOf(each)}`)
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, each] of Object.entries(value)) {
        tell(each, path === '' ? name : `${path}/${name}`)
      }
    } else leaves.push(`${path}=${String(value)}`)
  }
  tell(JSON.parse(text) as Json, '') // what a façade published, or what was written just now
  return leaves.map(alike).toSorted()
}

/** One fact written in two ways, as one of them: lines of an address, and blanks in a number. */
const alike = (leaf: string): string =>
  leaf
    .replace(/\/address\/(?:city|district|state)=/, '/address/line=')
    .replace(/(?<=\/telecom\[phone\]\/value=.*) /g, '')

/** What a release of HL7v3 does not say: each with its reason. */
export const LISTED_IN_RELEASES: readonly (readonly [place: RegExp, why: string])[] = [
  [/(?:^|\/)id=/, 'an id that only this request knows'],
  [/\/resource\/active=/, 'a release in HL7v3 has no place for it'],
  [/\/resource\/type\//, 'HL7v3 says of every organisation that its type is not said'],
  [/\/coding\[[\w-]+\]\/display=/, 'said by the code beside it'],
]

/** Why a leaf may stand in the published request alone. */
export const listedInReleases = (leaf: string): string | undefined =>
  LISTED_IN_RELEASES.find(([place]) => place.test(leaf))?.[1]
