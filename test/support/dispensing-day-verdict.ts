import type { Test } from 'tap'
import {
  EPS_CODES,
  type PrescribingSimulator,
  type PrescriptionEvent,
  type PrescriptionRecord,
} from '../../src/simulator/index.ts'
import type { Told } from './dispensing-day-fates.ts'
import { DUPLICATE, type Life, type Sent } from './dispensing-day.ts'
import type { Stand } from './dispensing-day-stand.ts'

/** The last words of a code: tail of its system, and the code. */
const spoken = ({ says }: PrescriptionEvent): string => {
  if (says === undefined) return ''
  const { code, system } = EPS_CODES[says]
  return `${system.replace('2.16.840.1.113883.2.1.3.2.4.', '')} ${code}`
}

const of = (message: Sent['message'], pattern: RegExp): string =>
  pattern.exec(message.bytes.toString())?.[1] ?? ''

/** The short id its first message gives a prescription. */
export const shortIdOf = ({ steps }: Life): string => {
  const [first] = steps
  return first === undefined
    ? ''
    : of(first.message, /<[\w:]*id [^>]*extension=["']([^"']{20})["']/)
}

/** What a side's history of a prescription should be, step by step. */
const expected = (fate: readonly Told[], steps: readonly Sent[]) =>
  fate.map(({ step, to, said }, n) => ({
    verb: step,
    id: steps[n]?.message.payloadId,
    from: fate[n - 1]?.to ?? 'absent',
    to,
    said,
  }))

const seen = ({ history }: PrescriptionRecord) =>
  history.map(event => ({
    verb: event.verb,
    id: event.id,
    from: event.from,
    to: event.to,
    said: spoken(event),
  }))

/** What each step is answered by: where it is done, and where it is refused. */
const REPLIES: Readonly<Record<Told['step'], readonly [done: string, refused: string]>> = {
  prescribe: ['MCCI_IN010000UK13', 'MCCI_IN010000UK13'],
  cancel: ['PORX_IN050101UK31', 'PORX_IN050101UK31'],
  release: ['PORX_IN070103UK31', 'PORX_IN110101UK30'],
  dispense: ['MCCI_IN010000UK13', 'MCCI_IN010000UK13'],
  amend: ['MCCI_IN010000UK13', 'MCCI_IN010000UK13'],
  withdraw: ['MCCI_IN010000UK13', 'MCCI_IN010000UK13'],
  claim: ['MCCI_IN010000UK13', 'MCCI_IN010000UK13'],
  'amend-claim': ['MCCI_IN010000UK13', 'MCCI_IN010000UK13'],
  return: ['MCCI_IN010000UK13', 'MCCI_IN010000UK13'],
}

const DONE = '17.19 0001'

/** Holds what a supplier was told against what its message deserves. */
function checkReply(t: Test, side: string, sent: Sent): void {
  const { told, message, location, reply, again } = sent
  const { step, said } = told
  if (isRefusedTwice(side, sent)) {
    t.match(reply, { kind: 'MCCI_IN010000UK13', type: 'AR' }, `${step} came before`)
    return
  }
  const isDone = said === '' || said === DONE
  const says = {
    kind: REPLIES[step][isDone ? 0 : 1],
    refersTo: message.messageId,
    answers: message.payloadId,
    type: isDone ? 'AA' : 'AE',
    said,
  }
  const { kind, refersTo, type } = reply
  const found = { kind, refersTo, answers: reply.answers.toUpperCase(), type, said: reply.said }
  t.strictSame(found, says, `${side}: what ${step} is told`)
  if (again === undefined) return
  // Spine itself may refuse what comes twice; whoever is answered by the cloud is told the very same.
  const isRefused = side === 'legacy' && again.location !== location
  if (isRefused) t.equal(again.reply.said, DUPLICATE, `${step} came twice`)
  else t.ok(again.reply.body === reply.body, `${step} is told the same again`)
}

/** Spine itself refuses what it has had: it told its answer to a sender that had gone. */
const isRefusedTwice = (side: string, { isLeft, reply }: Sent): boolean =>
  side === 'legacy' && isLeft && reply.said === DUPLICATE

/** Holds what a release gave against what was prescribed: that one, under its prescriber's own signature. */
function checkReleased(t: Test, life: Life, { told, reply }: Sent): void {
  if (told.step !== 'release' || told.said !== '' || reply.said === DUPLICATE) return
  const [first] = life.steps
  const digest = first && of(first.message, /<DigestValue>([^<]*)</)
  t.strictSame(reply.gives, [shortIdOf(life)], 'that one and no other')
  t.ok(digest && reply.body.includes(`<DigestValue>${digest}<`), 'as it was signed')
}

/** Where the prescriptions of a day ended. */
export interface Ended {
  /** How many ended on each side. */
  readonly legacy: number
  readonly cloud: number
  /** Which verbs were carried out on each side, and how often. */
  readonly verbs: Readonly<Record<string, { legacy: number; cloud: number }>>
}

const recordsOf = (side: PrescribingSimulator): ReadonlyMap<string, PrescriptionRecord> =>
  new Map(side.prescriptions().map(record => [record.shortId, record]))

/** Says that every prescription ended in its state on exactly one side, and what its suppliers were told. */
export function judged(t: Test, { legacy, cloud }: Stand, lives: readonly Life[]): Ended {
  const sides = { legacy: recordsOf(legacy), cloud: recordsOf(cloud) }
  const verbs: Record<string, { legacy: number; cloud: number }> = {}
  for (const life of lives) {
    const id = shortIdOf(life)
    const [side, another] = (['legacy', 'cloud'] as const).filter(each => sides[each].has(id))
    const record = side && sides[side].get(id)
    if (side === undefined || record === undefined || another !== undefined) {
      t.fail(`${id} is on ${side === undefined ? 'no side' : 'both sides'}`)
      continue
    }
    t.equal(record.state, life.fate.at(-1)?.to, `${side}: where ${id} ended`)
    t.strictSame(seen(record), expected(life.fate, life.steps), `${side}: what became of ${id}`)
    for (const sent of life.steps) {
      checkReply(t, side, sent)
      checkReleased(t, life, sent)
      const count = (verbs[sent.told.step] ??= { legacy: 0, cloud: 0 })
      count[side] += 1
    }
  }
  const asked = Object.values(verbs).reduce((sum, on) => sum + on.cloud, 0)
  t.equal(cloud.count(), asked, 'the cloud is asked once, however often a message is sent')
  t.strictSame([legacy.strays(), cloud.strays()], [[], []], 'nothing came to where it is not')
  t.equal(sides.legacy.size + sides.cloud.size, lives.length, 'and there is none besides')
  return { legacy: sides.legacy.size, cloud: sides.cloud.size, verbs }
}
