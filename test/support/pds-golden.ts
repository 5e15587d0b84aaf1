import type { Mapping, Said } from '../../src/mapping/index.ts'
import { readXml, type XmlElement } from '../../src/xml/index.ts'
import {
  answerAbout,
  cloudAnswer,
  FROM,
  PAYLOAD_ID,
  REPLY_ID,
  requestAbout,
  TO,
} from './pds-golden-about.ts'
import { ASKED, type Asked } from './pds-golden-asked.ts'
import { LEGACY } from './pds-golden-legacy.ts'
import type { Legacy } from './pds-golden-legacy-record.ts'
import { ASKED_FOR, type Refused } from './pds-golden-refusals.ts'
import { REFUSED, UNREADABLE } from './pds-golden-refused.ts'
import { NAME_PAIRS } from './pds-golden-names.ts'
import { ADDRESS_PAIRS, TELECOM_PAIRS } from './pds-golden-reach.ts'
import { PROVIDER_PAIRS } from './pds-golden-providers.ts'
import { LIFE_PAIRS } from './pds-golden-life.ts'
import type { Pair } from './pds-golden-pairs.ts'
import { PERSON_PAIRS } from './pds-golden-person.ts'
import { replyMessage, type ShapeName, subjectOf } from './pds-golden-reply.ts'

export const PAIRS: readonly Pair[] = [
  ...LIFE_PAIRS,
  ...PERSON_PAIRS,
  ...NAME_PAIRS,
  ...ADDRESS_PAIRS,
  ...TELECOM_PAIRS,
  ...PROVIDER_PAIRS,
]

/** The shapes, with what is asked and answered in each. */
export const SHAPES = {
  mim6: {
    asked: 'QUPA_IN000008UK02',
    root: 'QUPA_IN000009UK03',
    version: '3NPfIT6.3.01',
  },
  mim7: {
    asked: 'QUPA_IN000008UK05',
    root: 'QUPA_IN000009UK06',
    version: '3NPfIT7.2.02',
  },
} as const

export const SHAPE_NAMES: readonly ShapeName[] = ['mim6', 'mim7']

/** What MIM 6 has no place for. */
const ONLY_MIM7 = /^(?:birthC|removalReason|removedFrom|removedTo)|\/description$/

export const meansIn = (shape: ShapeName, { means }: Pair): Record<string, string> =>
  Object.fromEntries(
    Object.entries(means).filter(([path]) => shape === 'mim7' || !ONLY_MIM7.test(path)),
  )

const LIMITED = [
  '9',
  'Successful retrieval - Information returned limited by sensitivity conditions',
  'WG',
] as const

/** The whole message a supplier gets for a pair. */
export const expectedReply = (shape: ShapeName, pair: Pair): string =>
  replyMessage(
    {
      root: SHAPES[shape].root,
      version: SHAPES[shape].version,
      id: REPLY_ID,
      time: '20261122093015',
      type: 'AA',
      ref: PAYLOAD_ID,
      to: FROM,
      from: TO,
      ...(pair.isLimited === true ? { reasons: [LIMITED] } : {}),
    },
    subjectOf(shape, pair.says),
  )

/** The negative reply of both shapes. */
export const expectedFailure = (shape: ShapeName): string =>
  replyMessage({
    root: 'QUQI_IN010000UK14',
    version: SHAPES[shape].version,
    id: REPLY_ID,
    time: '20261122093015',
    type: 'AE',
    ref: PAYLOAD_ID,
    to: FROM,
    from: TO,
    response: 'ID',
    reasons: [
      ['1', 'No match to a Service User record', 'ER'],
      ['ST004', 'No match to a Service User record', 'ER'],
    ],
  })

export const treeOf = (xml: string): XmlElement => readXml(Buffer.from(xml, 'utf8'))

/** One element as a text in which the order of attributes and blanks between elements say nothing. */
export function canonical({ ns, name, attributes, children }: XmlElement): string {
  const own = attributes
    .map(each => ` ${each.ns}|${each.name}=${JSON.stringify(each.value)}`)
    .sort()
  const within = children
    .filter(child => typeof child !== 'string' || child.trim() !== '')
    .map(child => (typeof child === 'string' ? JSON.stringify(child) : canonical(child)))
  return `<${ns}|${name}${own.join('')}>${within.join('')}</>`
}

export const canonicalText = (xml: string): string => canonical(treeOf(xml))

/** The facts of what was read, by path; a reason where it was declined. */
export function factsOf(
  mapping: Mapping,
  said: Said | { readonly kind: 'declined'; readonly says: string },
  interaction: string,
): Record<string, string> {
  if (said.kind === 'declined') return { declined: said.says }
  const leaves = mapping.leaves(said.information ?? {}, interaction)
  return Object.fromEntries(leaves.map(({ path, value }) => [path, value]))
}

const LET_GO = new Set(['display', 'version'])

/** What of a resource the mapping's rows say, for it to be held against what they write. */
export function writtenBack(resource: unknown, path = ''): unknown {
  if (Array.isArray(resource)) {
    const items = resource
      .map(item => writtenBack(item, path))
      .filter(item => item !== undefined)
      .map(item => JSON.stringify(item))
    const isSet = path.endsWith('extension')
    return (isSet ? items.sort() : items).map(item => JSON.parse(item) as unknown)
  }
  if (typeof resource !== 'object' || resource === null) return resource
  const properties = Object.entries(resource)
    .filter(([name]) => !LET_GO.has(name))
    .filter(([name]) => !(name === 'type' && path.endsWith('generalPractitioner')))
    .filter(([name]) => !(name === 'extension' && path.endsWith('identifier')))
    .map(([name, value]) => [name, writtenBack(value, `${path}/${name}`)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const isLetGo = properties.some(
    ([name, value]) =>
      (name === 'url' && value === 'systemEffectiveDate') ||
      (name === 'extension' &&
        JSON.stringify(value).includes('"UPRN"') &&
        path.includes('address')),
  )
  const isAddress = path.endsWith('address')
  return isLetGo && !isAddress ? undefined : Object.fromEntries(properties)
}

/** One thing that must hold, said so that a broken row breaks it. */
export interface Golden {
  readonly title: string
  /** What came of it and what must. */
  readonly check: (mapping: Mapping) => readonly [found: unknown, wanted: unknown]
}

/** What is made of a golden text, once for all the tables it is held against. */
function once<T>(make: () => T): () => T {
  let made: readonly [T] | undefined
  return () => (made ??= [make()])[0]
}

const repliedTo = (shape: ShapeName, asked: string, pair: Pair): Golden => {
  const expected = once(() => canonicalText(expectedReply(shape, pair)))
  return {
    title: `${asked} is answered with ${pair.title}`,
    check: mapping => {
      const answer = mapping.answer(cloudAnswer(pair.cloud), answerAbout(asked, pair.says.number))
      const found =
        answer.kind === 'answer'
          ? [canonicalText(answer.payload), answer.interaction, answer.wrapper, answer.messageId]
          : answer
      return [found, [expected(), SHAPES[shape].root, 'retrievalQueryResponse', REPLY_ID]]
    },
  }
}

const understood = (shape: ShapeName, pair: Pair): readonly Golden[] => {
  const { asked } = SHAPES[shape]
  const reply = once(() => treeOf(expectedReply(shape, pair)))
  return [
    {
      title: `${shape}: what the cloud means by ${pair.title}`,
      check: mapping => [
        factsOf(mapping, mapping.readCloud(cloudAnswer(pair.cloud)), asked),
        meansIn(shape, pair),
      ],
    },
    {
      title: `${shape}: what legacy means by ${pair.title}`,
      check: mapping => [
        factsOf(mapping, mapping.readLegacy(reply()), asked),
        meansIn(shape, pair),
      ],
    },
  ]
}

/** What legacy said in its newer shape, written as the cloud would. */
const writtenAgain = (pair: Pair): Golden => {
  const reply = once(() => treeOf(expectedReply('mim7', pair)))
  const expected = once(() => writtenBack(pair.cloud))
  return {
    title: `what legacy says of ${pair.title}, written for the cloud`,
    check: mapping => {
      const said = mapping.readLegacy(reply())
      const written = said.kind === 'said' ? mapping.writeCloud(said.information ?? {}) : said
      const found = written.kind === 'accepted' ? writtenBack(JSON.parse(written.value)) : written
      return [found, expected()]
    },
  }
}

const wanted = (asked: Asked): Golden => ({
  title: `asked: ${asked.title}`,
  check: mapping => {
    const about = requestAbout(asked.interaction)
    const ids = {
      messageId: asked.messageId ?? about.messageId,
      payloadId: asked.payloadId ?? about.payloadId,
    }
    const came = mapping.request(treeOf(asked.message), { ...about, ...ids })
    if (came.kind === 'declined') return [came.code, asked.comesTo]
    const { method, path, headers, subject, requestId, body } = came.value
    const correlation = asked.payloadId === undefined ? ids.payloadId : ids.messageId
    return [
      [`${method} ${path}`, headers, subject, requestId, body],
      [
        asked.comesTo,
        [
          'Accept',
          'application/fhir+json',
          'X-Request-ID',
          '6f087725-4e52-4795-870c-dad2bfbbb0a7',
          'X-Correlation-ID',
          correlation.toLowerCase(),
        ],
        { kind: 'nhsNumber', value: '9990001006' },
        '6f087725-4e52-4795-870c-dad2bfbbb0a7',
        undefined,
      ],
    ]
  },
})

const refused = (shape: ShapeName, { title, cloud, ...row }: Refused): Golden => ({
  title: `${shape}: ${title}`,
  check: mapping => {
    const comesTo = shape === 'mim6' ? (row.inMim6 ?? row.comesTo) : row.comesTo
    const came = mapping.answer(cloud, answerAbout(SHAPES[shape].asked, ASKED_FOR))
    const codes = {
      answer: () => ('outcome' in came ? came.outcome : ''),
      declined: () => ('code' in came ? came.code : ''),
      crossed: () => ('by' in came ? came.by : ''),
      failure: () => ('error' in came ? came.error : ''),
    }
    const isNegative = 'payload' in came && came.outcome === 'not_found'
    const said = `${came.kind} ${codes[came.kind]()}`
    if (!isNegative) return [said, comesTo]
    const negative = [came.interaction, came.wrapper, canonicalText(came.payload)]
    const whole = [
      'QUQI_IN010000UK14',
      'retrievalQueryResponse',
      canonicalText(expectedFailure(shape)),
    ]
    return [
      [said, negative],
      [comesTo, whole],
    ]
  },
})

const told = (legacy: Legacy): Golden => ({
  title: `${legacy.shape}: legacy says ${legacy.title}`,
  check: mapping => {
    const { asked } = SHAPES[legacy.shape]
    const said = mapping.readLegacy(treeOf(legacy.message))
    const isUnread = legacy.means['declined'] !== undefined || said.kind === 'declined'
    if (isUnread) {
      return [
        said.kind === 'declined' ? `declined ${said.code}` : said,
        legacy.means['declined'] === undefined
          ? legacy.outcome
          : `declined ${legacy.means['declined']}`,
      ]
    }
    const paths = (counted: Readonly<Record<string, number>> = {}): string[] =>
      Object.keys(counted)
        .map(path => path.replace('subject/patientRole/', ''))
        .sort()
    const means = said.information === undefined ? {} : factsOf(mapping, said, asked)
    return [
      [said.outcome, means, paths(said.source?.lossy), paths(said.source?.dropped)],
      [legacy.outcome, legacy.means, [...legacy.lossy].sort(), [...legacy.dropped].sort()],
    ]
  },
})

const unreadable = ([title, resource, code]: (typeof UNREADABLE)[number]): Golden => ({
  title: `the cloud says ${title}`,
  check: mapping => {
    const said = mapping.readCloud(cloudAnswer(resource))
    return [said.kind === 'declined' ? said.code : said, code]
  },
})

/** Everything that must hold, by what it is that holds. */
export const GOLDEN: Readonly<Record<string, readonly Golden[]>> = {
  'what the cloud says of a patient becomes the whole reply': [
    ...SHAPE_NAMES.flatMap(shape => PAIRS.map(pair => repliedTo(shape, SHAPES[shape].asked, pair))),
    ...PAIRS.map(pair => repliedTo('mim7', 'QUPA_IN000008SM13', pair)),
  ],
  'what the cloud says and what legacy says of a patient means the same': SHAPE_NAMES.flatMap(
    shape => PAIRS.flatMap(pair => understood(shape, pair)),
  ),
  'what legacy says of a patient can be said as the cloud says it': PAIRS.filter(
    pair => pair.isNotWrittenBack !== true,
  ).map(writtenAgain),
  'a query becomes what the cloud is asked, or is declined': ASKED.map(wanted),
  'an answer that is not simply translated comes to what it must': SHAPE_NAMES.flatMap(shape =>
    REFUSED.map(each => refused(shape, each)),
  ),
  'a reply only legacy could give is read, and what is let go of it is listed': LEGACY.map(told),
  'a resource no row reads is not compared': UNREADABLE.map(unreadable),
}
