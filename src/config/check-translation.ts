import type { Mistake } from './config-error.ts'
import { candidatesOf, type Candidate, type Inquiry, type KnownMapping } from './inquiry.ts'
import { meant } from './nearest.ts'
import { ownedBy } from './owned.ts'

/**
 * Finds mappings there are not, and mappings that take nothing of what their route owns. One that takes a part is
 * in order: what it does not take is declined and goes to legacy.
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
      : idle(inquiry, candidate, mapping)
  })

function absent({ mappings }: Inquiry, path: string, name: string): Mistake {
  const names = mappings.map(each => each.name)
  return { path, says: `there is no mapping \`${name}\``, wayOut: meant(name, names) }
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
