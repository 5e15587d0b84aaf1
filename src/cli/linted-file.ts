import { createAcceptance, type Finding, openMessage, travelsBy } from '../acceptance/index.ts'
import { headerOf, isFicusError } from '../exchange/index.ts'
import { ACCEPTANCE, INTERACTIONS } from '../products/index.ts'
import { printable } from './printable.ts'
import { readRequestFile } from './request-file.ts'
import { CommandError, EXIT } from './terminal.ts'

/** What came of one file. `nothing found` is no word of acceptance: {@link LintedFile.says} tells what was looked at. */
export interface LintedFile {
  readonly file: string
  readonly verdict: 'refused' | 'nothing found' | 'not looked at' | 'unreadable'
  /** By full id, as the message says or as somebody else says it is. */
  readonly interaction?: string
  readonly product?: string
  readonly travels?: 'synchronous SOAP' | 'ebXML' | 'no envelope'
  /** How many rules were asked of its envelope, of its wrapper and of what it asks for. */
  readonly asked?: { readonly envelope: number; readonly wrapper: number; readonly product: number }
  /** What was not looked at, and why nothing was. */
  readonly says: readonly string[]
  readonly findings: readonly Finding[]
}

const TRAVELS = { soap: 'synchronous SOAP', ebxml: 'ebXML', none: 'no envelope' } as const

const BY_ID = new Map(INTERACTIONS.map(interaction => [interaction.id, interaction]))

/** What Spine answers with, and nobody asks. */
const ANSWERS: ReadonlySet<string> = new Set(
  INTERACTIONS.flatMap(({ replies, failures }) => [...replies, ...failures]).filter(
    id => !BY_ID.has(id),
  ),
)

/** What stands in a file besides requests in HL7v3, and why it was not looked at. */
const WHY_NOT = {
  signal: 'it says whether a message came, and asks nothing of Spine',
  answer: 'it is an answer: these rules are of what is asked of Spine',
  other: 'it holds no HL7v3 message, alone, in SOAP or in ebXML, and no rule covers anything else',
} as const

const notLooked = (file: string, says: string): LintedFile => ({
  ...{ file, verdict: 'not looked at', says: [says], findings: [] },
})

/** Holds files against everything that is known of what Spine asks; built once, for any number of them. */
export function createLint(): (
  file: string,
  bytes: Buffer,
  interaction: string | undefined,
) => LintedFile {
  const acceptance = createAcceptance(ACCEPTANCE)
  return (file, bytes, given) => {
    const { headers, body } = readRequestFile(file, bytes, {})
    if (/^\s*[[{]/.test(body.toString('latin1', 0, 64))) return notLooked(file, WHY_NOT.other)
    if (body.length === 0) return notLooked(file, WHY_NOT.other)
    const coding = headerOf(headers, 'content-encoding')?.trim().toLowerCase() ?? 'identity'
    if (coding !== 'identity') {
      throw new CommandError(EXIT.usage, `${file} has a content coding: give the body decoded`)
    }
    const opened = openedFile(file, () => openMessage(body, headers))
    if (opened.kind !== 'message') return notLooked(file, WHY_NOT[opened.kind])
    const interaction = given ?? opened.interaction
    if (interaction !== undefined && ANSWERS.has(interaction)) {
      return notLooked(file, WHY_NOT.answer)
    }
    const known = interaction === undefined ? undefined : BY_ID.get(interaction)
    const travels = travelsBy(opened, known?.transport)
    const { findings, asked } = acceptance.hold(opened, travels, interaction)
    return {
      file,
      verdict: findings.length > 0 ? 'refused' : 'nothing found',
      ...(interaction !== undefined && { interaction: printable(interaction) }),
      ...(known !== undefined && { product: known.product }),
      travels: TRAVELS[opened.travels],
      asked: { envelope: asked.envelope, wrapper: asked.message, product: asked.product },
      says: notCovered({
        interaction,
        ...{ envelope: asked.envelope, wrapper: asked.message, product: asked.product },
        isPatternKnown: opened.travels !== 'ebxml' || known !== undefined,
      }),
      findings,
    }
  }
}

interface Covered {
  readonly interaction: string | undefined
  readonly envelope: number
  readonly wrapper: number
  readonly product: number
  /** Whether it is known by which pattern of ebXML it travels. */
  readonly isPatternKnown: boolean
}

/** Says what nobody has looked at, so that silence is not taken for acceptance. */
function notCovered({
  interaction,
  envelope,
  wrapper,
  product,
  isPatternKnown,
}: Covered): string[] {
  const name = interaction === undefined ? 'what it asks for' : printable(interaction)
  const looked = [envelope > 0 && 'its envelope', wrapper > 0 && 'its wrapper'].filter(Boolean)
  const are = looked.length > 1 ? 'were' : 'was'
  const only = looked.length === 0 ? 'nothing of it was' : `only ${looked.join(' and ')} ${are}`
  return [
    ...(product === 0 ? [`no rule covers ${name}: ${only} looked at`] : []),
    ...(envelope === 0 ? ['it has no envelope: what Spine asks of one was not looked at'] : []),
    ...(wrapper === 0 ? ['its HL7v3 message is not there: only its envelope was looked at'] : []),
    ...(isPatternKnown
      ? []
      : ['nobody knows its pattern: whether it asks for the right signals was not looked at']),
  ]
}

function openedFile<Opened>(file: string, open: () => Opened): Opened {
  try {
    return open()
  } catch (error) {
    if (!isFicusError(error)) throw error
    throw new CommandError(EXIT.usage, `${file} cannot be read: ${error.detail ?? error.row.says}`)
  }
}
