import type { Mistake } from './config-error.ts'
import type { Fields } from './read-fields.ts'
import type { RouteFields, UpstreamFields } from './schema.ts'

const withoutIt = 'leave it out'

/**
 * Fields whose work no part of Ficus does yet, and what would not happen. They are refused, because a field that
 * silently does nothing is believed. Whoever builds the part deletes the row.
 */
const UPSTREAM_FIELDS: Partial<Record<keyof UpstreamFields, string>> = {
  as: 'every supplier would be shown to it under one certificate',
  credentials: 'it would be asked without a token',
  access: 'nobody would check whom it believes',
}

/** Finds fields that would do nothing. */
export function checkNotBuilt(fields: Fields): Mistake[] {
  return [
    ...[...fields.upstreams].flatMap(([name, upstream]) =>
      refused(`upstreams.${name}`, upstream, UPSTREAM_FIELDS),
    ),
    ...fields.routes.flatMap((route, i) => withoutKey(`routes[${i}].withoutKey`, route)),
  ]
}

function refused<Part extends object>(
  path: string,
  part: Part | undefined,
  rows: Partial<Record<keyof Part, string>>,
): Mistake[] {
  if (part === undefined) return []
  return Object.entries(rows).flatMap(([field, consequence]) =>
    part[field as keyof Part] === undefined // the rows' own keys
      ? []
      : [
          {
            path: `${path}.${field}`,
            says: `is not built yet: ${String(consequence)}`,
            wayOut: withoutIt,
          },
        ],
  )
}

function withoutKey(path: string, route: RouteFields | undefined): Mistake[] {
  const answer = route?.withoutKey
  if (answer === undefined) return []
  if (answer !== 'both' && 'side' in answer && answer.side === 'legacy') return []
  return [
    {
      path,
      says: 'is not built yet: a message without the key is served by legacy',
      wayOut: 'write `{ side: "legacy", why: "…" }`',
    },
  ]
}
