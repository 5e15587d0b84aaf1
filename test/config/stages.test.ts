import t from 'tap'
import type { RoutesFile } from '../../src/config/define-routes.ts'
import { stageRefusal, type Standing } from '../../src/config/index.ts'
import { STAGES, type InteractionClass } from '../../src/exchange/index.ts'
import { holdRows, mistakesIn, withRoute, type Row } from './given.ts'

type Side = Omit<Standing, 'class' | 'stage'>

const plain: Side = { cloud: undefined, shadowAs: undefined, rehearses: false, confirm: false }
const cloud = { name: 'pds-fhir', simulated: false }
const simulator = { name: 'simulator', simulated: true }

const SIDES = {
  'no cloud side': plain,
  'a cloud': { ...plain, cloud },
  'a cloud, copies marked': { ...plain, cloud, shadowAs: 'shadow-identity' },
  'a cloud, copies to a rehearsal': { ...plain, cloud, rehearses: true },
  'a simulator': { ...plain, cloud: simulator },
  'a simulator, copies marked': { ...plain, cloud: simulator, shadowAs: 'shadow-identity' },
  'a simulator to be confirmed': { ...plain, cloud: simulator, confirm: true },
} as const satisfies Record<string, Side>

/**
 * What becomes of a class with a side, a letter for each stage in their order: `.` it may, `t` the stage is
 * refused, `c` the cloud side is refused, `i` an identity for copies is missing.
 */
const EXPECTED: Record<keyof typeof SIDES, Record<InteractionClass, string>> = {
  'no cloud side': {
    read: '.tttt',
    'audited-read': '.tttt',
    'pushed-read': '.tttt',
    write: '.tttt',
    unknown: '.tttt',
  },
  'a cloud': {
    read: '.....',
    'audited-read': '.iii.',
    'pushed-read': '...t.',
    write: 'ccccc',
    unknown: 'ccccc',
  },
  'a cloud, copies marked': {
    read: '.....',
    'audited-read': '.....',
    'pushed-read': '...t.',
    write: 'ccccc',
    unknown: 'ccccc',
  },
  'a cloud, copies to a rehearsal': {
    read: '.....',
    'audited-read': '..ii.',
    'pushed-read': '...t.',
    write: 'ccccc',
    unknown: 'ccccc',
  },
  'a simulator': {
    read: '.....',
    'audited-read': '.iii.',
    'pushed-read': '...t.',
    write: '...t.',
    unknown: '...t.',
  },
  'a simulator, copies marked': {
    read: '.....',
    'audited-read': '.....',
    'pushed-read': '...t.',
    write: '...t.',
    unknown: '...t.',
  },
  'a simulator to be confirmed': {
    read: '.....',
    'audited-read': '.iii.',
    'pushed-read': '...t.',
    write: 'ccccc',
    unknown: 'ccccc',
  },
}

const LETTERS = { startsAt: 't', cloud: 'c', shadow: 'i' } as const

for (const [name, side] of Object.entries(SIDES)) {
  t.test(`each class at each stage, with ${name}`, t => {
    const expected = EXPECTED[name as keyof typeof SIDES]
    for (const [klass, letters] of Object.entries(expected)) {
      const found = STAGES.map(stage => {
        const refusal = stageRefusal({ ...side, stage, class: klass as InteractionClass })
        return refusal === undefined ? '.' : LETTERS[refusal.field]
      })
      t.equal(found.join(''), letters, klass)
    }
    t.end()
  })
}

const IN_A_FILE: readonly Row[] = [
  {
    title: 'a stage above legacy without a cloud side',
    file: withRoute({ startsAt: 'shadow' }),
    path: 'routes[0].startsAt',
    says: /stage shadow needs a cloud side.*QUPA_IN000008UK02/,
    wayOut: /name its `cloud`/,
  },
  {
    title: 'a canary of no cohort',
    file: withRoute({
      cloud: 'pds-fhir',
      startsAt: 'canary',
      shadow: { as: 'shadow-identity' },
    }),
    path: 'routes[0].startsAt',
    says: /share of a cohort/,
    wayOut: /name its `cohort`/,
  },
  {
    title: 'copies with nowhere to go',
    file: withRoute({ shadow: { as: 'shadow-identity' } }),
    path: 'routes[0].shadow',
    says: /no cloud side/,
    wayOut: /leave `shadow` out/,
  },
  {
    title: 'a write that may be served by a cloud',
    file: withRoute({ cloud: 'pds-fhir', match: { product: 'pds' } }),
    path: 'routes[0].cloud',
    says: /edge identity.*conversation binding.*\(.* and \d+ more\)/,
    wayOut: /simulated: true/,
  },
  {
    title: 'what no product knows that may be served by a cloud',
    file: withRoute({
      cloud: 'pds-fhir',
      match: { interaction: 'RCMR_IN030000UK06' },
      class: 'write',
    }),
    path: 'routes[0].cloud',
    says: /whatever no product knows/,
    wayOut: /leave `cloud` out/,
  },
  {
    title: 'a pushed read that would be copied to legacy',
    file: withRoute({
      cloud: 'pds-fhir',
      match: { interaction: 'QUPA_IN000006UK02' },
      startsAt: 'reverse-shadow',
    }),
    path: 'routes[0].startsAt',
    says: /never copied.*QUPA_IN000006UK02/,
    wayOut: /legacy, shadow, canary, cloud/,
  },
  {
    title: 'an audited read copied in the supplier’s name',
    file: withRoute({ cloud: 'pds-fhir', startsAt: 'shadow' }),
    path: 'routes[0].shadow',
    says: /audit entry/,
    wayOut: /shadow: \{ as/,
  },
]

holdRows(IN_A_FILE)

const IN_ORDER: readonly (readonly [string, RoutesFile])[] = [
  [
    'an unknown interaction whose class is said',
    withRoute({ match: { interaction: 'RCMR_IN030000UK06' }, class: 'write' }),
  ],
  [
    'an unknown interaction that is said to be a read, and moves',
    withRoute({
      match: { interaction: 'RCMR_IN030000UK06' },
      class: 'read',
      cloud: 'pds-fhir',
      startsAt: 'reverse-shadow',
    }),
  ],
  ['a write served by a simulator', withRoute({ cloud: 'simulator', match: { product: 'eps' } })],
  [
    'a message without its key, which legacy serves',
    withRoute({
      cohort: 'patients',
      match: { interaction: 'QUPA_IN000005UK01' },
      withoutKey: { side: 'legacy', why: 'a trace names no patient' },
    }),
  ],
  [
    'copies of an audited read to a rehearsal tenancy, which needs no identity',
    withRoute({ cloud: 'pds-fhir', startsAt: 'shadow', shadow: { to: 'sandbox' } }),
  ],
]

for (const [title, file] of IN_ORDER) {
  t.test(`in order: ${title}`, t => {
    t.same(mistakesIn(file), [])
    t.end()
  })
}
