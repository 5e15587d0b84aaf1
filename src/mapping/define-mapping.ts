import { isFicusError } from '../exchange/index.ts'
import type { XmlElement } from '../xml/index.ts'
import { answerOf, readCloudAnswer, subjectsIn } from './answer.ts'
import { type Accepted, accepted, declined, type Declined } from './decline.ts'
import type { Information } from './information.ts'
import { leavesOfInformation, summaries } from './listing.ts'
import { listedLosses } from './listed-losses.ts'
import type { Mapping, Said } from './mapping.ts'
import { outcomeIn, reasonsIn } from './outcomes.ts'
import { parsePath } from './paths.ts'
import { readTree } from './read.ts'
import { requestOf } from './request.ts'
import { meantBy } from './meant.ts'
import type { MappingSpec } from './spec.ts'
import { compileTable, type Table } from './table.ts'
import { resourceText, xmlText } from './texts.ts'
import { versionOf } from './version.ts'
import { walk } from './walk.ts'
import { type Writing, writeTree } from './write.ts'
import { treeOfXml } from './xml-tree.ts'

const SUBJECT = parsePath('ControlActEvent/subject')

/** Reads a reply message of legacy, its subject in the shape its interaction says. */
function readLegacyReply(table: Table, message: XmlElement): Said | Declined {
  const { spec } = table
  const tree = treeOfXml(message)
  const reasons = reasonsIn(tree)
  const outcome = outcomeIn(tree, reasons, spec)
  if (outcome === undefined) return declined({ code: 'shape' })
  if (outcome !== 'ok' && outcome !== 'warning') {
    return { kind: 'said', outcome, reasons, information: undefined, source: undefined, unread: [] }
  }
  const [name = '', shape] =
    Object.entries(spec.shapes).find(([, { reply }]) => reply === tree.label) ?? []
  const form = table.forms.get(name)
  const within = walk(tree, SUBJECT).flatMap(({ at }) => at.children)
  const [subject, another] = within.filter(({ label }) => label === shape?.outline.name)
  if (form === undefined || subject === undefined || another !== undefined) {
    return declined({ code: 'shape' })
  }
  const { information, source, unread, problems } = readTree(subject, table.answer, form, 'fhir')
  const [problem] = problems
  if (problem !== undefined) return declined(problem)
  return { kind: 'said', outcome, reasons, information, source, unread }
}

/** Puts a drawing into words, where everything in it could be said. */
function worded(
  writing: Writing,
  write: (writing: Writing) => string,
): Accepted<string> | Declined {
  const [problem] = writing.problems
  if (problem !== undefined) return declined(problem)
  try {
    return accepted(write(writing))
  } catch (error) {
    if (isFicusError(error)) return declined({ code: 'characters' })
    throw error
  }
}

function writeSubject(
  { spec, forms, answer }: Table,
  information: Information,
  name: string,
): Accepted<string> | Declined {
  const shape = spec.shapes[name]
  const form = forms.get(name)
  if (shape === undefined || form === undefined) return declined({ code: 'interaction' })
  return worded(writeTree(information, answer, form, shape.outline.name), ({ drawing }) =>
    xmlText(drawing, 'urn:hl7-org:v3'),
  )
}

/**
 * Makes one mapping of plain data: rows that are read both ways, for the translator, the comparison and the loss
 * meter alike.
 *
 * @throws Error where the data cannot hold: a path an outline has no place for, a form left out without a reason,
 * a name nothing has, a fact that may never be lost and could be.
 */
export function defineMapping(spec: MappingSpec): Mapping {
  const table = compileTable(spec)
  const { answer, fhir } = table
  return {
    name: spec.name,
    version: versionOf(spec),
    access: spec.access,
    interactions: Object.keys(spec.interactions),
    ...(spec.legacyOnly !== undefined && { legacyOnly: spec.legacyOnly }),
    kept: spec.answer.kept,
    request: (message, about) => requestOf(spec, table.query, message, about),
    answer: (cloud, about) => answerOf(table, cloud, about),
    readLegacy: message => readLegacyReply(table, message),
    readCloud: cloud => readCloudAnswer(table, cloud),
    subjectOf: body => subjectsIn(table, body),
    leaves: (information, interaction) =>
      leavesOfInformation(answer, information, [spec.interactions[interaction] ?? '', 'fhir']),
    writeCloud: information =>
      worded(writeTree(information, answer, fhir, spec.answer.resource), ({ drawing }) =>
        resourceText(drawing),
      ),
    writeLegacy: (information, shape) => writeSubject(table, information, shape),
    bothMean: (legacy, cloud, interaction) => {
      const shape = spec.interactions[interaction] ?? ''
      return meantBy(table, { legacy, cloud }, shape)
    },
    losses: interaction => listedLosses(table, interaction),
    rows: () => summaries(spec),
  }
}
