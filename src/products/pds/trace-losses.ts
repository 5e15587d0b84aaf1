import type { Row } from '../../mapping/index.ts'
import { coded, core, DEATH, NHS, ROLE, UKCORE } from './retrieval-paths.ts'

const VERIFIED = core('NHSNumberVerificationStatus')
const VERIFIED_CODE = coded(`${UKCORE}/CodeSystem/UKCore-NHSNumberVerificationStatus`)

/** What a record says beyond who the person is, each an extension of the cloud's. */
const BEYOND: readonly string[] = [
  DEATH,
  core('NominatedPharmacy'),
  core('MedicalApplianceSupplier'),
  core('PreferredDispenserOrganization'),
  core('NHSCommunication'),
  core('ContactPreference'),
  'http://hl7.org/fhir/StructureDefinition/patient-birthPlace',
  `${NHS}/StructureDefinition/Extension-PDS-RemovalFromRegistration`,
]

/** What legacy's trace or the cloud's Patient says and the other has no place for. */
export const TRACE_LOSSES: readonly Row[] = [
  {
    hl7: `${ROLE}/subjectOf2/previousNhsContact`,
    lossy: 'the cloud’s Patient does not carry whether the NHS knew of the person before',
  },
  { fhir: 'meta/versionId', lossy: 'a trace says no version of the record' },
  { fhir: 'multipleBirthInteger', lossy: 'a trace does not say in which order twins were born' },
  ...['nickname', 'temp', 'old', 'maiden'].map((use): Row => ({
    fhir: `name*[use=${use}]`,
    lossy: 'a trace shows the usual name',
  })),
  ...['temp', 'billing'].map((use): Row => ({
    fhir: `address*[use=${use}]`,
    lossy: 'a trace shows where the person lives',
  })),
  { fhir: 'contact*', lossy: 'a trace shows nobody but the person' },
  ...BEYOND.map((url): Row => ({
    fhir: `extension*[url=${url}]`,
    lossy: 'a trace shows who the person is, not the rest of the record',
  })),
  { fhir: 'meta/security*/display', lossy: 'a display repeats its code' },
  { fhir: 'telecom*/extension*/valueCoding/display', lossy: 'a display repeats its code' },
  {
    fhir: `identifier*/extension*[url=${VERIFIED}][${VERIFIED_CODE}=01]`,
    lossy: 'a number legacy answers for is verified',
  },
]
