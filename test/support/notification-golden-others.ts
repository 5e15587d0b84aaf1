import {
  AT,
  type Entries,
  notificationEntries,
  notificationOf,
  type Resource,
} from './notification-golden-fhir.ts'
import { BASE, GOLDEN_NOTIFICATIONS, type Parts, SAID } from './notification-golden-parts.ts'

/** A Bundle of somebody else's making, and the notification it is all the same. */
export interface OtherNotification {
  readonly bundle: Buffer
  readonly parts: Parts
}

const NHS = 'https://fhir.nhs.uk'
const UK = 'https://fhir.hl7.org.uk'
const SNOMED = 'http://snomed.info/sct'
const PATIENT = '00000000-0000-4000-8000-000000000003'
const MEDICATION = '00000000-0000-4000-8000-000000000004'

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Lays one thing over another: members of the same name are laid over each other, lists item by item. */
function laidOver(own: unknown, over: unknown): unknown {
  if (over === null) return undefined
  if (Array.isArray(over)) {
    const items: readonly unknown[] = over
    const rest: readonly unknown[] = Array.isArray(own) ? own : []
    return [...items.map((item, i) => laidOver(rest[i], item)), ...rest.slice(items.length)]
  }
  if (!isObject(over)) return over
  if (!isObject(own)) return laidOver({}, over)
  const names = new Set([...Object.keys(own), ...Object.keys(over)])
  return Object.fromEntries(
    [...names].map(name => [name, name in over ? laidOver(own[name], over[name]) : own[name]]),
  )
}

/** A golden Bundle with something laid over some resources, and others beside them. */
export const over = (
  parts: Parts,
  changes: Readonly<Record<string, unknown>>,
  beside: Entries = [],
  more: Resource = {},
): OtherNotification => ({
  parts,
  bundle: notificationOf(
    [
      ...notificationEntries(parts).map(
        ([id, resource]) => [id, laidOver(resource, changes[id] ?? {}) as Resource] as const, // laid over one
      ),
      ...beside,
    ],
    more,
  ),
})

const reference = (id: string): Resource => ({ reference: `urn:uuid:${id}` })
const words = (display: string): Resource => ({ coding: [{ display }] })
const period = { start: '2020-01-01' }

const CHATTY_DISPENSER = {
  code: [
    {
      coding: [
        { display: 'Some role' },
        { system: `${UK}/CodeSystem/UKCore-SDSJobRoleName`, code: 'R8000' },
      ],
    },
  ],
  organization: { display: 'Some pharmacy', type: 'Organization' },
  telecom: [
    { rank: 1, period },
    { system: 'phone', value: '01632960009' },
  ],
}

const CHATTY_REQUEST = {
  meta: { versionId: '2' },
  status: 'completed',
  intent: 'original-order',
  extension: [
    {},
    {
      url: `${NHS}/StructureDefinition/Extension-DM-PrescriptionType`,
      valueCoding: { code: '0101' },
    },
  ],
  basedOn: [{ identifier: { value: '1' } }],
  statusReason: words('Some reason'),
  category: [words('Somewhere')],
  requester: reference('nobody'),
  authoredOn: '2026-01-01',
  courseOfTherapyType: words('Some course'),
  dosageInstruction: [{ text: 'Prescribed otherwise', sequence: 1 }],
  note: [{ text: 'A note' }],
  subject: { display: 'Somebody', type: 'Patient', reference: 'urn:uuid:nobody' },
  dispenseRequest: {
    extension: [{ url: `${NHS}/StructureDefinition/Extension-DM-PerformerSiteType` }],
    performer: { display: 'Some pharmacy' },
    validityPeriod: { start: '2026-01-01' },
    numberOfRepeatsAllowed: 5,
    expectedSupplyDuration: { value: 28 },
  },
  substitution: { allowedBoolean: false },
}

const CHATTY_DISPENSE = {
  id: 'a-dispense',
  meta: { lastUpdated: '2026-01-02T03:04:05Z' },
  contained: [CHATTY_DISPENSER, CHATTY_REQUEST],
  status: 'in-progress',
  subject: { display: 'Somebody', type: 'Patient', reference: 'urn:uuid:nobody' },
  daysSupply: { value: 28 },
  whenHandedOver: '2026-01-02T03:04:05.678Z',
  dosageInstruction: [
    {
      sequence: 1,
      timing: { code: { text: 'x' } },
      route: { text: 'x' },
      method: { text: 'x' },
      site: { text: 'x' },
      doseAndRate: [{ doseQuantity: { value: 1 } }],
      additionalInstruction: [{ text: 'x' }],
      asNeededBoolean: false,
      asNeededCodeableConcept: { text: 'x' },
      maxDosePerPeriod: { numerator: { value: 1 } },
      maxDosePerAdministration: { value: 1 },
      maxDosePerLifetime: { value: 1 },
    },
  ],
}

const CHATTY = {
  [AT.header]: {
    id: 'a-header',
    meta: { versionId: '2' },
    eventCoding: { display: 'Some event' },
    sender: { display: 'Somebody', reference: 'urn:uuid:nobody' },
    source: { name: 'Some system' },
    reason: words('Notification'),
    destination: [{ endpoint: 'https://example.org' }],
    focus: [reference(PATIENT)],
  },
  [AT.pharmacy]: {
    id: 'a-pharmacy',
    meta: { versionId: '2' },
    active: false,
    type: [words('Pharmacy')],
    partOf: { display: 'Some chain' },
    telecom: [
      { id: 'b', rank: 1, period, value: '01632 960002' },
      { system: 'phone', value: '01632960009' },
    ],
    address: [{ id: 'a', type: 'both', period, country: 'GB' }, { line: ['Elsewhere'] }],
  },
  [AT.dispense(0)]: CHATTY_DISPENSE,
}

const AMENDMENT = GOLDEN_NOTIFICATIONS.get('an amendment') ?? BASE
const TWO_BRANDS = GOLDEN_NOTIFICATIONS.get('two supplies of one item') ?? BASE

const NUMBER = { system: `${NHS}/Id/nhs-number`, value: SAID.nhsNumber }
const SOMEBODY: Entries = [
  [PATIENT, { resourceType: 'Patient', id: 'p', identifier: [NUMBER], gender: 'female' }],
]

const medicine = (code: string, id: string): Resource => ({
  resourceType: 'Medication',
  id,
  meta: { versionId: '2' },
  code: { text: 'x', coding: [{ system: SNOMED, code, display: 'Madeupine 5mg tablets' }] },
})

const CHATTY_REFERENCE = { display: 'Some medicine', type: 'Medication' }

/** Everything that is not the first place of its kind, by a title. */
export const OTHER_NOTIFICATIONS: ReadonlyMap<string, OtherNotification> = new Map([
  [
    'everything HL7v3 has no place for',
    over(BASE, CHATTY, [], {
      id: SAID.messageId,
      meta: { lastUpdated: '2026-01-02T03:04:05Z' },
      timestamp: '2026-01-02T03:04:05Z',
    }),
  ],
  [
    'a job role of the other code system',
    over(BASE, {
      [AT.dispense(0)]: {
        contained: [{ code: [{ coding: [{ system: `${UK}/CodeSystem/UKCore-SDSJobRoleName` }] }] }],
      },
    }),
  ],
  [
    'a patient who is a resource too',
    over(BASE, { [AT.dispense(0)]: { subject: reference(PATIENT) } }, SOMEBODY),
  ],
  [
    'a patient who is a resource alone',
    over(
      BASE,
      { [AT.dispense(0)]: { subject: { identifier: null, ...reference(PATIENT) } } },
      SOMEBODY,
    ),
  ],
  [
    'medicines that are resources, one of them contained',
    over(
      BASE,
      {
        [AT.dispense(0)]: {
          medicationCodeableConcept: null,
          medicationReference: { reference: '#medicine', ...CHATTY_REFERENCE },
          contained: [
            {},
            {
              medicationCodeableConcept: null,
              medicationReference: { ...reference(MEDICATION), ...CHATTY_REFERENCE },
            },
            medicine('39113611000001103', 'medicine'),
          ],
        },
      },
      [[MEDICATION, medicine('39113611000001102', 'a-medicine')]],
    ),
  ],
  [
    'an amendment that says it is one',
    over(AMENDMENT, {
      [AT.header]: { eventCoding: { code: 'dispense-notification-update' } },
    }),
  ],
  [
    'a dosage in two texts',
    over(
      {
        ...BASE,
        items: BASE.items.map(item => ({
          ...item,
          supplies: item.supplies.map(each => ({ ...each, dosage: 'One, then two' })),
        })),
      },
      {
        [AT.dispense(0)]: {
          dosageInstruction: [
            { text: 'two', sequence: 2 },
            { text: 'One', sequence: 1 },
          ],
        },
      },
    ),
  ],
  [
    'an address in its parts',
    over(BASE, {
      [AT.pharmacy]: { address: [{ line: null, city: '1 Nowhere Lane', state: 'Madeupton' }] },
    }),
  ],
  [
    'another address in its parts',
    over(BASE, {
      [AT.pharmacy]: { address: [{ line: null, district: '1 Nowhere Lane', state: 'Madeupton' }] },
    }),
  ],
  [
    'a time of another zone',
    over(TWO_BRANDS, {
      [AT.dispense(0)]: { whenHandedOver: '2026-01-02T04:04:05+01:00' },
      [AT.dispense(1)]: { whenHandedOver: '2026-01-02T05:00:00Z' },
    }),
  ],
])
