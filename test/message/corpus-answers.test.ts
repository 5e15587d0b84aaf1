import { readFileSync } from 'node:fs'
import t from 'tap'
import { createBinding, type Expectation } from '../../src/message/index.ts'
import { comparable } from '../../src/message/ids.ts'
import { searchAnswer } from '../../src/message/search-ids.ts'
import { corpusFolder, spineSamples } from '../support/corpus.ts'
import { filled } from './by-hand.ts'
import { answerHead, OTHER_ID } from './given.ts'

/** Kinds that hold what Spine answered; of the mixed ones, those that name a request. */
const ANSWERS = /^(?:hl7v3-(?:response|ack|error)|ebxml-(?:mime|ack|error)|soap-fault|mixed)$/

const expecting = (messageId: string, payloadId = messageId): Expectation => ({
  messageId: comparable(messageId),
  payloadId: () => comparable(payloadId),
})

/** Every id a text names a request by, in its order. */
const namedIn = (text: string): string[] =>
  [
    ...text.matchAll(
      /(?:RelatesTo|RefToMessageId)>\s*([^<\s]+)\s*<|messageRef>\s*<[^>]*root="([^"]+)"/g,
    ),
  ].map(([, header, reference]) => comparable(header ?? reference ?? ''))

const PLACEHOLDER = 'EXAMPLE-REQUEST-GUID'

t.test('every real answer belongs to the request it names and to no other', t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const counts = new Map<string, number>()
  const count = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1)

  for (const { file, path, kind } of spineSamples(folder)) {
    if (!ANSWERS.test(kind) || /\.json$/.test(path)) continue
    const text = filled(readFileSync(file, 'utf8')).replace(/^POST [^]*?=+ BODY =+\s*/, '')
    const boundary = /^\s*--(\S+)/.exec(text)?.[1]
    const head = answerHead(
      boundary === undefined ? 'text/xml' : `multipart/related; boundary="${boundary}"`,
    )
    const bytes = Buffer.from(text)
    const check = (expectation: Expectation) => createBinding(expectation).check(head, bytes, true)
    const named = namedIn(text)
    const [first = '', ...others] = named

    if (named.length === 0 || named.every(id => id === PLACEHOLDER)) {
      t.equal(check(expecting(OTHER_ID)), 'unstated', path)
      count(`${kind}: names no request`)
      continue
    }
    const isItself = (id: string): boolean =>
      new RegExp(`<(?:hl7:)?id root="${id}"/>[^]*creationTime`, 'i').test(text)
    const request = first === PLACEHOLDER ? OTHER_ID : first
    const isAbsent = first === PLACEHOLDER || (named.length === 1 && isItself(first))
    t.equal(check(expecting(request, others.at(-1))), isAbsent ? 'unstated' : 'bound', path)
    t.equal(check(expecting(OTHER_ID)), isAbsent ? 'unstated' : 'crossed', `${path}, another’s`)
    // A reference to the answer's own id is none, whatever was asked.
    if (others.some(id => id !== first)) {
      const isOwn = others.every(id => id === first || isItself(id))
      t.equal(
        check(expecting(request)),
        isAbsent ? 'unstated' : isOwn ? 'bound' : 'crossed',
        `${path}, its message alone`,
      )
      if (isOwn) count(`${kind}: refers to itself`)
    }
    const found =
      boundary === undefined &&
      searchAnswer(text.slice(0, 4096), text.length <= 4096, id => named.includes(comparable(id)))
    count(
      `${kind}: ${isAbsent ? 'names none' : 'bound, by another’s request crossed'}${found === 'bound' && !isAbsent ? ', by search' : ''}`,
    )
  }
  t.comment(Object.fromEntries(counts))
  t.ok((counts.get('hl7v3-response: bound, by another’s request crossed, by search') ?? 0) > 15)
  t.end()
})
