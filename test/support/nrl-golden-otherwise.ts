import { type Pair, READ, withAsid } from './nrl-golden.ts'
import {
  coded,
  CUSTODIAN,
  PLAIN_R4,
  PLAIN_STU3,
  type Pointer,
  PROFILE,
  SNOMED,
  SPINES_ID,
} from './nrl-golden-plain.ts'

/** New pointers that STU3 says in more than one way: what is sent is the same. */
export const SAID_OTHERWISE: readonly Pair[] = [
  {
    title: 'what a locator says itself, and nothing at all',
    stu3: {
      ...PLAIN_STU3,
      id: SPINES_ID,
      meta: { versionId: '3', lastUpdated: '2018-07-01T15:26:01+01:00', profile: [PROFILE] },
      masterIdentifier: { system: '', value: null },
      relatesTo: [{ code: null, target: { reference: null } }],
    },
    r4: PLAIN_R4,
  },
  {
    title: 'codes without a system, which are SNOMED CT',
    stu3: {
      ...PLAIN_STU3,
      type: { coding: [{ code: '736253002', display: 'Mental health crisis plan' }] },
      class: { coding: [{ code: '734163000', display: 'Care plan' }] },
    },
    r4: PLAIN_R4,
  },
  {
    title: 'a setting as exports have it',
    stu3: {
      ...PLAIN_STU3,
      context: {
        practiceSetting: {
          practiceSettingCoding: [
            { system: SNOMED, code: '310167005', display: 'Urology service' },
          ],
          practiceSettingText: 'urology',
        },
      },
    },
    r4: {
      ...PLAIN_R4,
      context: { practiceSetting: { ...coded('310167005', 'Urology service'), text: 'urology' } },
    },
  },
  {
    title: 'a time as exports have it',
    stu3: { ...PLAIN_STU3, indexed: 'Tue, 23 Aug 2022 14:45:17 GMT' },
    r4: { ...PLAIN_R4, date: '2022-08-23T14:45:17+00:00' },
  },
  {
    title: 'what it replaces, under another host',
    stu3: {
      ...PLAIN_STU3,
      relatesTo: [
        {
          code: 'replaces',
          target: {
            reference: `https://clinicals.spineservices.nhs.uk/STU3/DocumentReference/a-1`,
          },
        },
      ],
    },
    r4: {
      ...PLAIN_R4,
      relatesTo: [{ code: 'replaces', target: { identifier: { value: `${CUSTODIAN}-a-1` } } }],
    },
  },
  {
    title: 'what it replaces, by the id in a URN',
    stu3: {
      ...PLAIN_STU3,
      relatesTo: [
        {
          code: 'replaces',
          target: { identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${SPINES_ID}` } },
        },
      ],
    },
    r4: {
      ...PLAIN_R4,
      relatesTo: [
        { code: 'replaces', target: { identifier: { value: `${CUSTODIAN}-${SPINES_ID}` } } },
      ],
    },
  },
]

const [PLAIN, FULL] = READ

/** What R4 says in more than one way, or STU3 has no place for: what is read is the same. */
export const READ_OTHERWISE: readonly Pair[] = [
  {
    title: 'nothing at all, and what is the service’s own affair',
    stu3: PLAIN?.stu3 ?? {},
    r4: {
      ...PLAIN?.r4,
      description: '',
      docStatus: null,
      meta: {
        versionId: '1',
        lastUpdated: '2018-07-01T15:26:01+01:00',
        source: 'nrl',
        profile: ['https://fhir.hl7.org.uk/StructureDefinition/UKCore-DocumentReference'],
      },
    },
  },
  {
    title: 'the system it is retrieved from, and what kind it replaces',
    stu3: FULL?.stu3 ?? {},
    r4: {
      ...withAsid(FULL?.r4 ?? {}),
      relatesTo: [
        {
          code: 'replaces',
          target: {
            type: 'DocumentReference',
            identifier: { value: `${CUSTODIAN}-${SPINES_ID}` },
          },
        },
      ],
    },
  },
  {
    title: 'a setting under its older code',
    stu3: PLAIN?.stu3 ?? {},
    r4: {
      ...PLAIN?.r4,
      context: { practiceSetting: coded('708168004', 'Mental health service') },
    },
  },
  ...[['Direct', 'Direct', 0] as const, ['SSP', 'Spine Secure Proxy', 1] as const].map(
    ([code, display, of]) => ({
      title: `that it is retrieved by ${code}`,
      stu3: READ[of]?.stu3 ?? {},
      r4: retrievedBy(READ[of]?.r4 ?? {}, { code, display }),
    }),
  ),
  {
    title: 'a system of codes with the comma of the service’s own examples',
    stu3: PLAIN?.stu3 ?? {},
    r4: JSON.parse(
      JSON.stringify(PLAIN?.r4 ?? {}).replace(
        'England-NRLContentStability"',
        'England-NRLContentStability,"',
      ),
    ) as Pointer, // still one
  },
]

/** A pointer whose first record says how it is retrieved. */
export function retrievedBy(pointer: Pointer, coding: Pointer): Pointer {
  const [first, ...others] = pointer['content'] as readonly Pointer[] // every one here has some
  const mechanism = {
    url: 'https://fhir.nhs.uk/England/StructureDefinition/Extension-England-NRLRetrievalMechanism',
    valueCodeableConcept: {
      coding: [
        {
          system: 'https://fhir.nhs.uk/England/CodeSystem/England-NRLRetrievalMechanism',
          ...coding,
        },
      ],
    },
  }
  const extension = [...(first?.['extension'] as readonly Pointer[]), mechanism]
  return { ...pointer, content: [{ ...first, extension }, ...others] }
}
