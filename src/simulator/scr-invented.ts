import type { Patient } from './patient.ts'
import { uuidOf } from './random.ts'
import { writeSummary } from './scr-summary.ts'
import type { Section, Summary, SummaryAuthor, SummaryContent } from './scr-summary.ts'
import { escape } from './xml-text.ts'

const AUTHOR: SummaryAuthor = { role: '990000000671', user: '990000000651', name: 'Dr Made Up' }

/** The narrative of a summary in several sections, each of which says that it is invented. */
export function inventedSections({ names }: Patient): readonly Section[] {
  const name = names.find(each => each.use === 'L')
  const who = escape(`${name?.given[0] ?? ''} ${name?.family ?? ''}`)
  const table = (id: string, head: string, row: readonly string[]): string =>
    `<table id="${id}"><tr>${head}</tr><tr>${row.map(cell => `<td>${cell}</td>`).join('')}</tr></table>`
  return [
    {
      code: 'Title',
      title: 'General Practice Summary',
      content: `<p id="CreateTime">Summary made up for <b>${who}</b>, who does not exist</p>`,
    },
    {
      code: 'AllergiesHeader',
      title: 'Allergies and Adverse Reactions',
      content: `<p id="Allergies">No allergies are recorded</p>`,
    },
    {
      code: 'AcuteMedHeader',
      title: 'Acute Medications',
      content: table('AcuteMed', '<th>Date</th><th>Medication</th>', [
        '01-Mar-2024',
        'Figroot linctus 5 ml &amp; honey',
      ]),
    },
  ]
}

/** What an upload adds to the narrative: a heading without an id, marks, and text between elements. */
export const MORE_SECTIONS: readonly Section[] = [
  {
    code: undefined,
    title: 'Repeat Medications (invented <again>)',
    content:
      `<p>Bark tonic 3 &lt; 5 spoons,<br/>“as needed”; nobody takes it</p>` +
      `invented text outside of any element<ul><li>Leaf tea</li><li/></ul>`,
  },
]

/** What a summary that was made up says of a patient. */
export const inventedSummary = (
  patient: Patient,
  summaryId: string,
  time: string,
): SummaryContent => ({
  summaryId,
  nhsNumber: patient.nhsNumber,
  effective: time,
  authored: time,
  author: AUTHOR,
  page: 'Made-up summary',
  sections: inventedSections(patient),
  replaces: [],
})

/** The summary a patient has from the start; who has no GP has none. */
export function firstSummary(patient: Patient): Summary | undefined {
  const gp = patient.providers.find(each => each.code === '1' && !each.past)
  if (gp === undefined) return undefined
  const persisted = '20240301093000'
  const summaryId = uuidOf(`summary|${patient.nhsNumber}`)
  return {
    eventId: uuidOf(`event|${patient.nhsNumber}`),
    summaryId,
    persisted,
    document: writeSummary(inventedSummary(patient, summaryId, persisted)),
  }
}
