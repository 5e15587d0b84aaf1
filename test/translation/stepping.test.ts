/** Each step of putting a message in other words is told once, by what came of it and how long it took. */
import t, { type Test } from 'tap'
import { MAPPINGS } from '../../src/products/index.ts'
import type { TranslationStep } from '../../src/telemetry/index.ts'
import { createAside, createTranslation } from '../../src/translation/index.ts'
import {
  assigned,
  head,
  json,
  NOW,
  outcome,
  OTHER_NUMBER,
  REPLY_ID,
  resource,
  retrieval,
  soapLines,
} from './given.ts'

// Threads keep no process alive, and a test's has nothing else that does.
const alive = setInterval(() => undefined, 60_000)
t.teardown(() => clearInterval(alive))

const LARGE = 300_000

function given(t: Test) {
  const steps: TranslationStep[] = []
  const aside = createAside(new URL('../../src/worker.ts', import.meta.url))
  t.teardown(() => aside.close())
  const translation = createTranslation({
    ...{ mappings: MAPPINGS, aside, now: () => NOW, newId: () => REPLY_ID },
    stepped: step => steps.push(step),
  })
  return { translation, taken: () => steps.splice(0).map(stepOf), steps }
}

const stepOf = ({ route, direction, result }: TranslationStep): string =>
  `${route.name} ${direction} ${result}`

const asked = () => assigned(retrieval(), soapLines('QUPA_IN000008UK02'))

t.test('a request is taken or declined, and how long it took is with what is sent', async t => {
  const { translation, steps, taken } = given(t)
  const prepared = translation.prepare(asked())
  t.equal(prepared.translating?.ms, steps[0]?.ms)
  t.ok((steps[0]?.ms ?? 0) > 0)
  t.strictSame(taken(), ['pds-retrieval request taken'])
  const declined = translation.prepare(assigned(retrieval({ history: '1' })))
  t.ok((declined.translating?.ms ?? 0) > 0)
  t.strictSame(taken(), ['pds-retrieval request declined'])
})

t.test('an untranslated request takes no step', async t => {
  const { translation, taken } = given(t)
  translation.prepare({ ...asked(), side: 'legacy' })
  t.strictSame(taken(), [])
})

t.test('an answer is said, or why it is not is told in one word', async t => {
  const { translation, taken } = given(t)
  const prepared = translation.prepare(asked())
  const { translated } = prepared
  taken()
  const before = prepared.translating?.ms ?? 0
  translated?.answer(head(), json(resource()))
  t.ok((prepared.translating?.ms ?? 0) > before, 'it adds to what the request took')
  t.throws(() => translated?.answer(head(), json(resource(OTHER_NUMBER))), { code: 'crossed' })
  t.throws(() => translated?.answer(head(503), json(outcome('UNAVAILABLE'))))
  t.throws(() => translated?.answer(head(), Buffer.from('no JSON')), { code: 'bad-answer' })
  const [said, crossed, unavailable, unread] = taken()
  t.equal(said, 'pds-retrieval answer said')
  t.equal(crossed, 'pds-retrieval answer crossed')
  t.match(unavailable, /^pds-retrieval answer (?:failed|refused)$/)
  t.equal(unread, 'pds-retrieval answer refused')
})

t.test('of what another thread does the wait for it is a part', async t => {
  const { translation, steps, taken } = given(t)
  const text = retrieval().replace('<h:query>', `<h:query>${' '.repeat(LARGE)}`)
  const route = { ...asked().route, maxBodyBytes: 1_048_576 }
  const later = translation.prepareAside({ ...assigned(text), route })
  t.strictSame(steps, [], 'it is told when it is done')
  const prepared = await later
  t.equal(prepared?.translating?.ms, steps[0]?.ms)
  t.strictSame(taken(), ['pds-retrieval request taken'])
})
