import { letters, pick } from './random.ts'
import type { Random } from './random.ts'

/** The ways in which suppliers' systems write the same request differently. */
export interface Style {
  /** Prefix of the SOAP namespace. */
  readonly soap: string
  /** Prefix of the HL7v3 namespace with its colon, or '' where it is the default one. */
  readonly hl7: string
  /** `value` before `semanticsText` in a query parameter, or after it. */
  readonly valueFirst: boolean
  readonly capitalSemantics: boolean
  readonly capitalIds: boolean
  /** Whether a person stands behind the request and not only a system. */
  readonly author: boolean
  readonly quotedAction: boolean
  readonly extensionFirst: boolean
  readonly singleQuotes: boolean
  readonly declaration: boolean
  readonly indented: boolean
  readonly boundary: string
  readonly bracketedStart: boolean
  readonly preamble: boolean
}

/** Draws a style. */
export function drawStyle(random: Random): Style {
  const maybe = (): boolean => random() < 0.5
  return {
    soap: pick(random, ['SOAP-ENV', 'SOAP', 'soap', 's']),
    hl7: pick(random, ['', '', 'hl7:', 'v3:']),
    valueFirst: maybe(),
    capitalSemantics: maybe(),
    capitalIds: random() < 0.7,
    author: maybe(),
    quotedAction: maybe(),
    extensionFirst: maybe(),
    singleQuotes: random() < 0.2,
    declaration: maybe(),
    indented: maybe(),
    boundary: pick(random, [
      '--=_MIME-Boundary',
      `----=_Part_${letters(random, 6, '0123456789')}`,
      `uuid-${letters(random, 12, '0123456789abcdef')}`,
    ]),
    bracketedStart: maybe(),
    preamble: random() < 0.2,
  }
}

/** Writes an id as this style does. */
export const idIn = (style: Style, id: string): string =>
  style.capitalIds ? id.toUpperCase() : id.toLowerCase()

/**
 * Dresses a message, written plainly with its default namespace on the root, in a style. `untouched` keeps the
 * whitespace and the prefixes of a message whose content is signed or mixed.
 */
export function dress(plain: string, style: Style, untouched = false): string {
  let text = plain
  if (style.extensionFirst) {
    text = text.replace(/(root="[^"]*") (extension="[^"]*")/g, '$2 $1')
  }
  if (untouched) return text
  if (style.hl7 !== '') {
    text = text
      .replace(/<(\/?)([A-Za-z])/g, `<$1${style.hl7}$2`)
      .replace(' xmlns="urn:hl7-org:v3"', ` xmlns:${style.hl7.slice(0, -1)}="urn:hl7-org:v3"`)
  }
  if (style.singleQuotes) text = text.replace(/="([^"']*)"/g, "='$1'")
  return style.indented ? text.replaceAll('><', '>\n<') : text
}
