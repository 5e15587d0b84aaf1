import { keep } from './bounded.ts'
import type { Patient } from './patient.ts'
import type { ScrSaying } from './scr-errors.ts'
import { firstSummary } from './scr-invented.ts'
import { readSummary } from './scr-summary.ts'
import type { Summary } from './scr-summary.ts'

/** What a person said of their summary: that it may be kept or seen, that it may not, or that they are to be asked. */
export type Permission = 'Yes' | 'No' | 'Ask'

/** What a permission is for. */
export type Consent = 'Store' | 'View'

/** A privacy officer was told that somebody looked without being asked to. */
export interface ScrAlert {
  /** Epoch milliseconds. */
  readonly at: number
  readonly nhsNumber: string
  /** The alert's own id, in capitals. */
  readonly id: string
}

/** The summary care record of one person. */
export interface ScrRecord {
  /** Newest first; what was replaced is not among them. */
  readonly summaries: readonly Summary[]
  readonly permissions: Readonly<Record<Consent, Permission>>
}

/** The summary care records of everybody: of one side, or behind both. */
export interface SummaryRecords {
  of(patient: Patient): ScrRecord
  /** Keeps a summary, or says why not. What it replaces is no longer listed. */
  upload(patient: Patient, summary: Summary): ScrSaying | undefined
  permit(patient: Patient, consent: Consent, permission: Permission): void
  alert(alert: ScrAlert): void
  /** Lists the alerts, oldest first; the last thousand only. */
  alerts(): readonly ScrAlert[]
}

/** Of one patient's summaries the newest are kept. */
const MOST_EACH = 10
const MOST_ALERTS = 1_000

interface Held extends ScrRecord {
  /** Ids of documents that were ever uploaded, in capitals. */
  readonly known: readonly string[]
}

const same = (a: string, b: string): boolean => a.toUpperCase() === b.toUpperCase()

/** A replacement names the event, or the document in it. */
const isMeant = (id: string, { eventId, summaryId }: Summary): boolean =>
  same(id, eventId) || same(id, summaryId)

function first(patient: Patient): Held {
  const summary = firstSummary(patient)
  const permission = patient.restricted ? 'No' : 'Yes'
  return {
    summaries: summary === undefined ? [] : [summary],
    permissions: { Store: permission, View: permission },
    known: summary === undefined ? [] : [summary.summaryId.toUpperCase()],
  }
}

/** Creates records as they are from the start; what is uploaded and permitted stays as long as they do. */
export function createSummaryRecords(): SummaryRecords {
  const all = new Map<string, Held>()
  const alerts: ScrAlert[] = []
  const held = (patient: Patient): Held => all.get(patient.nhsNumber) ?? first(patient)
  const put = ({ nhsNumber }: Patient, record: Held): void => keep(all, nhsNumber, record)

  return {
    of: held,
    upload: (patient, summary) => {
      const record = held(patient)
      const id = summary.summaryId.toUpperCase()
      const { replaces } = readSummary(summary.document)
      if (record.permissions.Store === 'No') return 'no-access'
      if (record.known.includes(id)) return 'duplicate-document'
      if (replaces.some(each => !record.summaries.some(older => isMeant(each, older)))) {
        return 'no-event'
      }
      const others = record.summaries.filter(older => !replaces.some(each => isMeant(each, older)))
      const summaries = [summary, ...others].slice(0, MOST_EACH)
      put(patient, { ...record, summaries, known: [...record.known, id].slice(-MOST_ALERTS) })
      return undefined
    },
    permit: (patient, consent, permission) => {
      const record = held(patient)
      put(patient, { ...record, permissions: { ...record.permissions, [consent]: permission } })
    },
    alert: alert => {
      alerts.push(alert)
      if (alerts.length > MOST_ALERTS) alerts.shift()
    },
    alerts: () => [...alerts],
  }
}
