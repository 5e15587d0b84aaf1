import type { XmlElement } from '../xml/index.ts'
import { type ErrorLanguage, FAMILIES, languageOfFamily } from './families.ts'
import type { OpenMessage } from './open-message.ts'
import { type Place, placesAt } from './places.ts'
import {
  type AcceptanceRule,
  type Asked,
  type CompiledRule,
  compileRule,
  envelopeOf,
  type Travel,
} from './rule.ts'

/** One rule that a message breaks at one place. */
export interface Finding {
  readonly rule: string
  /** What would have to hold. */
  readonly says: string
  /** Our own path to the place, with numbers where there are several: not a character of the message. */
  readonly place: string
  /** How often its element stands there; undefined where that is right and what it says is not. */
  readonly found: number | undefined
  readonly language: ErrorLanguage
  readonly family: string
  readonly codeSystem: string | undefined
  /** What Spine calls the error; undefined where no public source does. */
  readonly error: string | undefined
  /** Undefined where no public source has it. */
  readonly code: string | undefined
  readonly display: string | undefined
  readonly from: string
  readonly mend: string
}

/** What came of holding one message against the rules. */
export interface Held {
  readonly findings: readonly Finding[]
  /** How many rules were asked of each part of it; 0 where there is no such part or no rule for it. */
  readonly asked: { readonly envelope: number; readonly message: number; readonly product: number }
}

/** Holds messages against rules. */
export interface Acceptance {
  /**
   * @param travels - the patterns it travels by, as far as they are known
   * @param interaction - by full id, whose product's rules hold too; undefined where nobody knows it
   */
  hold(message: OpenMessage, travels: readonly Travel[], interaction: string | undefined): Held
}

/** Compiles rules. Throws where two have one id, or a path cannot be walked. Once at start, never per message. */
export function createAcceptance(rules: readonly AcceptanceRule[]): Acceptance {
  const ids = new Set(rules.map(({ id }) => id))
  if (ids.size !== rules.length) throw new Error('two rules have one id')
  const compiled = rules.map(compileRule)
  return {
    hold(message, travels, interaction) {
      const asked = compiled.filter(
        ({ rule }) =>
          message[rule.in] !== undefined &&
          (rule.travels?.some(each => travels.includes(each)) ?? true) &&
          (rule.interactions?.includes(interaction ?? '') ?? true),
      )
      const count = (wants: (rule: AcceptanceRule) => boolean): number =>
        asked.filter(({ rule }) => wants(rule)).length
      return {
        findings: asked.flatMap(each => findingsOf(each, message)),
        asked: {
          envelope: count(rule => rule.in === 'envelope'),
          message: count(rule => rule.in === 'message' && rule.product === undefined),
          product: count(rule => rule.product !== undefined),
        },
      }
    },
  }
}

const ONCE = [1, 1] as const

function findingsOf(compiled: CompiledRule, message: OpenMessage): readonly Finding[] {
  const { rule, within, at, where } = compiled
  const root = message[rule.in]
  if (root === undefined) return []
  const around = placesAt(root, within)
  return around.flatMap(({ element }, i) => {
    if (where !== undefined && !isWhere(element, compiled)) return []
    const base = around.length > 1 ? `${within.text}[${i + 1}]` : within.text
    const places = placesAt(element, at)
    const [least, most] = rule.times ?? ONCE
    const placed = (number: number): string =>
      placeOf(rule, base, places.length > 1 ? numbered(at.text, number) : at.text)
    if (places.length < least || places.length > most) {
      return [findingOf(rule, message, placeOf(rule, base, at.text), places.length)]
    }
    return places.flatMap((place, number) =>
      isAsAsked(place, compiled, message)
        ? []
        : [findingOf(rule, message, placed(number + 1), undefined)],
    )
  })
}

function isWhere(element: XmlElement, { rule, where }: CompiledRule): boolean {
  const wanted = rule.where?.is ?? []
  const values = where === undefined ? [] : placesAt(element, where)
  return values.some(({ value }) => value !== undefined && wanted.includes(value))
}

const isAsAsked = (place: Place, { rule, sameAs }: CompiledRule, message: OpenMessage): boolean => {
  const { is } = rule
  if (is === undefined) return true
  if (is.of !== 'same') return holds(is, place.value)
  const other = message[is.in]
  const values = other && sameAs ? placesAt(other, sameAs).map(({ value }) => value) : []
  const own = behind(place.value ?? '', is.after)
  // What is not there at all is another rule's to tell.
  return own === '' || (values.length === 1 && values[0] === own)
}

const behind = (value: string, after: string | undefined): string => {
  if (after === undefined) return value
  const at = value.indexOf(after)
  return at === -1 ? 'nothing' : value.slice(at + after.length)
}

function holds(asked: Asked, value: string | undefined): boolean {
  switch (asked.of) {
    case 'there':
      return value !== undefined
    case 'filled':
      return (value ?? '') !== ''
    case 'length':
      // XPath counts characters, as this does (XPath 1.0 §4.2, string-length).
      return asked.lengths.includes(Array.from(value ?? '').length)
    case 'one':
      return asked.values.includes(value ?? '')
    case 'either':
      return asked.asked.some(each => holds(each, value))
    case 'same':
      throw new Error('what is the same hangs on the whole message')
  }
}

/** Puts a number behind the last element of a path. */
const numbered = (path: string, number: number): string =>
  path.replace(/^(.*?)((?:\/?(?:@[\w:]+|text\(\)|name\(\)))?)$/, `$1[${number}]$2`)

const placeOf = ({ in: where }: AcceptanceRule, ...paths: readonly string[]): string =>
  [where === 'envelope' ? 'Envelope' : 'message', ...paths.filter(path => path !== '')].join('/')

function findingOf(
  rule: AcceptanceRule,
  message: OpenMessage,
  place: string,
  found: number | undefined,
): Finding {
  const { id, says, refusal, from, mend } = rule
  const { family, error, code } = refusal
  return {
    ...{ rule: id, says, place, found },
    language: languageOfFamily(family, message.travels),
    family,
    codeSystem: FAMILIES[family].codeSystem,
    error,
    code: code?.code,
    display: code?.display,
    ...{ from, mend },
  }
}

const TRAVELS: readonly Travel[] = ['soap', 'ebxml', 'ebxml-reliable', 'ebxml-express']

/**
 * Says which patterns a message travels by: what its envelope shows, or would be where it has none, and what is known of
 * its interaction.
 */
export function travelsBy(
  { travels }: OpenMessage,
  transport: string | undefined,
): readonly Travel[] {
  const envelope = travels === 'none' ? transport?.replace(/-.*/, '') : travels
  return TRAVELS.filter(
    each => envelopeOf(each) === envelope && (each === envelope || each === transport),
  )
}
