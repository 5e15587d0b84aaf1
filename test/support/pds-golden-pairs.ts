import type { Json } from './pds-golden-cloud.ts'
import type { LegacyRecord } from './pds-golden-reply.ts'

/** One record in three tongues: as the cloud says it, as legacy does, and what both mean. */
export interface Pair {
  readonly title: string
  readonly cloud: Json
  readonly says: LegacyRecord
  /** Every fact of it by path, as the mapping's words have it. */
  readonly means: Readonly<Record<string, string>>
  /** The reply says beside it that it is limited. */
  readonly isLimited?: true
  /** The cloud wrote it another way than it is written back. */
  readonly isNotWrittenBack?: true
}

/** What every record means at least. */
export const who = (nhsNumber: string, serialChangeNumber: string): Record<string, string> => ({
  nhsNumber,
  serialChangeNumber,
  confidentiality: 'unrestricted',
})
