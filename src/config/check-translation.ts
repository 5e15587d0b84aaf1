import type { Mistake } from './config-error.ts'
import {
  candidatesOf,
  type Candidate,
  type Inquiry,
  type KnownMapping,
  mappingOf,
} from './inquiry.ts'
import { meant } from './nearest.ts'
import { isKnown, type ToldModule } from './own-modules.ts'
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
    const wrong =
      typeof translate === 'string'
        ? absent(inquiry, path, translate)
        : 'module' in translate
          ? unfit(inquiry, path, translate.module)
          : confused(translate.generic, path)
    const mapping = mappingOf(translate, inquiry)
    if (wrong.length > 0 || mapping === undefined) return wrong
    return [
      ...unasked(inquiry, candidate, mapping),
      ...idle(inquiry, candidate, mapping),
      ...nameless(candidate, mapping),
    ]
  })

function absent({ mappings }: Inquiry, path: string, name: string): Mistake[] {
  const names = mappings.map(each => each.name)
  if (names.includes(name)) return []
  return [{ path, says: `there is no mapping \`${name}\``, wayOut: meant(name, names) }]
}

function unfit({ mappings, modules }: Inquiry, at: string, written: string): Mistake[] {
  const path = `${at}.module`
  const told = modules.find(each => each.written === written)
  if (told === undefined) {
    return [
      { path, says: `${written} was not loaded`, wayOut: 'load the routes file it stands in' },
    ]
  }
  const { file, came } = told
  if (!isKnown(came)) return [{ path, says: `${file} ${came.says}`, wayOut: came.wayOut }]
  const { name } = came
  const other = modules.find(each => each.file < file && isOf(each, name))
  const taken = mappings.some(each => each.name === name)
  if (!taken && other === undefined) return []
  const whose = taken ? 'a mapping that comes with Ficus has' : `${other?.file ?? ''} has too`
  const says = `${file} calls its mapping \`${name}\`, which ${whose}`
  return [{ path, says, wayOut: 'give it a name of its own' }]
}

const isOf = ({ came }: ToldModule, name: string): boolean => isKnown(came) && came.name === name

/** Finds names of attributes and texts that nobody could tell apart. */
function confused(
  {
    attributePrefix = '@_',
    textName = '#text',
  }: Readonly<Partial<Record<'attributePrefix' | 'textName', string | undefined>>>,
  path: string,
): Mistake[] {
  if (!textName.startsWith(attributePrefix)) return []
  const says = `${textName} would be an attribute, by its prefix ${attributePrefix}`
  return [{ path: `${path}.generic`, says, wayOut: 'let the two begin differently' }]
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

/** Copies that would go out in the name of the supplier's organisation. */
function nameless({ route, path }: Candidate, { name, namesAsker }: KnownMapping): Mistake[] {
  const { as, organisation } = route.shadow ?? {}
  if (namesAsker !== true || as === undefined || organisation !== undefined) return []
  return [
    {
      path: `${path}.shadow`,
      says: `\`${name}\` tells the cloud which organisation asks, and a copy may not name a supplier’s`,
      wayOut: 'say whose copies they are: `organisation`, an ODS code of your own',
    },
  ]
}

function idle({ interactions }: Inquiry, candidate: Candidate, mapping: KnownMapping): Mistake[] {
  const { match, route } = candidate
  const { known, unknown } = ownedBy(match, interactions)
  const named = match === 'default' ? [] : (match.interaction ?? [])
  const isTaken = (id: string): boolean => mapping.interactions.includes(id)
  if (known.some(({ id }) => isTaken(id)) || named.some(isTaken)) return []
  // What a module takes need not be anything a product knows of: calls are told apart by where they go.
  if (typeof route.translate === 'object' && unknown && named.length === 0) return []
  return [
    {
      path: `${candidate.path}.translate`,
      says: `\`${mapping.name}\` takes nothing of what this route owns`,
      wayOut: `it takes ${mapping.interactions.join(', ')}: match one of them, or leave \`translate\` out`,
    },
  ]
}
