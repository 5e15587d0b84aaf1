/**
 * Patients as the PDS FHIR API answers them, written out by hand after its specification
 * (NHSDigital/personal-demographics-service-api): the shapes are here, every value is given where it is used.
 */

const CORE = 'https://fhir.hl7.org.uk'
const ODS_SYSTEM = 'https://fhir.nhs.uk/Id/ods-organization-code'

export interface Json {
  readonly [name: string]: unknown
}

const concept = (system: string, code: string, display: string): Json => ({
  coding: [{ system: `${CORE}/CodeSystem/UKCore-${system}`, version: '1.0.0', code, display }],
})

const extension = (name: string, rest: Json): Json => ({
  url: `${CORE}/StructureDefinition/Extension-UKCore-${name}`,
  ...rest,
})

/** A Patient: who it is, at which version, and whatever else is given. */
export function patient(id: string, version: string, rest: Json = {}, security = 'U'): Json {
  return {
    resourceType: 'Patient',
    id,
    identifier: [
      {
        system: 'https://fhir.nhs.uk/Id/nhs-number',
        value: id,
        extension: [
          extension('NHSNumberVerificationStatus', {
            valueCodeableConcept: concept(
              'NHSNumberVerificationStatus',
              '01',
              'Number present and verified',
            ),
          }),
        ],
      },
    ],
    meta: {
      versionId: version,
      security: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality',
          code: security,
          display: security === 'U' ? 'unrestricted' : 'restricted',
        },
      ],
    },
    ...rest,
  }
}

export const period = (start: string, end?: string): Json => ({
  period: { start, ...(end === undefined ? {} : { end }) },
})

export const practice = (id: string, ods: string, start: string, end?: string): Json => ({
  id,
  type: 'Organization',
  identifier: { system: ODS_SYSTEM, value: ods, ...period(start, end) },
})

export const nominated = (
  name: 'NominatedPharmacy' | 'MedicalApplianceSupplier' | 'PreferredDispenserOrganization',
  ods: string,
  when: Json = {},
): Json =>
  extension(name, { valueReference: { identifier: { system: ODS_SYSTEM, value: ods, ...when } } })

export const death = (status: '1' | '2', recorded: string): Json =>
  extension('DeathNotificationStatus', {
    extension: [
      {
        url: 'deathNotificationStatus',
        valueCodeableConcept: concept('DeathNotificationStatus', status, 'how it became known'),
      },
      { url: 'systemEffectiveDate', valueDateTime: recorded },
    ],
  })

export const spoken = (code: string, interpreter?: boolean): Json =>
  extension('NHSCommunication', {
    extension: [
      { url: 'language', valueCodeableConcept: concept('HumanLanguage', code, 'a language') },
      ...(interpreter === undefined
        ? []
        : [{ url: 'interpreterRequired', valueBoolean: interpreter }]),
    ],
  })

/** Of each wish, nothing is said where it is undefined. */
export const contactWishes = (
  method: string | undefined,
  format: string | undefined,
  times: string | undefined,
): Json =>
  extension('ContactPreference', {
    extension: [
      ...(format === undefined
        ? []
        : [
            {
              url: 'PreferredWrittenCommunicationFormat',
              valueCodeableConcept: concept(
                'PreferredWrittenCommunicationFormat',
                format,
                'a form',
              ),
            },
          ]),
      ...(method === undefined
        ? []
        : [
            {
              url: 'PreferredContactMethod',
              valueCodeableConcept: concept('PreferredContactMethod', method, 'a method'),
            },
          ]),
      ...(times === undefined ? [] : [{ url: 'PreferredContactTimes', valueString: times }]),
    ],
  })

export const birthPlace = (valueAddress: Json): Json => ({
  url: 'http://hl7.org/fhir/StructureDefinition/patient-birthPlace',
  valueAddress,
})

export const removed = (code: string, start: string, end?: string): Json => ({
  url: 'https://fhir.nhs.uk/StructureDefinition/Extension-PDS-RemovalFromRegistration',
  extension: [
    {
      url: 'removalFromRegistrationCode',
      valueCodeableConcept: {
        coding: [
          {
            system: 'https://fhir.nhs.uk/CodeSystem/PDS-RemovalReasonExitCode',
            code,
            display: 'why',
          },
        ],
      },
    },
    {
      url: 'effectiveTime',
      valuePeriod: { start, ...(end === undefined ? {} : { end }) },
    },
  ],
})

export const addressKey = (type: 'PAF' | 'UPRN', value: string): Json =>
  extension('AddressKey', {
    extension: [
      {
        url: 'type',
        valueCoding: { system: `${CORE}/CodeSystem/UKCore-AddressKeyType`, code: type },
      },
      { url: 'value', valueString: value },
    ],
  })

export const TEXTPHONE = extension('OtherContactSystem', {
  valueCoding: {
    system: `${CORE}/CodeSystem/UKCore-OtherContactSystem`,
    code: 'textphone',
    display: 'Minicom (Textphone)',
  },
})

export const bodyOf = (resource: Json): Buffer => Buffer.from(JSON.stringify(resource), 'utf8')

/** An OperationOutcome of one issue, as the PDS FHIR API writes them. */
export const outcome = (code: string): Json => ({
  resourceType: 'OperationOutcome',
  issue: [
    {
      severity: 'information',
      code: 'not-found',
      details: {
        coding: [
          {
            system: 'https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode',
            version: '1',
            code,
            display: 'what went wrong',
          },
        ],
      },
    },
  ],
})
