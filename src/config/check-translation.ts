import type { Mistake } from './config-error.ts'
import { candidatesOf, type Candidate, type Inquiry, type KnownMapping } from './inquiry.ts'
import { meant } from './nearest.ts'
import { ownedBy } from './owned.ts'

/**
 * Finds mappings there are not, mappings that take nothing of what their route owns, and interactions that look as
 * if their route's mapping took them and stay with legacy. One that takes a part of other kinds is in order: what it
 * does not take is declined and goes to legacy.
 */
export const checkTranslation = (inquiry: Inquiry): Mistake[] =>
  candidatesOf(inquiry.fields).flatMap(candidate => {
    const { translate } = candidate.route
    if (translate === undefined) return []
    const path = `${candidate.path}.translate`
    if (typeof translate === 'object') {
      const says = 'only a mapping that comes with Ficus can be named so far'
      return [{ path, says, wayOut: 'name one, or leave `translate` out' }]
    }
    const mapping = inquiry.mappings.find(({ name }) => name === translate)
    return mapping === undefined
      ? [absent(inquiry, path, translate)]
      : [...unasked(inquiry, candidate, mapping), ...idle(inquiry, candidate, mapping)]
  })

function absent({ mappings }: Inquiry, path: string, name: string): Mistake {
  const names = mappings.map(each => each.name)
  return { path, says: `there is no mapping \`${name}\``, wayOut: meant(name, names) }
}

function unasked(
  { interactions }: Inquiry,
  { match, path }: Candidate,
  { name, legacyOnly = {} }: KnownMapping,
): Mistake[] {
  return ownedBy(match, interactions).known.flatMap(({ id }) => {
    const because = legacyOnly[id]
    if (because === undefined) return []
    const says = `\`${name}\` never takes ${id}: ${because}`
    return [{ path: `${path}.translate`, says, wayOut: 'give it a route without `translate`' }]
  })
}

function idle({ interactions }: Inquiry, candidate: Candidate, mapping: KnownMapping): Mistake[] {
  const { known } = ownedBy(candidate.match, interactions)
  if (known.some(({ id }) => mapping.interactions.includes(id))) return []
  return [
    {
      path: `${candidate.path}.translate`,
      says: `\`${mapping.name}\` takes nothing of what this route owns`,
      wayOut: `it takes ${mapping.interactions.join(', ')}: match one of them, or leave \`translate\` out`,
    },
  ]
}
