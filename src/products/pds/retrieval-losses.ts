import type { Row } from '../../mapping/index.ts'
import {
  coded,
  core,
  DEATH,
  extended,
  METHOD,
  PERSON,
  REMOVED,
  ROLE,
  UKCORE,
} from './retrieval-paths.ts'

const VERIFIED = core('NHSNumberVerificationStatus')
const VERIFIED_CODE = coded(`${UKCORE}/CodeSystem/UKCore-NHSNumberVerificationStatus`)

/** What legacy says and the cloud has no place for. */
export const LEGACY_ONLY: readonly Row[] = [
  { hl7: `${ROLE}/subjectOf6`, lossy: 'a shared secret authenticates: it is never read' },
  {
    hl7: `${ROLE}/replacementOf`,
    lossy: 'the cloud says which number was superseded only by answering that number with another',
  },
  {
    hl7: `${PERSON}/scopedRelatedPersonRole`,
    lossy: 'related people are resources of their own in the cloud',
  },
  {
    hl7: [
      `${ROLE}/subjectOf`,
      `${ROLE}/subjectOf1`,
      `${ROLE}/subjectOf3`,
      `${ROLE}/subjectOf7`,
      `${ROLE}/subjectOf8`,
      `${ROLE}/subjectOf10`,
      `${ROLE}/subjectOf11`,
      `${ROLE}/subjectOf12`,
      `${ROLE}/subjectOf13`,
      `${ROLE}/subjectOf15`,
      `${ROLE}/recordTargetOf`,
    ],
    lossy: 'registrations, consents and preferences the cloud’s Patient does not carry',
  },
  {
    hl7: {
      mim7: [
        `${PERSON}/COCT_MT000208UK01.BirthPlace/subjectOf`,
        `${PERSON}/COCT_MT000209UK01.PartAdminGenderCode/subjectOf`,
        `${PERSON}/COCT_MT000210UK01.PartBirthTime/subjectOf`,
        `${PERSON}/COCT_MT000211UK01.PartDeceasedTime/subjectOf`,
      ],
    },
    lossy: 'the cloud does not say when a fact was notified',
  },
  {
    hl7: {
      mim7: [
        `${REMOVED}/code`,
        `${REMOVED}/reasonCode/@codeSystem`,
        `${REMOVED}/availabilityTime`,
        `${REMOVED}/component`,
        `${REMOVED}/subjectOf`,
        `${REMOVED}/subjectOf1`,
      ],
    },
    lossy: 'of a removal the cloud says why and when',
  },
  {
    hl7: [
      `${METHOD}/value/@codeSystem`,
      `${ROLE}/subjectOf5/preferredWrittenCommunicationFormat/value/@codeSystem`,
    ],
    lossy: 'a code system the element’s name already says',
  },
  {
    hl7: { mim7: `${PERSON}/COCT_MT000208UK01.BirthPlace/addr/country/code/@codeSystem` },
    lossy: 'a code system the element’s name already says',
  },
]

/** What the cloud says and legacy has no place for. */
export const CLOUD_ONLY: readonly Row[] = [
  { fhir: '**/coding*/display', lossy: 'a display repeats its code' },
  { fhir: 'meta/security*/display', lossy: 'a display repeats its code' },
  { fhir: '**/valueCoding/display', lossy: 'a display repeats its code' },
  { fhir: '**/coding*/version', lossy: 'legacy says no version of a code system' },
  {
    fhir: `identifier*/extension*[url=${VERIFIED}][${VERIFIED_CODE}=01]`,
    lossy: 'a number legacy answers for is verified',
  },
  {
    fhir: extended(DEATH, 'extension*[url=systemEffectiveDate]'),
    lossy: 'legacy says nowhere in this reply when a death was recorded',
  },
]
