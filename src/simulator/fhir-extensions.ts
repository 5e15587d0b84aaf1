import { concept, identifier, UKCORE } from './fhir-parts.ts'
import type { Patient } from './patient.ts'
import { fhirDateTime } from './times.ts'

const core = (name: string, rest: object): object => ({
  url: `${UKCORE}/StructureDefinition/Extension-UKCore-${name}`,
  ...rest,
})

const DEATH = {
  '1': 'Informal - death notice received via an update from a local NHS Organisation such as GP or Trust',
  '2': 'Formal - death notice received from Registrar of Deaths',
} as const

const NOMINATIONS = {
  P1: 'NominatedPharmacy',
  P2: 'MedicalApplianceSupplier',
  P3: 'PreferredDispenserOrganization',
} as const

const nominations = ({ providers }: Patient): object[] =>
  providers.flatMap(each =>
    each.code === '1' || each.past
      ? []
      : [core(NOMINATIONS[each.code], { valueReference: { identifier: identifier(each) } })],
  )

const death = ({ death: known }: Patient): object[] =>
  known === undefined
    ? []
    : [
        core('DeathNotificationStatus', {
          extension: [
            {
              url: 'deathNotificationStatus',
              valueCodeableConcept: concept(
                'DeathNotificationStatus',
                known.status,
                DEATH[known.status],
              ),
            },
            { url: 'systemEffectiveDate', valueDateTime: fhirDateTime(known.notified) },
          ],
        }),
      ]

const language = ({ language: spoken }: Patient): object[] =>
  spoken === undefined
    ? []
    : [
        core('NHSCommunication', {
          extension: [
            {
              url: 'language',
              valueCodeableConcept: concept('HumanLanguage', spoken.code, spoken.display),
            },
            { url: 'interpreterRequired', valueBoolean: spoken.interpreter },
          ],
        }),
      ]

const contact = ({ contact: preferred }: Patient): object[] =>
  preferred === undefined
    ? []
    : [
        core('ContactPreference', {
          extension: [
            {
              url: 'PreferredWrittenCommunicationFormat',
              valueCodeableConcept: concept(
                'PreferredWrittenCommunicationFormat',
                preferred.format,
                preferred.formatDisplay,
              ),
            },
            {
              url: 'PreferredContactMethod',
              valueCodeableConcept: concept(
                'PreferredContactMethod',
                preferred.method,
                preferred.methodDisplay,
              ),
            },
            { url: 'PreferredContactTimes', valueString: preferred.times },
          ],
        }),
      ]

const birthPlace = ({ birthPlace: place }: Patient): object[] =>
  place === undefined
    ? []
    : [
        {
          url: 'http://hl7.org/fhir/StructureDefinition/patient-birthPlace',
          valueAddress: { city: place.city, district: place.county, country: place.country },
        },
      ]

const removal = ({ removal: left }: Patient): object[] =>
  left === undefined
    ? []
    : [
        {
          url: 'https://fhir.nhs.uk/StructureDefinition/Extension-PDS-RemovalFromRegistration',
          extension: [
            {
              url: 'removalFromRegistrationCode',
              valueCodeableConcept: {
                coding: [
                  {
                    system: 'https://fhir.nhs.uk/CodeSystem/PDS-RemovalReasonExitCode',
                    code: left.reason,
                    display: 'Transferred to Scotland',
                  },
                ],
              },
            },
            { url: 'effectiveTime', valuePeriod: { start: fhirDateTime(left.from) } },
          ],
        },
      ]

/** Writes what R4 itself has no element for. */
export const extensions = (patient: Patient): object[] => [
  ...nominations(patient),
  ...death(patient),
  ...language(patient),
  ...contact(patient),
  ...birthPlace(patient),
  ...removal(patient),
]
