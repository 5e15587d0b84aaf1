import {
  type Answered,
  type Comparison,
  createCompare,
  definePolicy,
  type Policy,
  type Rule,
} from '../../src/comparison/index.ts'

export const KEY = Buffer.from('a key for tests and nothing else')
export const NOW = Date.parse('2026-11-22T12:00:00Z')

export const compare = createCompare({ key: KEY, now: () => NOW })

/** A policy of rules that need no words. */
export const policyOf = (...rules: readonly Rule[]): Policy => definePolicy({ name: 'test', rules })

export const NO_RULES = policyOf()

const answered =
  (contentType: string) =>
  (body: string | Buffer, status = 200): Answered => ({
    status,
    headers: ['Content-Type', contentType],
    body: Buffer.from(body),
  })

export const xml = answered('text/xml; charset=utf-8')
export const json = answered('application/fhir+json; charset=utf-8')

/** The unexplained differences, each as its kind and path, sorted. */
export const differing = ({ differences }: Comparison): string[] =>
  differences
    .filter(({ rule }) => rule === undefined)
    .map(({ kind, path }) => `${kind} ${path}`)
    .sort()

/** Compares two documents in XML. */
export const compareXml = (control: string, candidate: string, policy = NO_RULES): Comparison =>
  compare({ control: xml(control), candidate: xml(candidate) }, policy)

/** Compares two documents in JSON. */
export const compareJson = (control: unknown, candidate: unknown, policy = NO_RULES): Comparison =>
  compare(
    { control: json(JSON.stringify(control)), candidate: json(JSON.stringify(candidate)) },
    policy,
  )
