import { type Change, changedIn, type Changed, golden } from './notification-changed.ts'
import {
  AT,
  notificationBundle,
  notificationEntries,
  notificationOf,
} from './notification-golden-fhir.ts'
import { over } from './notification-golden-others.ts'
import { BASE, SAID } from './notification-golden-parts.ts'

const REPEAT = golden('a repeat')
const SEVERAL = golden('several items')
const TWO_BRANDS = golden('two supplies of one item')

const CHANGES: readonly Change[] = [
  [
    'a pharmacy’s telephone at home',
    BASE,
    '"use":"work","value":"01632960002"',
    '"use":"home","value":"01632960002"',
    'told',
  ],
  ['a pharmacy at home', BASE, '"address":[{"use":"work"', '"address":[{"use":"home"', 'told'],
  ['no identifier', BASE, /"identifier":\{"system":"https:\/\/tools[^}]*\},/, '', 'missing'],
  ['an event of no code', BASE, ',"code":"dispense-notification"', '', 'missing'],
  ['another event', BASE, '"dispense-notification"', '"dispense-claim"', 'value'],
  [
    'an update of nothing',
    BASE,
    '"dispense-notification"',
    '"dispense-notification-update"',
    'disagrees',
  ],
  ['an answer to no release', BASE, `"identifier":"${SAID.release}",`, '', 'missing'],
  ['an answer that is no success', BASE, '"code":"ok"', '"code":"fatal-error"', 'value'],
  ['no time', BASE, `"whenHandedOver":"${SAID.handedOver[1]}",`, '', 'disagrees'],
  ['no dosage', BASE, ',"dosageInstruction":[{"text":"One a day"}]', '', 'disagrees'],
  ['a dosage without words', BASE, '"text":"One a day"', '"sequence":1', 'missing'],
  [
    'dosages in no order',
    BASE,
    '[{"text":"One a day"}]',
    '[{"text":"One"},{"text":"Two"}]',
    'disagrees',
  ],
  ['a medicine that is no text', BASE, '"39113611000001103"', '1', 'value'],
  ['no medicine supplied', BASE, '"code":"39113611000001103",', '', 'missing'],
  [
    'nobody who dispenses',
    BASE,
    '"performer":[{"actor":{"reference":"#dispenser"}}],',
    '',
    'missing',
  ],
  ['no quantity supplied', BASE, /("performer".*?"quantity":\{)"value":28,/, '$1', 'missing'],
  ['no unit supplied', BASE, /("performer".*"quantity":\{.*),"code":"428673006"/, '$1', 'missing'],
  [
    'a prescription that is not named',
    BASE,
    `"value":"${SAID.prescriptionId}"`,
    '"value":null',
    'value',
  ],
  ['a prescription without its short form', BASE, `,"value":"${SAID.shortId}"`, '', 'missing'],
  ['nobody who reimburses', BASE, /,"extension":\[\{"url":"[^"]*ODS-Org.*?\]\}\]/, '', 'missing'],
  ['a request that is about somebody else', BASE, SAID.nhsNumber, '9990000042', 'disagrees'],
  [
    'which issue, but not of how many',
    REPEAT,
    /,\{"url":"numberOfRepeatsAllowed","valueInteger":5\}/g,
    '',
    'disagrees',
  ],
  ['an item’s issue, but not of how many', REPEAT, /,"numberOfRepeatsAllowed":5/g, '', 'disagrees'],
  ['items of several prescriptions', SEVERAL, SAID.shortId, 'ABCDEF-Y00001-12345Y', 'disagrees'],
  ['items of several patients', SEVERAL, new RegExp(SAID.nhsNumber, 'g'), '9990000042', 'told'],
  [
    'one item asked for in two ways',
    TWO_BRANDS,
    '"39113611000001102"',
    '"39113611000001104"',
    'disagrees',
  ],
  ['one item of two statuses', TWO_BRANDS, '"0001"', '"0003"', 'disagrees'],
]

const PATIENT = '00000000-0000-4000-8000-000000000003'

const OTHER_PATIENT = (nhsNumber: string): Buffer =>
  over(BASE, { [AT.dispense(0)]: { subject: { reference: `urn:uuid:${PATIENT}` } } }, [
    [
      PATIENT,
      {
        resourceType: 'Patient',
        identifier: [{ system: 'https://fhir.nhs.uk/Id/nhs-number', value: nhsNumber }],
      },
    ],
  ]).bundle

/** Bundles in which one thing is another. */
export const CHANGED_BUNDLES: readonly Changed[] = [
  ...changedIn(notificationBundle, CHANGES),
  { why: 'a patient who is somebody else', bytes: OTHER_PATIENT('9990000042'), code: 'disagrees' },
  { why: 'a patient whose number is none', bytes: OTHER_PATIENT('9990010006'), code: 'value' },
  {
    why: 'no dispense',
    bytes: notificationOf(notificationEntries(BASE).filter(([id]) => id !== AT.dispense(0))),
    code: 'missing',
  },
]
