import type { Match } from '../exchange/index.ts'
import type { Interaction } from '../message/index.ts'
import type { Mistake } from './config-error.ts'
import { candidatesOf, type Inquiry } from './inquiry.ts'

/** Finds routes, and single interactions of a route, that an earlier route owns altogether. */
export function checkReach({ fields, interactions }: Inquiry): Mistake[] {
  const matched = candidatesOf(fields).flatMap(({ match, ...rest }) =>
    match === 'default' ? [] : [{ match, ...rest }],
  )
  return matched.flatMap(({ match, path, index }) => {
    const earlier = matched.filter(other => other.index < index)
    const ownerOf = (narrow: Match): string | undefined =>
      earlier.find(other => covers(other.match, narrow, interactions))?.route.name
    if (match.interaction === undefined) return dead(path, ownerOf(match))
    const owners = match.interaction.map(id => ownerOf({ ...match, interaction: [id] }))
    if (owners.every(owner => owner !== undefined)) {
      return dead(path, [...new Set(owners)].join('` and `'))
    }
    return owners.flatMap((owner, i) => dead(`${path}.match.interaction[${i}]`, owner))
  })
}

function dead(path: string, owner: string | undefined): Mistake[] {
  if (owner === undefined) return []
  const says = `never matches: \`${owner}\` above owns all of it`
  return [{ path, says, wayOut: 'take it out, or put it above' }]
}

/** Says whether every message the later match lets through is let through by the earlier one. Errs towards no. */
export function covers(
  earlier: Match,
  later: Match,
  interactions: readonly Interaction[],
): boolean {
  return (
    coversIds(earlier, later, interactions) &&
    coversProducts(earlier, later, interactions) &&
    isWithin(later.soapAction, earlier.soapAction) &&
    isWithin(later.method, earlier.method) &&
    isWithin(later.from, earlier.from) &&
    isWithin(later.to, earlier.to) &&
    coversPaths(earlier.path, later.path) &&
    coversHeaders(earlier.header, later.header)
  )
}

type Values = readonly string[] | undefined

const isWithin = (later: Values, earlier: Values): boolean => {
  if (earlier === undefined) return true
  return later !== undefined && later.length > 0 && later.every(value => earlier.includes(value))
}

function coversIds(earlier: Match, later: Match, interactions: readonly Interaction[]): boolean {
  if (earlier.interaction === undefined) return true
  const { interaction, product } = later
  const ofProduct = interactions.filter(each => product?.includes(each.product) ?? false)
  const ids = interaction ?? (product === undefined ? undefined : ofProduct.map(({ id }) => id))
  return isWithin(ids, earlier.interaction)
}

function coversProducts(
  earlier: Match,
  later: Match,
  interactions: readonly Interaction[],
): boolean {
  if (earlier.product === undefined) return true
  const products = later.interaction?.map(
    id => interactions.find(each => each.id === id)?.product ?? '',
  )
  return isWithin(later.product ?? products, earlier.product)
}

const coversPaths = (earlier: Values, later: Values): boolean =>
  earlier === undefined ||
  (later?.every(path => earlier.some(other => coversPath(other, path))) ?? false)

// A path owns what begins with it up to a segment's end; with a trailing `*`, all that begins with it.
function coversPath(earlier: string, later: string): boolean {
  const begin = later.replace(/\*$/, '')
  if (earlier.endsWith('*')) return begin.startsWith(earlier.slice(0, -1))
  if (earlier === later || earlier.endsWith('/')) return begin.startsWith(earlier)
  return begin.startsWith(`${earlier}/`) || begin.startsWith(`${earlier}?`)
}

function coversHeaders(earlier: Match['header'], later: Match['header']): boolean {
  const wanted = new Map(
    Object.entries(later ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  )
  return Object.entries(earlier ?? {}).every(
    ([name, value]) => wanted.get(name.toLowerCase()) === value,
  )
}
