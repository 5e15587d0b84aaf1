import { escapeAttribute } from '../xml/index.ts'

/** XML that was written by {@link xml}, so that everything in it is escaped. */
export interface Markup {
  readonly markup: string
}

type Value = string | number | Markup | readonly Markup[] | undefined

function written(value: Value): string {
  if (value === undefined) return ''
  if (typeof value === 'number') return String(value)
  // For either place a value can stand in, text or attribute.
  if (typeof value === 'string') return escapeAttribute(value)
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('')
}

/**
 * Writes XML by a template: a string is escaped wherever it stands, markup is put in as it is, undefined is
 * nothing. Throws `malformed` for a character XML cannot hold.
 */
export const xml = (pieces: TemplateStringsArray, ...values: readonly Value[]): Markup => ({
  markup: pieces.map((piece, i) => (i === 0 ? piece : written(values[i - 1]) + piece)).join(''),
})

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

/** The bytes of a document. */
export const documentOf = ({ markup }: Markup): Buffer => Buffer.from(DECLARATION + markup, 'utf8')
