import { NS } from './names.ts'

/** One level of a path: an element's expanded name, perhaps with an attribute it must have; or any levels. */
export interface Step {
  readonly ns: string
  readonly name: string
  readonly where: { readonly name: string; readonly value: string } | undefined
}

/** A path taken apart: the way down and what is taken at its end. */
export interface Path {
  /** `deep` stands for any number of levels, none included. */
  readonly steps: readonly (Step | 'deep')[]
  /** An attribute's expanded name, or the element's own text. */
  readonly take: { readonly ns: string; readonly name: string } | 'text'
}

/** What names without a prefix mean. */
export type Vocabulary = 'hl7' | 'fhir'

type Prefix = keyof typeof NS

const STEP = /^(?:(\w+):)?([\w.-]+)(?:\[@(\w+)=([^\]]*)\])?$/
const ATTRIBUTE = /^@(?:(\w+):)?(\w+)$/

const isPrefix = (prefix: string): prefix is Prefix => prefix in NS

function nsOf(prefix: string | undefined, unprefixed: string, path: string): string {
  if (prefix === undefined) return unprefixed
  if (!isPrefix(prefix)) throw new Error(`${path}: no namespace is called ${prefix}`)
  return NS[prefix]
}

// A `/` within `[…]` belongs to the value asked for.
const divide = (path: string): string[] => path.split(/\/(?![^[]*\])/)

/**
 * Takes a path apart: steps `name`, `prefix:name` or `**`, the first two perhaps with `[@name=value]`; at the end
 * `@name` or `text()`, in the FHIR vocabulary neither: there a property's value is meant. Prefixes are our own
 * names for namespaces, not a message's. Throws where it cannot be walked.
 */
export function compilePath(path: string, vocabulary: Vocabulary): Path {
  const pieces = divide(path)
  const last = vocabulary === 'fhir' ? '@value' : (pieces.pop() ?? '')
  const steps = pieces.map(piece => {
    if (piece === '**') return 'deep'
    const [, prefix, name, attribute, value = ''] = STEP.exec(piece) ?? []
    if (name === undefined) throw new Error(`${path}: ${piece} is no step`)
    const where = attribute === undefined ? undefined : { name: attribute, value }
    return { ns: nsOf(prefix, NS[vocabulary], path), name, where }
  })
  if (steps.length === 0 || steps.at(-1) === 'deep') throw new Error(`${path}: leads nowhere`)
  if (last === 'text()') return { steps, take: 'text' }
  const [, prefix, name] = ATTRIBUTE.exec(last) ?? []
  if (name === undefined) throw new Error(`${path}: ends in neither @name nor text()`)
  return { steps, take: { ns: nsOf(prefix, '', path), name } }
}
