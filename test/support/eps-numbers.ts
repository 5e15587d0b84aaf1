import type { DocumentMapping } from '../../src/mapping/index.ts'
import { CANCELLATION_DOCUMENT } from '../../src/products/eps/cancellation-document.ts'
import { CLAIM_DOCUMENT } from '../../src/products/eps/claim.ts'
import { NOTIFICATION_DOCUMENT } from '../../src/products/eps/notification.ts'
import { PRESCRIPTION_DOCUMENT } from '../../src/products/eps/prescription.ts'
import { RETURN_DOCUMENT } from '../../src/products/eps/return.ts'
import { WITHDRAWAL_DOCUMENT } from '../../src/products/eps/withdrawal.ts'
import { CANCELLED, cancellationBundle, cancellationMessage } from './cancellation-golden.ts'
import { goldenClaim } from './claim-golden-fhir.ts'
import { claimMessage } from './claim-golden-hl7.ts'
import { CLAIM, FIRST } from './claim-golden-parts.ts'
import { notificationBundle } from './notification-golden-fhir.ts'
import { notificationMessage } from './notification-golden-hl7.ts'
import { BASE as NOTIFICATION } from './notification-golden-parts.ts'
import { goldenBundle } from './prescription-golden-fhir.ts'
import { goldenMessage } from './prescription-golden-hl7.ts'
import { BASE as PRESCRIPTION } from './prescription-golden-parts.ts'
import { BASE_RETURN, goldenReturn, goldenReturnTask } from './return-golden.ts'
import { BASE_WITHDRAWAL, goldenWithdrawal, goldenWithdrawalTask } from './withdrawal-golden.ts'

/** One kind of document, and one of it in both languages. */
export interface Numbered {
  readonly name: string
  readonly document: DocumentMapping
  readonly message: string
  readonly resource: string
}

const numbered = (document: DocumentMapping, message: Buffer, resource: Buffer): Numbered => ({
  name: document.name,
  document,
  message: message.toString(),
  resource: resource.toString(),
})

const REPEATED = { ...CLAIM, repeats: [2, 5], lines: [{ ...FIRST, repeats: [2, 5] }] } as const

/** Every kind of document that changes a prescription. */
export const NUMBERED: readonly Numbered[] = [
  numbered(PRESCRIPTION_DOCUMENT, goldenMessage(PRESCRIPTION), goldenBundle(PRESCRIPTION)),
  numbered(CANCELLATION_DOCUMENT, cancellationMessage(CANCELLED), cancellationBundle(CANCELLED)),
  numbered(
    NOTIFICATION_DOCUMENT,
    notificationMessage(NOTIFICATION),
    notificationBundle(NOTIFICATION),
  ),
  numbered(CLAIM_DOCUMENT, claimMessage(REPEATED), goldenClaim(REPEATED)),
  numbered(
    RETURN_DOCUMENT,
    goldenReturn(BASE_RETURN),
    Buffer.from(JSON.stringify(goldenReturnTask(BASE_RETURN))),
  ),
  numbered(
    WITHDRAWAL_DOCUMENT,
    goldenWithdrawal(BASE_WITHDRAWAL),
    Buffer.from(JSON.stringify(goldenWithdrawalTask(BASE_WITHDRAWAL))),
  ),
]

/** Texts that a reader of numbers takes for one, or for another than it is. */
export const NUMBER_LIKE: readonly string[] = [
  '0',
  '00',
  '007',
  '0000000000',
  '9990010005',
  '0999001000',
  '1e5',
  '1E5',
  '1e-5',
  '0x10',
  '0b11',
  '0o17',
  '+5',
  '-5',
  '-0',
  '.5',
  '5.',
  '0.5',
  '00.5',
  '20.0',
  '1.10',
  '1,000',
  '1_000',
  '12345678901234567890',
  '123456789012345678.9',
  '9007199254740993',
  '0.1000000000000000055511151231257827',
  'Infinity',
  'NaN',
  'true',
  'null',
  '1n',
  '٣٤',
  '１２',
  '20260102030405',
  '20260102',
  '202601020304',
  '2026-01-02',
  '2026-01-02T03:04:05Z',
  '2026-01-02T03:04:05.000+00:00',
  '19700101000000',
  '20260230030405',
]

/** What a text may be called in the other language: as it is, a moment, a count from nought, a word in its case. */
function formsOf(text: string): readonly string[] {
  const digits = text.replace(/\D/g, '')
  const isTime = /^\d{8}(?:\d{6})?$|^\d{4}-\d\d-\d\d(?:T|$)/.test(text)
  const day = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`
  const time = `${digits.slice(8, 10)}:${digits.slice(10, 12)}:${digits.slice(12, 14)}`
  const times = isTime
    ? [
        day,
        `${day}T${time}+00:00`,
        digits.slice(0, 8),
        digits.slice(0, 14),
        `${digits.slice(0, 8)}000000`,
      ]
    : []
  const counts = /^(?:0|[1-9]\d{0,3})$/.test(text)
    ? [String(Number(text) - 1), String(Number(text) + 1)]
    : []
  return [text, `tel:${text}`, text.toLowerCase(), text.toUpperCase(), ...times, ...counts]
}

/** Says whether what a document says newly is one of some texts, in one of their forms. */
export const isSaidOf = (news: readonly string[], texts: readonly string[]): boolean => {
  const forms = new Set(texts.flatMap(formsOf))
  return news.every(each => forms.has(each))
}

/** Every scalar of a JSON document as it is written, without its quotes. */
export const scalarsOf = (json: string): readonly string[] =>
  [...json.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?|-?\d[\d.eE+-]*|true|false|null/g)]
    .filter(([, , isKey]) => isKey === undefined)
    .map(([token, text]) => (text === undefined ? token : (JSON.parse(text) as string))) // a JSON string is one
