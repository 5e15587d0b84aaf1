import { who } from './pds-golden-pairs.ts'
import { type LegacyRecord, replyMessage, type ShapeName, subjectOf } from './pds-golden-reply.ts'

/** A reply of legacy with what legacy alone says in it, what it means, and what is let go of it. */
export interface Legacy {
  readonly title: string
  readonly shape: ShapeName
  readonly message: string
  readonly outcome: string
  readonly means: Readonly<Record<string, string>>
  /** Path classes of the leaves a listed row lets go, without `subject/patientRole/` before them. */
  readonly lossy: readonly string[]
  /** Those no row read. */
  readonly dropped: readonly string[]
}

export const V3 = '2.16.840.1.113883.2.1.3.2.4'
export const ASID = '1.2.826.0.1285.0.2.0.107'

/** Who recorded something and since when it is so in the system, in either order. */
export const recorded = (first: 1 | 2, typeCode = 'SBJ'): string => {
  const second = first === 1 ? 2 : 1
  return (
    `<subjectOf${first} typeCode="${typeCode}"><systemEffectiveDate classCode="OBS" moodCode="EVN">` +
    `<code codeSystem="${V3}.17.170" code="02"/><value><low value="20140212093721"/></value></systemEffectiveDate></subjectOf${first}>` +
    `<subjectOf${second} typeCode="${typeCode}"><sourceSourceIdentified classCode="OBS" moodCode="EVN">` +
    `<code codeSystem="${V3}.17.170" code="01"/><value root="${ASID}" extension="990000000999"/></sourceSourceIdentified></subjectOf${second}>`
  )
}

export const recordedLeaves = (at: string, of: 1 | 2): readonly string[] => {
  const other = of === 1 ? 2 : 1
  const effective = `${at}/subjectOf${of}`
  const source = `${at}/subjectOf${other}`
  return [
    `${effective}/@typeCode`,
    `${effective}/systemEffectiveDate/@classCode`,
    `${effective}/systemEffectiveDate/@moodCode`,
    `${effective}/systemEffectiveDate/code/@code`,
    `${effective}/systemEffectiveDate/code/@codeSystem`,
    `${effective}/systemEffectiveDate/value/low/@value`,
    `${source}/@typeCode`,
    `${source}/sourceSourceIdentified/@classCode`,
    `${source}/sourceSourceIdentified/@moodCode`,
    `${source}/sourceSourceIdentified/code/@code`,
    `${source}/sourceSourceIdentified/code/@codeSystem`,
    `${source}/sourceSourceIdentified/value/@extension`,
    `${source}/sourceSourceIdentified/value/@root`,
  ]
}

export const ROOTS = {
  mim6: { root: 'QUPA_IN000009UK03', version: '3NPfIT6.3.01' },
  mim7: { root: 'QUPA_IN000009UK06', version: '3NPfIT7.2.02' },
} as const

export const reply = (
  shape: ShapeName,
  subject: string,
  more: Partial<Parameters<typeof replyMessage>[0]> = {},
): string =>
  replyMessage(
    {
      ...ROOTS[shape],
      id: 'AAAAAAAA-526A-11EA-A601-F40343488B16',
      time: '20261122093015',
      type: 'AA',
      ref: 'B4AABF1A-D1EF-46B2-B754-1726B2BE90E3',
      to: '200000000115',
      from: '990000000777',
      ...more,
    },
    subject,
  )

export const RECORD: LegacyRecord = { number: '9990001480', version: '77' }
export const PERSON = 'patientPerson'

/** What stands in a message, and what stands there instead. */
export type Instead = readonly [there: string, instead: string]

export interface Change {
  readonly instead?: readonly Instead[]
  readonly record?: Partial<LegacyRecord>
}

export const before = (there: string, added: string): Instead => [there, `${added}${there}`]

export function legacy(
  shape: ShapeName,
  title: string,
  { instead = [], record = {} }: Change,
  expected: {
    means?: Record<string, string>
    lossy?: readonly string[]
    dropped?: readonly string[]
  },
): Legacy {
  const subject = instead.reduce(
    (text, [there, other]) => {
      if (!text.includes(there)) throw new Error(`${title}: there is no ${there}`)
      return text.replace(there, other)
    },
    subjectOf(shape, { ...RECORD, ...record }),
  )
  return {
    title,
    shape,
    message: reply(shape, subject),
    outcome: 'ok',
    means: { ...who(RECORD.number, RECORD.version), ...expected.means },
    lossy: expected.lossy ?? [],
    dropped: expected.dropped ?? [],
  }
}

export const role = (content: string): Change => ({ instead: [before('</patientRole>', content)] })
export const person = (content: string): Change => ({
  instead: [before('</patientPerson>', content)],
})

export const provision = {
  mim6: 'patientCareProvisionEvent',
  mim7: 'patientCareProvision',
} as const
export const provisionAt = (shape: ShapeName): string =>
  `${PERSON}/playedOtherProviderPatient/subjectOf/${provision[shape]}`
