import type { TaskName } from './return-golden-tasks.ts'
import { BASE_RETURN, goldenReturn, RETURNED } from './return-golden.ts'
import { BASE_WITHDRAWAL, goldenWithdrawal, WITHDRAWN } from './withdrawal-golden.ts'

/** One thing that is another in a golden message, and what becomes of it. */
export type Changed = readonly [
  why: string,
  kind: TaskName,
  from: string | RegExp,
  to: string,
  code: string,
]

const GOLDEN: Readonly<Record<TaskName, Buffer>> = {
  return: goldenReturn({ ...BASE_RETURN, issued: ['3', 2] }),
  withdrawal: goldenWithdrawal({ ...BASE_WITHDRAWAL, issued: ['3', 2] }),
}

/** A golden message with one thing changed. */
export function changed([why, kind, from, to]: Changed): Buffer {
  const text = GOLDEN[kind].toString()
  const other = text.replace(from, to)
  if (other === text) throw new Error(`nothing to change: ${why}`)
  return Buffer.from(other)
}

const LONG = '9361DA95-2B2B-4D5A-9C5C-5C8E7D6B1A20'
const SHORT_ID = /<value root="[\d.]+" extension="ABCDEF-Y00001-12345C"\/>/
const TELECOM = '<telecom use="WP" value="tel:01632960004"/>'
const NOTIFICATION = /(<pertinentInformation4 .*<\/pertinentInformation4>)/
const OWN_ID = `<id root="${RETURNED.messageId.toUpperCase()}"/>`

/** Messages that are taken although they say something in another way. */
export const TAKEN: readonly Changed[] = [
  [
    'a reason in context',
    'return',
    / contextConductionInd="false"/,
    ' contextConductionInd="true"',
    '',
  ],
  ['a release the other way round', 'return', 'inversionInd="true"', 'inversionInd="false"', ''],
  ['a code with a blank in it', 'return', /(<code code="RR"[^>]*)\/>/, '$1> </code>', ''],
  ['a kind without its words', 'withdrawal', ' displayName="Last Dispense"', '', ''],
]

/** Messages that go to legacy, and why. */
export const CHANGED: readonly Changed[] = [
  ['a prescription’s long id', 'return', SHORT_ID, `<value root="${LONG}"/>`, 'missing'],
  ['a prescription’s long id', 'withdrawal', SHORT_ID, `<value root="${LONG}"/>`, 'missing'],
  ['an element nobody knows', 'return', TELECOM, `${TELECOM}<x>1</x>`, 'unread'],
  ['an attribute nobody knows', 'return', '<AgentPerson ', '<AgentPerson x="1" ', 'unread'],
  ['a second number', 'return', TELECOM, `${TELECOM}${TELECOM}`, 'unfaithful'],
  ['nobody who can be called', 'return', TELECOM, '', 'unfaithful'],
  [
    'an organisation without its number',
    'return',
    '<telecom use="WP" value="tel:01632960005"/>',
    '',
    'unfaithful',
  ],
  [
    'a blank line',
    'return',
    '<streetAddressLine>3',
    '<streetAddressLine/><streetAddressLine>3',
    'unfaithful',
  ],
  [
    'a name in its parts',
    'return',
    '<name>Zed Madeupname</name>',
    '<name><given>Zed</given><family>Madeupname</family></name>',
    'unread',
  ],
  [
    'a user of another list',
    'return',
    '1.2.826.0.1285.0.2.1.54',
    '1.2.826.0.1285.0.2.0.65',
    'missing',
  ],
  ['no role', 'return', /<id root="[\d.]+67" extension="100000000003"\/>/, '', 'missing'],
  ['no release', 'return', /<reversalOf.*<\/reversalOf>/, '', 'missing'],
  ['a release that is no UUID', 'return', RETURNED.releaseId.toUpperCase(), 'ABC', 'value'],
  ['an id in lower case', 'return', RETURNED.releaseId.toUpperCase(), RETURNED.releaseId, 'value'],
  ['a return of nothing', 'return', 'negationInd="false"', 'negationInd="true"', 'unread'],
  ['a reason of another list', 'return', '.16.28"', '.16.29"', 'unread'],
  ['no reason', 'return', / code="0001"/, '', 'missing'],
  ['an issue before the first', 'return', '<value value="3"/>', '<value value="0"/>', 'value'],
  ['an issue in words', 'return', '<value value="3"/>', '<value value="three"/>', 'value'],
  ['a time to the minute', 'return', '"20260102030405"', '"202601020304"', 'value'],
  [
    'the issue behind the release',
    'return',
    /(<pertinentInformation2.*<\/pertinentInformation2>)(.*<\/reversalOf>)/,
    '$2$1',
    'unfaithful',
  ],
  ['a wrapper of another id', 'return', OWN_ID, OWN_ID.replace('5F', '6F'), 'disagrees'],
  ['all notifications', 'withdrawal', 'code="LD"', 'code="AD"', 'unread'],
  ['no kind', 'withdrawal', /<pertinentInformation2.*<\/pertinentInformation2>/, '', 'unfaithful'],
  ['two notifications', 'withdrawal', NOTIFICATION, '$1$1', 'several'],
  ['no notification', 'withdrawal', NOTIFICATION, '', 'missing'],
  ['two patients', 'withdrawal', /(<recordTarget.*<\/recordTarget>)/, '$1$1', 'several'],
  [
    'a user where the organisation is',
    'withdrawal',
    `"${WITHDRAWN.odsCode}"`,
    '"900000000003"',
    'value',
  ],
  ['a wrong check digit', 'withdrawal', WITHDRAWN.nhsNumber, '9990010006', 'value'],
  [
    'nobody who takes it back',
    'withdrawal',
    /<author typeCode="AUT"><AgentPersonSDS classCode="AGNT"><id root="[\d.]+" extension="100000000003".*<\/author>(?=<pert)/,
    '',
    'missing',
  ],
  [
    'nobody at the keyboard',
    'withdrawal',
    /<author typeCode="AUT">.*<\/author>(?=<author1)/,
    '',
    'unfaithful',
  ],
  [
    'who takes it back by their job',
    'withdrawal',
    /(?<="F0001"\/><\/agentPersonSDS>)/,
    '<part typeCode="PART"/>',
    'unread',
  ],
]
