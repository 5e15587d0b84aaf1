import { refusal } from './refusal.ts'

// XML 1.0 production 2: everything but these; \p{Surrogate} finds only those without their other half.
const CANNOT_HOLD = /[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]|\p{Surrogate}/u

/** In the one spelling Canonical XML 1.0 §2.3 has for each, so that what is written is canonical too. */
const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
}

function escape(value: string, special: RegExp): string {
  const offence = value.search(CANNOT_HOLD)
  if (offence !== -1) throw refusal('character XML cannot hold', `at index ${offence}`)
  return value.replace(special, character => REFERENCES[character] ?? character)
}

/**
 * Writes a value as the text of an element. CR is written as a reference: left as it is, a reader makes LF of it.
 *
 * @throws FicusError `malformed` for a character XML 1.0 cannot hold, a lone surrogate among them.
 */
export const escapeText = (value: string): string => escape(value, /[&<>\r]/g)

/**
 * Writes a value as that of an attribute, between double quotes. Tabs and line ends are written as references:
 * left as they are, a reader makes spaces of them.
 *
 * @throws FicusError `malformed` for a character XML 1.0 cannot hold, a lone surrogate among them.
 */
export const escapeAttribute = (value: string): string => escape(value, /[&<"\t\n\r]/g)
