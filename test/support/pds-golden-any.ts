import fc from 'fast-check'
import type {
  CodeRow,
  FactRow,
  Information,
  ListRow,
  MappingSpec,
  Row,
} from '../../src/mapping/index.ts'

/** A form a record may be written in: a shape of HL7v3 by its name, or FHIR. */
export type FormName = 'mim6' | 'mim7' | 'fhir'

type Saying = Information[string]

/** Whether a row has a place in a form. */
function stands(row: Row, form: FormName): boolean {
  if (form === 'fhir') return 'fhir' in row
  const { hl7 } = row as { readonly hl7?: unknown } // every row but one kind may have it
  if (typeof hl7 === 'string' || Array.isArray(hl7)) return true
  return typeof hl7 === 'object' && hl7 !== null && form in hl7
}

const two = (least: number, most: number): fc.Arbitrary<string> =>
  fc.integer({ min: least, max: most }).map(each => String(each).padStart(2, '0'))

const YEAR = fc.integer({ min: 1800, max: 2099 }).map(String)
const MONTH = fc.tuple(YEAR, two(1, 12)).map(parts => parts.join('-'))
const DAY = fc.tuple(MONTH, two(1, 28)).map(parts => parts.join('-'))
const MINUTE = fc
  .tuple(DAY, two(0, 23), two(1, 59))
  .map(([day, hour, minute]) => `${day}T${hour}:${minute}`)
const SECOND = fc.tuple(MINUTE, two(1, 59)).map(parts => parts.join(':'))

/** Any text that XML can hold and that says something. */
export const ANY_TEXT = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 12 })
  .map(text => text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '<&"\'>'))
  .filter(text => /\S/.test(text))

const NHS_NUMBERS = ['9990001006', '9990001014', '9990001022', '9990001448', '9990001456'] as const

/** Of the types demographics are written in. */
const VALUES: Readonly<Partial<Record<FactRow['type'], fc.Arbitrary<string>>>> = {
  text: ANY_TEXT,
  token: fc.stringMatching(/^[A-Za-z0-9&<"'.-]{1,8}$/),
  nhsNumber: fc.constantFrom(...NHS_NUMBERS),
  date: fc.oneof(YEAR, MONTH, DAY),
  dateTime: fc.oneof(YEAR, MONTH, DAY, MINUTE, SECOND),
  integer: fc.nat().map(String),
}

/** The words both of these and every other form can say. */
const wordsOf = (codes: readonly CodeRow[]): fc.Arbitrary<string> =>
  fc.constantFrom(...codes.map(([word]) => word))

function anyFact(row: FactRow): fc.Arbitrary<Saying> {
  const one = row.type === 'code' ? wordsOf(row.codes ?? []) : VALUES[row.type]
  if (one === undefined) throw new Error(`nothing is drawn of the type ${row.type}`)
  if (row.many === undefined) return one
  return fc.array(one, { minLength: 1, maxLength: row.many.places ?? 6 })
}

const anyList = ({ rows }: ListRow, form: FormName): fc.Arbitrary<Saying> =>
  fc.array(anyOf(rows, form), { maxLength: 3 })

/** Without a fact it needs a fact is not said. */
function withNeeds(rows: readonly Row[], information: Information): Information {
  const said = Object.entries(information).filter(([name]) => {
    const row = rows.find((each): each is FactRow => 'fact' in each && each.fact === name)
    return row?.needs === undefined || row.needs in information
  })
  return Object.fromEntries(said)
}

function anyOf(rows: readonly Row[], form: FormName): fc.Arbitrary<Information> {
  const properties: Record<string, fc.Arbitrary<Saying | undefined>> = {}
  for (const row of rows) {
    if (!stands(row, form)) continue
    if ('list' in row) properties[row.list] = anyList(row, form)
    else if ('fact' in row) {
      properties[row.fact] = row.required
        ? anyFact(row)
        : fc.option(anyFact(row), { nil: undefined })
    }
  }
  return fc.record(properties).map(said => {
    const known = Object.entries(said).filter(([, saying]) => saying !== undefined)
    return withNeeds(rows, Object.fromEntries(known) as Information) // none is undefined any more
  })
}

/** Any information set that a form can say the whole of. */
export const anyInformation = (spec: MappingSpec, form: FormName): fc.Arbitrary<Information> =>
  anyOf(spec.answer.rows, form)
