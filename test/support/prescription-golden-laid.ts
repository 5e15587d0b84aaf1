import { bundleOf, goldenEntries } from './prescription-golden-fhir.ts'
import type { Parts } from './prescription-golden-parts.ts'

/** A Bundle of somebody else's making, and the prescription it is all the same. */
export interface OtherBundle {
  readonly bundle: Buffer
  readonly parts: Parts
  /** What it says otherwise than they do, by the end of its path. */
  readonly differs: Readonly<Record<string, string>>
}

export type Resource = Readonly<Record<string, unknown>>
export type Entries = readonly (readonly [id: string, resource: Resource])[]

export const NHS = 'https://fhir.nhs.uk'
export const UK = 'https://fhir.hl7.org.uk'
export const ods = (value: string): Resource => ({
  system: `${NHS}/Id/ods-organization-code`,
  value,
})
export const reference = (id: string): Resource => ({ reference: `urn:uuid:${id}` })
export const at = (id: string): string => `00000000-0000-4000-8000-0000000001${id}`

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Lays one thing over another: members of the same name are laid over each other, lists item by item. */
export function laidOver(own: unknown, over: unknown): unknown {
  if (over === null) return undefined
  if (Array.isArray(over)) {
    const items: readonly unknown[] = over
    const rest: readonly unknown[] = Array.isArray(own) ? own : []
    return [...items.map((item, i) => laidOver(rest[i], item)), ...rest.slice(items.length)]
  }
  if (!isObject(over)) return over
  if (!isObject(own)) return laidOver({}, over)
  const names = new Set([...Object.keys(own), ...Object.keys(over)])
  return Object.fromEntries(
    [...names].map(name => [name, name in over ? laidOver(own[name], over[name]) : own[name]]),
  )
}

/** A golden Bundle with something laid over some resources, and others beside them. */
export const over = (
  parts: Parts,
  changes: Readonly<Record<string, unknown>>,
  beside: Entries = [],
  {
    more = {},
    differs = {},
  }: { readonly more?: Resource; readonly differs?: OtherBundle['differs'] } = {},
): OtherBundle => ({
  parts,
  differs,
  bundle: bundleOf(
    [
      ...goldenEntries(parts)
        .filter(([id]) => changes[id] !== null)
        .map(([id, resource]) => [id, laidOver(resource, changes[id] ?? {}) as Resource] as const),
      ...beside,
    ],
    more,
  ),
})
