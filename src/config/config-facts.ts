import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import type { OwnMapping } from '../mappings.ts'
import { spokenSpan, spokenWindow } from '../windows/index.ts'
import type { Config } from './parse-config.ts'

/** What a configuration says, by place: `routes.reads.gate.confidence`. Holds no secret and nothing undefined. */
export type ConfigFacts = ReadonlyMap<string, string>

/** Of certificates, keys and a receiver's address only whether they are the same: what they hold stays where it is. */
const SEALED = ['ca', 'cert', 'key', 'url', 'keys']
/** A longer text is shown so far, and known by its hash. */
const MOST_TEXT = 300

/**
 * Lays out everything a configuration says as places and texts, so that two can be held against each other. Routes
 * and upstreams stand by their names; the order of the routes, which matching goes by, is a place of its own.
 */
export function factsOf(config: Config): ConfigFacts {
  const { environment, suppliers, upstreams, cohorts, routes, unmatched, notify } = config
  const { freezes, maintenance, own } = config
  const facts = new Map<string, string>()
  const tell = (place: string, value: unknown): void => tellIn(facts, place, value)
  tell('environment', environment)
  tell('suppliers', Object.fromEntries(suppliers))
  for (const [name, upstream] of upstreams) {
    for (const [field, value] of fieldsOf(upstream)) {
      tell(`upstreams.${name}.${field}`, SEALED.includes(field) ? sealed(value) : value)
    }
  }
  for (const [name, cohort] of cohorts) {
    for (const [field, value] of fieldsOf(cohort)) tell(`cohorts.${name}.${field}`, value)
  }
  tell('routes', routes.map(({ name }) => name).join(', '))
  for (const route of routes) {
    for (const [field, value] of fieldsOf(route)) {
      tell(`routes.${route.name}.${field}`, NAMED.includes(field) ? nameOf(value) : value)
    }
  }
  for (const mapping of own) tell(`mappings.${mapping.name}`, saidOf(mapping))
  tell('unmatched', unmatched)
  for (const [i, { routes: over, why, ...span }] of freezes.entries()) {
    tell(`freeze.${i}`, { when: spokenSpan(span), why, routes: over })
  }
  for (const [name, windows] of maintenance) {
    for (const [i, window] of windows.entries()) {
      tell(`upstreams.${name}.maintenance.${i}`, { when: spokenWindow(window), why: window.why })
    }
  }
  for (const notifier of notify) {
    for (const [field, value] of fieldsOf(notifier)) {
      tell(`notify.${notifier.name}.${field}`, SEALED.includes(field) ? sealed(value) : value)
    }
  }
  return facts
}

/** What a route sets, or which files it is: what they say is known by the name it has. */
const saidOf = (mapping: OwnMapping): unknown =>
  'generic' in mapping ? mapping.generic : mapping.module.map(([url]) => basename(url))

// A name stands in the place itself, and a route's number changes whenever one is put before it.
const OWN = ['name', 'index']

const fieldsOf = (part: object): [string, unknown][] =>
  Object.entries(part).filter(([field]) => !OWN.includes(field))

/** What of a route is a part of the file with a name of its own. */
const NAMED = ['legacy', 'cloud', 'rehearsal', 'cohort']

const nameOf = (value: unknown): string | undefined =>
  (value as { readonly name: string } | undefined)?.name // each of NAMED has one

const sealed = (value: unknown): string | undefined =>
  value === undefined
    ? undefined
    : `sha256 ${createHash('sha256').update(textOf(value)).digest('hex').slice(0, 12)}`

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value)

function tellIn(facts: Map<string, string>, place: string, value: unknown): void {
  if (value === undefined) return
  if (typeof value === 'object' && value !== null) {
    const isWords = Array.isArray(value) && value.every(each => typeof each === 'string')
    if (isWords) tellIn(facts, place, value.join(', '))
    else for (const [name, each] of Object.entries(value)) tellIn(facts, `${place}.${name}`, each)
    return
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  facts.set(
    place,
    text.length <= MOST_TEXT ? text : `${text.slice(0, MOST_TEXT)} … ${sealed(text) ?? ''}`,
  )
}

/** One place at which two configurations do not say the same; what is absent was not said there. */
export interface ConfigDifference {
  readonly path: string
  readonly before?: string
  readonly after?: string
}

/** Finds every place at which two configurations do not say the same, those of the first in its order. */
export function differencesOf(
  before: ConfigFacts,
  after: ConfigFacts,
): readonly ConfigDifference[] {
  const paths = new Set([...before.keys(), ...after.keys()])
  return [...paths].flatMap(path => {
    const [was, is] = [before.get(path), after.get(path)]
    if (was === is) return []
    return [
      { path, ...(was !== undefined && { before: was }), ...(is !== undefined && { after: is }) },
    ]
  })
}
