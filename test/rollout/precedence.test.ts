import t from 'tap'
import {
  type Assigned,
  type Cohort,
  type InteractionClass,
  isFicusError,
  type Override,
  type RouteState,
  type Side,
  type Stage,
  STAGES,
  type State,
} from '../../src/exchange/index.ts'
import { assign, bucketOf } from '../../src/rollout/index.ts'
import { CLOUD, LEGACY, PATIENTS, REHEARSAL, route, routed, state } from '../routing/given.ts'

const NOW = 1_800_000_000_000
const KEY = '9990000018'
// What is decided by, kept and shown alike: whole thousandths.
const BUCKET = Math.floor(bucketOf('side', PATIENTS.seed, KEY) * 1000) / 1000
const MESSAGE_ID = '9361DA95-0000-4000-8000-000000000001'
const DRAWN = bucketOf('sample', 'it', MESSAGE_ID) / 100

/** One line of the rules: everything that has a say. */
interface Case {
  readonly stage: Stage
  readonly percent: number
  readonly halt: RouteState['halt']
  readonly pin: Side | undefined
  readonly override: Side | 'expired' | undefined
  readonly class: InteractionClass
  readonly agrees: boolean | undefined
  readonly hasKey: boolean
  readonly shadowAs: string | undefined
  readonly rehearsal: boolean
  /** Whether the route has a mapping: then a copy to the cloud side says nothing of who asks. */
  readonly translates: boolean
  readonly records: Cohort['records']
  /** Share of requests that are copied. */
  readonly sample: number
}

const VALUES: { readonly [Field in keyof Case]: readonly Case[Field][] } = {
  stage: STAGES,
  percent: [BUCKET, BUCKET + 0.001],
  halt: ['none', 'halt', 'hard'],
  pin: [undefined, 'legacy', 'cloud'],
  override: [undefined, 'legacy', 'cloud', 'expired'],
  class: ['read', 'audited-read', 'pushed-read', 'write', 'unknown'],
  agrees: [true, false, undefined],
  hasKey: [true, false],
  shadowAs: [undefined, 'shadow-identity'],
  rehearsal: [false, true],
  translates: [false, true],
  records: ['shared', 'apart'],
  sample: [1, DRAWN, DRAWN + 0.00001],
}

function* everyCase(): Generator<Case> {
  const fields = Object.keys(VALUES) as (keyof Case)[]
  const total = fields.reduce((product, field) => product * VALUES[field].length, 1)
  for (let n = 0; n < total; n++) {
    let rest = n
    const one: Partial<Record<keyof Case, unknown>> = {}
    for (const field of fields) {
      const values = VALUES[field]
      one[field] = values[rest % values.length]
      rest = Math.floor(rest / values.length)
    }
    yield one as unknown as Case // every field was just filled
  }
}

interface Outcome {
  readonly side: Side | 'error'
  readonly because: Assigned['because'] | 'not-sent'
  /** The name of who gets a copy, or why nobody does. */
  readonly mirror: string
  readonly fallback: string
}

const REFUSED: Outcome = { side: 'error', because: 'not-sent', mirror: '', fallback: '' }

/** The rules as a person would say them, with no regard to how they are built. */
function saidPlainly(c: Case): Outcome {
  const pin = c.hasKey ? c.pin : undefined
  let side: Side
  let because: Assigned['because']
  if (c.halt === 'hard') {
    if (pin === 'cloud' && c.agrees === true) return REFUSED
    ;[side, because] = pin === 'cloud' ? ['legacy', 'disagrees'] : ['legacy', 'hard-halt']
  } else if (pin !== undefined) [side, because] = [pin, 'pin']
  else if (c.halt === 'halt') [side, because] = ['legacy', 'halt']
  else if (c.stage === 'legacy' || c.stage === 'shadow') [side, because] = ['legacy', 'stage']
  else if (c.stage === 'cloud' || c.stage === 'reverse-shadow') [side, because] = ['cloud', 'stage']
  else if (!c.hasKey) [side, because] = ['legacy', 'no-key']
  else if (c.override === 'legacy' || c.override === 'cloud') {
    ;[side, because] = [c.override, 'override']
  } else [side, because] = [BUCKET < c.percent ? 'cloud' : 'legacy', 'percentage']
  if (side === 'cloud' && c.agrees !== true) [side, because] = ['legacy', 'disagrees']
  const isPlainRead = c.class === 'read' || c.class === 'audited-read'
  const mayFallBack = side === 'cloud' && isPlainRead && because !== 'pin' && c.records !== 'apart'
  const mirror = copySaidPlainly(c, side, because)
  return { side, because, mirror, fallback: mayFallBack ? LEGACY.name : 'nobody' }
}

function copySaidPlainly(c: Case, side: Side, because: Assigned['because']): string {
  if (c.halt !== 'none') return 'halted'
  if (c.stage === 'legacy' || c.stage === 'cloud' || because === 'pin') return 'stage'
  const toRehearsal = side === 'legacy' && c.rehearsal
  if (!toRehearsal) {
    if (c.class === 'write' || c.class === 'unknown' || c.class === 'pushed-read') return 'class'
  }
  // The bytes of a supplier go out in its name unless they are given another.
  const isInItsName =
    !c.translates || side === 'cloud' || (!toRehearsal && c.class === 'audited-read')
  if (isInItsName && c.shadowAs === undefined) return 'no-identity'
  if (c.agrees !== true) return 'disagrees'
  if (c.sample <= DRAWN) return 'not-sampled'
  if (toRehearsal) return REHEARSAL.name
  return side === 'legacy' ? CLOUD.name : LEGACY.name
}

function standing(c: Case): State {
  const word: Override = {
    key: '999 000 0018',
    side: c.override === 'legacy' ? 'legacy' : 'cloud',
    owner: 'tester',
    expires: c.override === 'expired' ? NOW : NOW + 1,
  }
  return state({
    routes: { it: { stage: c.stage, percent: c.percent, halt: c.halt } },
    overrides: c.override === undefined ? {} : { patients: [word] },
  })
}

function assigned(c: Case): Outcome {
  const owner = route('it', 'default', {
    cohort: { ...PATIENTS, records: c.records },
    shadowAs: c.shadowAs,
    translate: c.translates ? 'pds.retrieval' : undefined,
    shadowSample: c.sample,
    rehearsal: c.rehearsal ? REHEARSAL : undefined,
  })
  const keys = c.hasKey ? { nhsNumber: KEY } : {}
  const message = routed(owner, {
    class: c.class,
    agrees: c.agrees,
    keys,
    messageId: MESSAGE_ID.toLowerCase(),
    pin: c.hasKey ? c.pin : undefined,
  })
  try {
    const { side, upstream, because, mirror, fallback } = assign(message, standing(c), NOW)
    if (upstream !== (side === 'cloud' ? CLOUD : LEGACY))
      throw new Error('side and upstream differ')
    const copy = 'to' in mirror ? mirror.to.name : mirror.not
    return { side, because, mirror: copy, fallback: fallback?.name ?? 'nobody' }
  } catch (error) {
    if (isFicusError(error) && error.code === 'not-sent') return REFUSED
    throw error
  }
}

const EVERY_OUTCOME = [
  'cloud override',
  'cloud percentage',
  'cloud pin',
  'cloud stage',
  'copy ',
  'copy class',
  'copy disagrees',
  'copy halted',
  'copy no-identity',
  'copy not-sampled',
  'copy pds-fhir',
  'copy sandbox',
  'copy spine',
  'copy stage',
  'error not-sent',
  'legacy disagrees',
  'legacy halt',
  'legacy hard-halt',
  'legacy no-key',
  'legacy override',
  'legacy percentage',
  'legacy pin',
  'legacy stage',
]

t.test('every combination is decided as the rules say it', t => {
  const wrong: unknown[] = []
  const seen = new Set<string>()
  let count = 0
  for (const each of everyCase()) {
    count++
    const expected = saidPlainly(each)
    const found = assigned(each)
    seen.add(`${found.side} ${found.because}`).add(`copy ${found.mirror}`)
    if (JSON.stringify(expected) !== JSON.stringify(found)) wrong.push({ each, expected, found })
  }
  t.equal(wrong.length, 0, `${String(count)} combinations`)
  t.same(wrong.slice(0, 3), [], 'the first that differ')
  t.same([...seen].sort(), EVERY_OUTCOME, 'and each rule decided at least once')
  t.end()
})

t.test('no copy goes out in a supplier’s name', t => {
  const wrong: Case[] = []
  for (const each of everyCase()) {
    const { side, mirror } = assigned(each)
    const isCopied = [CLOUD.name, LEGACY.name, REHEARSAL.name].includes(mirror)
    const goesThroughMapping = each.translates && side === 'legacy'
    if (isCopied && !goesThroughMapping && each.shadowAs === undefined) wrong.push(each)
  }
  t.same(wrong.slice(0, 3), [])
  t.end()
})

t.test('no copy goes to the side that serves, and none of a write to a system that serves', t => {
  const wrong: Case[] = []
  for (const each of everyCase()) {
    const { side, mirror } = assigned(each)
    const isToServing = mirror === CLOUD.name || mirror === LEGACY.name
    const isRead = each.class === 'read' || each.class === 'audited-read'
    if (mirror === (side === 'cloud' ? CLOUD.name : LEGACY.name)) wrong.push(each)
    if (isToServing && !isRead) wrong.push(each)
  }
  t.same(wrong.slice(0, 3), [])
  t.end()
})
