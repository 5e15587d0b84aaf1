import { BASE_RETURN, goldenReturnTask, issuedIn } from './return-golden.ts'
import { BASE_WITHDRAWAL, goldenWithdrawalTask } from './withdrawal-golden.ts'

// Tasks as others make them: what HL7v3 says is as in a golden one, and beside it stands what HL7v3 has no place for.

type Json = Readonly<Record<string, unknown>>

const NHS = 'https://fhir.nhs.uk'
const ods = { system: `${NHS}/Id/ods-organization-code`, value: 'F0002' }

const BESIDE = {
  id: '5f0a4b44-9b7b-4f0b-8a1f-7c11b3d6c1e0',
  meta: { lastUpdated: '2026-01-02T03:04:05Z', profile: ['http://example.org/made-up'] },
  text: { status: 'empty', div: '<div>made up</div>' },
  lastModified: '2026-01-02',
  priority: 'routine',
  reasonCode: { coding: [{ system: 'http://snomed.info/sct', code: '33633005' }], text: 'made up' },
  owner: { identifier: ods, type: 'Organization', display: 'MADE UP OWNER' },
}

const REPEATS = {
  ...issuedIn(2),
  extension: [
    { url: 'numberOfRepeatsAllowed', valueInteger: 5 },
    { url: 'numberOfRepeatsIssued', valueInteger: 2 },
  ],
}
const AGENT = {
  url: `${NHS}/StructureDefinition/Extension-Provenance-agent`,
  valueReference: { identifier: { system: `${NHS}/Id/sds-user-id`, value: '900000000009' } },
}

const code = (own: string): Json => ({
  coding: [{ system: 'http://hl7.org/fhir/CodeSystem/task-code', code: own, display: 'made up' }],
  text: 'made up',
})

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null

/** Lays one thing over another: members of one name over each other, lists item by item. */
function over(own: unknown, more: unknown): unknown {
  if (Array.isArray(more)) {
    const items: readonly unknown[] = more
    const rest: readonly unknown[] = Array.isArray(own) ? own : []
    return [...items.map((item, i) => over(rest[i], item)), ...rest.slice(items.length)]
  }
  if (!isJson(more) || !isJson(own)) return more
  const names = [...new Set([...Object.keys(own), ...Object.keys(more)])]
  return Object.fromEntries(
    names.map(name => [name, name in more ? over(own[name], more[name]) : own[name]]),
  )
}

const bytes = (own: Json, more: Json): Buffer => Buffer.from(JSON.stringify(over(own, more)))

const AROUND_ROLE = {
  active: true,
  location: [{ display: 'made up' }],
  healthcareService: [{ display: 'made up' }],
  specialty: [{ text: 'made up' }],
  organization: { display: 'MADE UP CHEMIST', type: 'Organization' },
}
const AROUND_ORGANISATION = {
  active: true,
  alias: ['made up'],
  partOf: { identifier: ods, display: 'MADE UP HEAD OFFICE' },
  type: [
    {
      coding: [{ system: `${NHS}/CodeSystem/organisation-role`, code: '182', display: 'PHARMACY' }],
    },
  ],
}

const UK_ROLE = {
  system: 'https://fhir.hl7.org.uk/CodeSystem/UKCore-SDSJobRoleName',
  code: 'R8003',
  display: 'made up',
}

const second = (value: string): Json => ({ system: 'phone', use: 'home', value })

const RETURN = goldenReturnTask(BASE_RETURN)
const WITHDRAWAL = goldenWithdrawalTask(BASE_WITHDRAWAL)

/** Returns of somebody else's making, and the issue each of them is of. */
export const OTHER_RETURNS: readonly (readonly [title: string, task: Buffer])[] = [
  [
    'with everything beside it',
    bytes(RETURN, {
      ...BESIDE,
      extension: [REPEATS, AGENT],
      code: code('fulfill'),
      statusReason: { coding: [{}], text: 'made up' },
      focus: { type: 'Bundle', display: 'made up' },
      for: {
        identifier: { system: `${NHS}/Id/nhs-number`, value: '9990010005' },
        type: 'Patient',
        display: 'made up',
      },
      requester: { type: 'PractitionerRole', display: 'made up' },
      contained: [
        {
          ...AROUND_ROLE,
          code: [{ coding: [{ display: 'made up' }, UK_ROLE], text: 'made up' }],
          telecom: [{ rank: 1, period: { start: '2020' } }, second('01632960006')],
        },
        {
          ...AROUND_ORGANISATION,
          telecom: [{ value: '01632 960 005', rank: 1, period: { start: '2020' } }],
          address: [
            {
              line: ['3 Nowhere Lane', '', 'Madeupton'],
              city: 'MADE UP CITY',
              district: 'MADE UP DISTRICT',
              state: 'MADE UP STATE',
              type: 'physical',
              country: 'GB',
              period: { start: '2020' },
            },
            { line: ['4 Nowhere Lane'] },
          ],
        },
      ],
    }),
  ],
  [
    'of a role in the other list, whose organisation has no number',
    bytes(RETURN, {
      contained: [{ code: [{ coding: [UK_ROLE] }] }, { telecom: undefined }],
    }),
  ],
  [
    'of a code of another list',
    bytes(RETURN, { code: { coding: [{ system: 'http://example.org' }] } }),
  ],
]

/** Withdrawals of somebody else's making. */
export const OTHER_WITHDRAWALS: readonly (readonly [title: string, task: Buffer])[] = [
  [
    'with everything beside it',
    bytes(WITHDRAWAL, {
      ...BESIDE,
      extension: [REPEATS, AGENT],
      code: code('fulfill'),
      statusReason: { coding: [{}], text: 'made up' },
      focus: { type: 'Bundle', display: 'made up' },
      for: { type: 'Patient', display: 'made up' },
      requester: { type: 'PractitionerRole', display: 'made up' },
      contained: [
        {
          ...AROUND_ROLE,
          practitioner: { display: 'Zed Madeupname' },
          code: [{ coding: [UK_ROLE] }],
          telecom: [second('01632960006')],
        },
        {
          ...AROUND_ORGANISATION,
          name: 'MADE UP CHEMIST',
          telecom: [second('01632960006')],
          address: [{ line: ['3 Nowhere Lane'] }],
        },
      ],
    }),
  ],
  [
    'of a code of another list',
    bytes(WITHDRAWAL, { code: { coding: [{ system: 'http://example.org' }] } }),
  ],
]
