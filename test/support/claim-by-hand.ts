// A second reader of a Claim, which shares nothing with what it checks but JSON.parse.

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }
type Resource = Readonly<Record<string, Json>>

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '')

/** What an extension, an identifier or a coded concept is told apart by: the end of its address. */
function kindOf(value: Json): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return ''
  const { url, system, coding } = value as Resource
  const [first] = Array.isArray(coding) ? (coding as readonly Resource[]) : []
  const named = url ?? system ?? first?.['system']
  return typeof named === 'string' ? `[${named.slice(named.lastIndexOf('/') + 1)}]` : ''
}

/** A Claim whose numbers are the text they are written as: another 20.0 than 20. */
const parsed = (text: string): Resource =>
  JSON.parse(
    text.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, token =>
      token.startsWith('"') ? token : `"${token}"`,
    ),
  ) as Resource // what a converter published, or what was written just now

/**
 * Reads every leaf of a Claim as `path=value`, sorted; what it contains stands where it is pointed at, and has no id
 * there. Lists of things of one kind are counted, so that what stands in the first is not read in the second.
 */
export function leavesOfClaim(text: string): readonly string[] {
  const { contained = [], ...claim } = parsed(text)
  const all = contained as readonly Resource[]
  const at = new Map(all.map(({ id, ...rest }) => [`#${textOf(id)}`, rest]))
  const leaves: string[] = []
  const told = new Set<string>()
  const tell = (value: Json, path: string): void => {
    if (Array.isArray(value)) {
      const items = value as readonly Json[]
      const seen = new Map<string, number>()
      for (const each of items) {
        const kind = kindOf(each)
        const n = seen.get(kind) ?? 0
        seen.set(kind, n + 1)
        tell(each, `${path}${kind}${n === 0 ? '' : `(${n})`}`)
      }
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, each] of Object.entries(value)) {
        const target = name === 'reference' ? at.get(textOf(each)) : undefined
        if (target !== undefined) {
          told.add(textOf(each))
          tell(target, `${path}/${textOf(target['resourceType'])}`)
        } else if (name !== 'url') tell(each, path === '' ? name : `${path}/${name}`)
      }
    } else leaves.push(`${path}=${String(value)}`)
  }
  tell(claim, '')
  for (const [id, resource] of at) if (!told.has(id)) tell(resource, 'contained')
  return leaves.toSorted()
}
