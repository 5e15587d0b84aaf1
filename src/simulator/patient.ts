/** How PDS says what a name is for: usual, alias, preferred, and three sorts of former name. */
export type NameUse = 'L' | 'A' | 'PREFERRED' | 'PREVIOUS' | 'PREVIOUS-BIRTH' | 'PREVIOUS-MAIDEN'

/** How PDS says what a telecom is for: home, primary home, holiday home, mobile, pager, work. */
export type TelecomUse = 'H' | 'HP' | 'HV' | 'MC' | 'PG' | 'WP'

/** When something holds: days as YYYYMMDD; `past` is what a reader gets only when it asks for history. */
export interface Held {
  /** PDS object id: four characters of base 36, or eight hexadecimal digits. */
  readonly id: string
  readonly from: string
  readonly to?: string
  readonly past: boolean
}

export interface PatientName extends Held {
  readonly use: NameUse
  readonly prefix?: string
  /** In order; an empty one is written as an empty element on the legacy side and left out in the cloud. */
  readonly given: readonly string[]
  readonly family: string
  readonly suffix?: string
}

export interface PatientAddress extends Held {
  /** Home, temporary, correspondence. */
  readonly use: 'H' | 'TMP' | 'PST'
  /** Five places: premises id, premises, street, locality, county; '' where there is none. */
  readonly lines: readonly [string, string, string, string, string]
  readonly postcode: string
  /** Postal address file key. */
  readonly key?: string
  /** What only the cloud holds: the property reference number. */
  readonly uprn?: string
}

export interface PatientTelecom extends Held {
  readonly use: TelecomUse
  readonly scheme: 'tel' | 'mailto' | 'fax' | 'textphone'
  readonly value: string
}

/** GP, nominated pharmacy, appliance contractor, dispensing doctor. */
export interface CareProvider extends Held {
  readonly code: '1' | 'P1' | 'P2' | 'P3'
  readonly ods: string
}

/** Everything both sides know of one made-up person; the two sides only say it differently. */
export interface Patient {
  /** The number the record lives under. */
  readonly nhsNumber: string
  /** A number it once had: who asks for it gets the record under {@link Patient.nhsNumber}. */
  readonly formerNumber?: string
  readonly kinds: readonly PatientKind[]
  /** Serial change number on the legacy side, versionId and ETag in the cloud. */
  readonly version: number
  /** Sensitive: nobody is told where this person lives, telephones or is registered. */
  readonly restricted: boolean
  /** 1 male, 2 female, 0 not known, 9 not specified. */
  readonly gender: '0' | '1' | '2' | '9'
  /** YYYYMMDD, or shorter where the day or the month is not known. */
  readonly birth: string
  readonly birthOrder?: number
  readonly birthPlace?: { readonly city: string; readonly county: string; readonly country: string }
  /** `at` is YYYYMMDD or YYYYMMDDHHmm; status 1 informal, 2 formal. */
  readonly death?:
    { readonly at: string; readonly status: '1' | '2'; readonly notified: string } | undefined
  readonly names: readonly PatientName[]
  readonly addresses: readonly PatientAddress[]
  readonly telecoms: readonly PatientTelecom[]
  readonly providers: readonly CareProvider[]
  /** Why the person left their GP, and when. */
  readonly removal?: { readonly reason: string; readonly from: string } | undefined
  readonly language?: {
    readonly code: string
    readonly display: string
    readonly interpreter: boolean
  }
  readonly contact?:
    | {
        readonly method: string
        readonly methodDisplay: string
        readonly format: string
        readonly formatDisplay: string
        readonly times: string
      }
    | undefined
  /** An authentication secret the legacy side shows and the cloud never does. */
  readonly secret?: string | undefined
}

/** The kinds a patient may be of: what is particular about the record. */
export const PATIENT_KINDS = [
  'plain',
  'superseded',
  'restricted',
  'deceased',
  'no-gp',
  'removed-from-gp',
  'no-premises-id',
  'blank-lines',
  'empty-given',
  'several-names',
  'several-addresses',
  'every-telecom',
  'nominated-pharmacy',
  'nominated-appliance',
  'dispensing-doctor',
  'multiple-birth',
  'interpreter',
  'unknown-gender',
  'unspecified-gender',
  'truncated-birth',
  'birth-place',
  'address-key',
  'contact-preference',
  'shared-secret',
  'marked-characters',
  'history',
  'long-history',
] as const
/** What a patient may be asked for by. */
export type PatientKind = (typeof PATIENT_KINDS)[number]
