import { type Change, changedIn, type Changed, golden } from './notification-changed.ts'
import { notificationMessage } from './notification-golden-hl7.ts'
import { BASE, SAID } from './notification-golden-parts.ts'

const REPEAT = golden('a repeat')
const SEVERAL = golden('several items')
const NOTHING = golden('nothing dispensed')
const upper = (id: string): string => id.toUpperCase()

const CHANGES: readonly Change[] = [
  ['a request that is none', BASE, /(<supplyRequest[^>]*>)<code [^>]*>/, '$1', 'missing'],
  ['no words for an item', BASE, / displayName="Administration[^"]*"/, '', 'accepted'],
  ['no words for a supply', BASE, / displayName="Dispensing medication[^"]*"/, '', 'accepted'],
  [
    'a kind of medicine',
    BASE,
    'determinerCode="INSTANCE"><code',
    'determinerCode="KIND"><code',
    'accepted',
  ],
  [
    'a supply that is asked for, and no unit',
    BASE,
    /(<supplyRequest[^>]*>)<code [^>]*>/,
    '$1<code code="373784005" codeSystem="2.16.840.1.113883.2.1.3.2.4.15"/>',
    'accepted',
  ],
  ['a quantity that is no number of JSON', BASE, /value="28"/g, 'value="028"', 'value'],
  [
    'a quantity with more digits than a number keeps',
    BASE,
    /value="28"/g,
    'value="1234567890123456"',
    'value',
  ],
  [
    'two quantities supplied',
    BASE,
    /(<suppliedLineItemQuantity.*?translation[^>]*)value="28"/,
    '$1value="29"',
    'disagrees',
  ],
  [
    'two quantities asked for',
    BASE,
    /(<supplyRequest.*?translation[^>]*)value="28"/,
    '$1value="29"',
    'disagrees',
  ],
  [
    'two units asked for',
    BASE,
    /(<supplyRequest[^>]*><code code=")428673006/,
    '$1428673007',
    'value',
  ],
  [
    'two names of a unit asked for',
    BASE,
    /(<supplyRequest[^>]*><code [^>]*displayName=")tablet/,
    '$1capsule',
    'value',
  ],
  [
    'no quantity asked for',
    BASE,
    /(?<=<supplyRequest.*)<quantity unit="1" value="28">/,
    '<quantity unit="1">',
    'missing',
  ],
  ['no unit asked for', BASE, /(<supplyRequest.*?<translation) code="428673006"/, '$1', 'missing'],
  [
    'no medicine asked for',
    BASE,
    /(<manufacturedRequestedMaterial[^>]*>)<code [^>]*>/,
    '$1',
    'missing',
  ],
  [
    'no quantity supplied',
    BASE,
    /<quantity unit="1" value="28">/,
    '<quantity unit="1">',
    'missing',
  ],
  ['no unit supplied', BASE, /<translation code="428673006"/, '<translation', 'missing'],
  [
    'no medicine supplied',
    BASE,
    /(<manufacturedSuppliedMaterial[^>]*>)<code [^>]*>/,
    '$1',
    'missing',
  ],
  ['instructions that say nothing', BASE, '<value>One a day</value>', '<value/>', 'missing'],
  [
    'an item of nothing',
    BASE,
    /<component typeCode="COMP"><seperatableInd.*?<\/component>/,
    '',
    'missing',
  ],
  [
    'an item without its number',
    BASE,
    `<id root="${upper(SAID.itemId(0))}"/><code`,
    '<code',
    'missing',
  ],
  [
    'an item without its status',
    BASE,
    /<pertinentInformation3 .*?<\/pertinentInformation3>/,
    '',
    'missing',
  ],
  ['an item of no prescription', BASE, /<inFulfillmentOf.*?<\/inFulfillmentOf>/, '', 'missing'],
  [
    'no item',
    BASE,
    /<pertinentInformation1 contextConductionInd="true" inversionInd.*<\/pertinentInformation1>(?=<pertinentInformation3)/,
    '',
    'missing',
  ],
  [
    'two items that supply one',
    SEVERAL,
    upper(SAID.originalItem(1)),
    upper(SAID.originalItem(0)),
    'value',
  ],
  ['a reason that is called something and is none', NOTHING, ' code="0008"', '', 'missing'],
  ['an item’s reason that is called something and is none', NOTHING, ' code="0001"', '', 'missing'],
  [
    'which issue, but not of how many',
    REPEAT,
    '<low value="2"/><high value="6"/>',
    '<low value="2"/>',
    'value',
  ],
  [
    'of how many issues, but not which',
    REPEAT,
    '<low value="2"/><high value="6"/>',
    '<high value="6"/>',
    'value',
  ],
  [
    'which issue of an item, but not of how many',
    REPEAT,
    '<low value="3"/><high value="6"/>',
    '<low value="3"/>',
    'value',
  ],
  [
    'of how many issues of an item, but not which',
    REPEAT,
    '<low value="3"/><high value="6"/>',
    '<high value="6"/>',
    'value',
  ],
  ['no issue at all', REPEAT, '<low value="2"/>', '<low value="0"/>', 'value'],
]

/** Messages in which one thing of an item is another. */
export const CHANGED_ITEMS: readonly Changed[] = changedIn(
  parts => notificationMessage(parts),
  CHANGES,
)
