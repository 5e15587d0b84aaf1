import { createHash } from 'node:crypto'
import {
  defineDocument,
  type DocumentMapping,
  type DocumentSpec,
  type RequestAbout,
  type Transmission,
} from '../../src/mapping/index.ts'

/** One thing a mapping says of one document, and what it says when nothing is broken. */
interface Fact {
  readonly title: string
  readonly of: (mapping: DocumentMapping) => string
  readonly says: string
}

/** What is asked, and what is written, of each golden document, and of it without each thing it says. */
export interface Golden {
  readonly messages: readonly Buffer[]
  /** Messages that are asked as they are. */
  readonly others: readonly Buffer[]
  readonly tasks: readonly Buffer[]
  readonly about: RequestAbout
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

const asked =
  (message: Buffer, about: RequestAbout) =>
  (mapping: DocumentMapping): string => {
    const came = mapping.request(message, about)
    return came.kind === 'declined' ? came.says : hashOf(came.value.body.toString())
  }

const transmissionOf = ({ interaction, payloadId }: RequestAbout): Transmission => ({
  interaction,
  id: payloadId.toUpperCase(),
  creationTime: '20260102030406',
  versionCode: 'V3NPfIT4.2.00',
  fromAsid: '200000000001',
  toAsid: '200000000002',
})

/** What a Task comes to as HL7v3, and what became of each of its leaves. */
const written =
  (task: Buffer, about: RequestAbout) =>
  (mapping: DocumentMapping): string => {
    const told = mapping.readCloud(task)
    if (told.kind === 'declined') return told.says
    const message = mapping.writeLegacy(told.information, transmissionOf(about))
    if (message.kind === 'declined') return message.says
    return `${JSON.stringify(told.source)} ${hashOf(message.value)}`
  }

/** A message without each attribute of its subject, and without each of its texts. */
function* messagesWithout(message: Buffer): Generator<Buffer> {
  const text = message.toString()
  const from = text.indexOf('<subject')
  for (const match of text.matchAll(/ [\w]+="[^"]*"(?=[^<]*>)|(?<=>)[^<>]+(?=<)/g)) {
    if (match.index < from) continue
    yield Buffer.from(text.slice(0, match.index) + text.slice(match.index + match[0].length))
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A JSON value without each of its members, at any depth. */
function* without(value: unknown): Generator {
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value
    for (const [i, item] of items.entries()) {
      for (const less of without(item)) yield items.with(i, less)
    }
  } else if (isObject(value)) {
    for (const [name, each] of Object.entries(value)) {
      yield { ...value, [name]: undefined }
      for (const less of without(each)) yield { ...value, [name]: less }
    }
  }
}

/** The same Task without each thing it says. */
const tasksWithout = (task: Buffer): Buffer[] =>
  [...without(JSON.parse(task.toString()))].map(less => Buffer.from(JSON.stringify(less)))

/** Everything golden, as facts a broken table is told by. */
export function factsOf(document: DocumentMapping, golden: Golden): readonly Fact[] {
  const { messages, others, tasks, about } = golden
  const allMessages = [
    ...messages,
    ...others,
    ...messages.flatMap(each => [...messagesWithout(each)]),
  ]
  const allTasks = [...tasks, ...tasks.flatMap(tasksWithout)]
  const told = [
    ...allMessages.map(message => asked(message, about)),
    ...allTasks.map(task => written(task, about)),
  ]
  return told.map((of, i) => ({ title: String(i), of, says: of(document) }))
}

/** What came of a table: it could not be defined, a golden fact tells it from the true one, or none does. */
export type Came = 'refused' | 'caught' | 'survived'

function defined(spec: DocumentSpec): DocumentMapping | undefined {
  try {
    return defineDocument(spec)
  } catch {
    return undefined
  }
}

/** Makes what judges a table by facts. */
export function createTaskJury(facts: readonly Fact[]): (spec: DocumentSpec) => Came {
  // Broken tables that stand beside each other are mostly told by the same fact: the last one is asked first.
  const inOrder = [...facts]
  return spec => {
    const mapping = defined(spec)
    if (mapping === undefined) return 'refused'
    const at = inOrder.findIndex(({ says, of }) => of(mapping) !== says)
    if (at === -1) return 'survived'
    inOrder.unshift(...inOrder.splice(at, 1))
    return 'caught'
  }
}
