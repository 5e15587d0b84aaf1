import t from 'tap'
import { RETURN_DOCUMENT } from '../../src/products/eps/return.ts'
import { WITHDRAWAL_DOCUMENT } from '../../src/products/eps/withdrawal.ts'
import { apart } from '../support/eps-by-hand.ts'
import { BASE_RETURN, goldenReturn } from '../support/return-golden.ts'
import { GOLDEN_TASKS, type GoldenTask } from '../support/return-golden-tasks.ts'
import { leavesOfTask } from '../support/return-by-hand.ts'
import { OTHER_RETURNS, OTHER_WITHDRAWALS } from '../support/return-others.ts'
import { BASE_WITHDRAWAL, goldenWithdrawal } from '../support/withdrawal-golden.ts'
import { readHl7 } from './read.ts'

const DOCUMENTS = { return: RETURN_DOCUMENT, withdrawal: WITHDRAWAL_DOCUMENT }

t.test('each is written as the Task somebody wrote by hand', async t => {
  for (const { title, kind, message, task, about } of GOLDEN_TASKS) {
    const asked = DOCUMENTS[kind].request(message, about)
    if (asked.kind === 'declined') throw new Error(`${title}: ${asked.says}`)
    const found = apart(leavesOfTask(task.toString()), leavesOfTask(asked.value.body.toString()))
    t.strictSame(found, { onlyA: [], onlyB: [] }, title)
    const { method, path } = asked.value
    t.strictSame([method, path], ['POST', '/Task'], title)
  }
})

/** Elements and texts in their order, the attributes of each in one order. */
const tagsOf = (message: string): string[] =>
  [...message.matchAll(/<[^>]*>|[^<>]+/g)].map(([tag]) =>
    tag.startsWith('<')
      ? [...tag.matchAll(/[\w/]+(?:="[^"]*")?/g)]
          .map(([each]) => each)
          .toSorted()
          .join(' ')
      : tag,
  )

const writtenFrom = ({
  kind,
  message,
  task,
  title,
}: Pick<GoldenTask, 'kind' | 'message' | 'task' | 'title'>): string => {
  const legacy = DOCUMENTS[kind].readLegacy(message)
  const cloud = DOCUMENTS[kind].readCloud(task)
  if (legacy.kind === 'declined') throw new Error(`${title}: ${legacy.says}`)
  if (cloud.kind === 'declined') throw new Error(`${title}: ${cloud.says}`)
  const written = DOCUMENTS[kind].writeLegacy(cloud.information, legacy.transmission)
  if (written.kind === 'declined') throw new Error(`${title}: ${written.says}`)
  return written.value
}

t.test('the same Task is written as the message somebody wrote by hand', async t => {
  for (const golden of GOLDEN_TASKS) {
    const { kind, task, title, message } = golden
    const cloud = DOCUMENTS[kind].readCloud(task)
    if (cloud.kind === 'declined') throw new Error(`${title}: ${cloud.says}`)
    t.strictSame(cloud.source.dropped, {}, `${title}: all of it is read`)
    const withoutTypes = message.toString().replace(/ typeCode="(?:RCV|SND|SUBJ)"/g, '')
    t.strictSame(tagsOf(writtenFrom(golden)), tagsOf(withoutTypes), title)
  }
})

t.test('each is asked about what the router read its keys of', async t => {
  for (const { title, kind, message, about, keys } of GOLDEN_TASKS) {
    const asked = DOCUMENTS[kind].request(message, about)
    if (asked.kind === 'declined') throw new Error(`${title}: ${asked.says}`)
    t.strictSame(asked.value.subject, { kind: 'entity', keys }, title)
    t.strictSame(readHl7(about.interaction, message.toString()).keys, keys, `${title}: routed`)
    t.equal(asked.value.requestId, about.payloadId.toLowerCase(), title)
  }
})

t.test('both sides of a golden one mean the same, leaf by leaf', async t => {
  for (const { title, kind, message, task } of GOLDEN_TASKS) {
    const document = DOCUMENTS[kind]
    const [legacy, cloud] = [document.readLegacy(message), document.readCloud(task)]
    if (legacy.kind === 'declined' || cloud.kind === 'declined') throw new Error(title)
    const [a, b] = [legacy, cloud].map(({ information }) => document.leaves(information))
    t.strictSame(a, b, title)
  }
})

const CITY = ['MADE UP CITY', 'MADE UP DISTRICT', 'MADE UP STATE']
  .map(line => `<streetAddressLine>${line}</streetAddressLine>`)
  .join('')

/** What Tasks of somebody else's making are as HL7v3: the golden message, but for what they say otherwise. */
const OTHERS: readonly (readonly [kind: 'return' | 'withdrawal', n: number, message: string])[] = [
  [
    'return',
    0,
    goldenReturn({ ...BASE_RETURN, issued: ['3', 2] })
      .toString()
      .replace('<postalCode>', `${CITY}<postalCode>`),
  ],
  ['return', 1, goldenReturn(BASE_RETURN).toString().replace('01632960005', '01632960004')],
  ['return', 2, goldenReturn(BASE_RETURN).toString()],
  ['withdrawal', 0, goldenWithdrawal({ ...BASE_WITHDRAWAL, issued: ['3', 2] }).toString()],
  ['withdrawal', 1, goldenWithdrawal(BASE_WITHDRAWAL).toString()],
]

t.test('a Task of somebody else’s making is the message it is all the same', async t => {
  for (const [kind, n, expected] of OTHERS) {
    const [title, task] = (kind === 'return' ? OTHER_RETURNS : OTHER_WITHDRAWALS)[n] ?? []
    if (title === undefined || task === undefined) throw new Error(`${kind} ${n}`)
    const message = Buffer.from(expected)
    const about = { title, kind, message, task }
    const cloud = DOCUMENTS[kind].readCloud(task)
    t.match(cloud, { kind: 'told', source: { dropped: {} } }, `${kind} ${title}: all is known`)
    const withoutTypes = expected.replace(/ typeCode="(?:RCV|SND|SUBJ)"/g, '')
    t.strictSame(tagsOf(writtenFrom(about)), tagsOf(withoutTypes), `${kind} ${title}`)
  }
})
