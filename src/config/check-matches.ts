import type { Mistake } from './config-error.ts'
import { candidatesOf, type Candidate, type Inquiry } from './inquiry.ts'
import { meant } from './nearest.ts'
import { ownedBy } from './owned.ts'

/** Finds values that match nothing we know, a word on class where it has no say, and a default out of place. */
export const checkMatches = (inquiry: Inquiry): Mistake[] => [
  ...candidatesOf(inquiry.fields).flatMap(candidate => [
    ...unknownValues(inquiry, candidate),
    ...contradiction(inquiry, candidate),
    ...idleClass(inquiry, candidate),
  ]),
  ...defaultRoute(inquiry),
]

function unknownValues({ interactions }: Inquiry, { route, match, path }: Candidate): Mistake[] {
  if (match === 'default') return []
  const ids = interactions.map(({ id }) => id)
  const products = [...new Set(interactions.map(({ product }) => product))]
  // A word on its class says that the operator knows that we do not know it.
  const unknown = route.class === undefined ? without(match.interaction, ids) : []
  return [
    ...unknown.map(([id, i]) => ({
      path: `${path}.match.interaction[${i}]`,
      says: `no product knows an interaction \`${id}\`, so it would be treated as a write`,
      wayOut: unknownWayOut(id, ids),
    })),
    ...without(match.product, products).map(([name, i]) => ({
      path: `${path}.match.product[${i}]`,
      says: `there is no product \`${name}\``,
      wayOut: meant(name, products),
    })),
  ]
}

function contradiction({ interactions }: Inquiry, { match, path }: Candidate): Mistake[] {
  const owned = ownedBy(match, interactions)
  const isNamed = (product: string): boolean => interactions.some(each => each.product === product)
  if (match === 'default' || owned.unknown || owned.known.length > 0) return []
  if (match.product?.every(isNamed) === false) return []
  return [
    {
      path: `${path}.match`,
      says: 'never matches: no interaction we know fulfils all of it',
      wayOut: 'leave one of its fields out',
    },
  ]
}

function unknownWayOut(id: string, ids: readonly string[]): string {
  const near = meant(id, ids)
  const say = 'say `class: "write"`, or `class: "read"` where a second copy harms nobody'
  return near.startsWith('did') ? `${near} If not, ${say}` : say
}

const without = (
  values: readonly string[] | undefined,
  known: readonly string[],
): [value: string, index: number][] =>
  (values ?? [])
    .map((value, index): [string, number] => [value, index])
    .filter(([value]) => !known.includes(value))

function idleClass({ interactions }: Inquiry, { route, match, path }: Candidate): Mistake[] {
  if (route.class === undefined) return []
  if (match === 'default') {
    return [
      {
        path: `${path}.class`,
        says: 'the default route owns what nobody has thought of, which is a write until proven otherwise',
        wayOut: 'name the interactions in a route of their own and say their class there',
      },
    ]
  }
  if (ownedBy(match, interactions).unknown) return []
  return [
    {
      path: `${path}.class`,
      says: 'every interaction this route owns is known, and what a product says of its class holds',
      wayOut: 'leave `class` out',
    },
  ]
}

function defaultRoute({ fields }: Inquiry): Mistake[] {
  const candidates = candidatesOf(fields)
  const last = fields.routes.length - 1
  const misplaced = candidates.flatMap(({ route, match, path, index }) => {
    if (match === 'default' && index !== last) {
      const says = 'owns everything, so no route below it is ever asked'
      return [{ path, says, wayOut: 'say what it owns with `match`, or make it the last route' }]
    }
    return (match === 'default') === (route.name === 'default')
      ? []
      : [
          {
            path: `${path}.name`,
            says: '`default` is the name of the last route, the one without `match`, and of no other',
            wayOut: match === 'default' ? 'call it `default`' : 'give it another name',
          },
        ]
  })
  const hasInvalid = candidates.length < fields.routes.length || fields.routes.length === 0
  const hasDefault = candidates.some(({ match }) => match === 'default')
  if (hasDefault && fields.unmatched !== undefined) {
    misplaced.push({
      path: 'unmatched',
      says: 'nothing is left unmatched where there is a default route',
      wayOut: 'leave out one of the two',
    })
  }
  if (!hasDefault && !hasInvalid && fields.unmatched === undefined) {
    misplaced.push({
      path: 'routes',
      says: 'what no route owns has nowhere to go',
      wayOut:
        'end with `{ name: "default", legacy: "…" }`, or say `unmatched: "refuse"` (404 in the supplier’s language)',
    })
  }
  return misplaced
}
