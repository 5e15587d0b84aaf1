/** A large message is translated by a thread of its own, in the very words this thread would have used. */
import t, { type Test } from 'tap'
import type { Assigned, FicusError, Prepared } from '../../src/exchange/index.ts'
import { MAPPINGS } from '../../src/products/index.ts'
import { createAside, createTranslation, type Lost } from '../../src/translation/index.ts'
import { route } from '../routing/given.ts'
import { ebxmlAround } from '../support/messages.ts'
import { patient } from '../support/pds-golden-cloud.ts'
import { BASE } from '../support/prescription-golden-parts.ts'
import { goldenMessage } from '../support/prescription-golden-hl7.ts'
import { assigned, json, NHS_NUMBER, NOW, REPLY_ID, retrieval, soapLines } from './given.ts'

// Threads keep no process alive, and a test's has nothing else that does.
const alive = setInterval(() => undefined, 60_000)
t.teardown(() => clearInterval(alive))

const WRITE = 'PORX_IN020101UK31'
const LARGE = 40_000

/** A prescription with so much between its tags that it is large. */
const prescription = (): Assigned =>
  assigned(
    ebxmlAround(
      goldenMessage(BASE)
        .toString()
        .replace('><', `>${' '.repeat(LARGE)}<`),
      WRITE,
    ),
    [
      ...['Content-Type', 'multipart/related; boundary="--=_MIME-Boundary"; type=text/xml'],
      ...['SOAPAction', `urn:nhs:names:services:mm/${WRITE}`],
    ],
    {
      route: route('eps', 'default', {
        ...{ translate: 'eps.prescription', maxBodyBytes: 1_048_576 },
        answeredLater: { interactions: [WRITE], pollers: ['200000000001'] },
      }),
      class: 'write',
      fallback: undefined,
    },
  )

const PRODUCTS = new URL('../../src/worker.ts', import.meta.url)
const BROKEN = new URL('aside-root.ts', import.meta.url)

function given(t: Test, root: URL, options: Parameters<typeof createAside>[1] = {}) {
  const aside = createAside(root, options)
  t.teardown(() => aside.close())
  const lost: Lost[] = []
  const chance = { now: () => NOW, newId: () => REPLY_ID, lost: (each: Lost) => lost.push(each) }
  return { lost, ...{ step: createTranslation({ mappings: MAPPINGS, aside, ...chance }) } }
}

/** A prepared request without what makes its answer and how long it took. */
const said = ({ translated, ...rest }: Prepared): unknown => ({
  ...rest,
  translating: undefined,
  request: translated?.request,
  accepted: translated?.accepted?.('/_poll/1'),
})

t.test(
  'what is small is done at once, what is large by another thread, in the same words',
  async t => {
    const { step, lost } = given(t, PRODUCTS)
    t.equal(step.prepareAside(assigned(retrieval(), soapLines('QUPA_IN000008UK02'))), undefined)
    const request = prescription()
    const own = said(step.prepare(request))
    const [ownLoss] = lost.splice(0)
    const prepared = await step.prepareAside(request)
    if (prepared === undefined) throw new Error('it was to be done at once')
    t.equal(prepared.declined, undefined)
    t.strictSame(said(prepared), own)
    t.strictSame(lost, [ownLoss], 'and every leaf is counted')
  },
)

/** An answer about a patient who can be reached in very many ways. */
const reachable = (count: number): Buffer =>
  json(
    patient(NHS_NUMBER, '1', {
      telecom: Array.from({ length: count }, (_, n) => ({
        ...{ id: String(n), period: { start: '2020-01-01' }, system: 'phone' },
        ...{ value: `0163296${String(n).padStart(4, '0')}`, use: 'home' },
      })),
    }),
  )

const head = (request: Assigned) => ({
  status: 200,
  reason: 'OK',
  headers: ['Content-Type', 'application/fhir+json', 'X-Request-ID', request.messageId ?? ''],
})

t.test('a large answer becomes the same bytes in another thread', async t => {
  const { step, lost } = given(t, PRODUCTS)
  const request = assigned(retrieval(), soapLines('QUPA_IN000008UK02'))
  const { translated } = step.prepare(request)
  t.equal(translated?.answerAside?.(head(request), reachable(1)), undefined, 'small: at once')
  const large = reachable(800)
  const own = translated?.answer(head(request), large)
  const other = await translated?.answerAside?.(head(request), large)
  // Its id is made by whoever makes it.
  const withoutId = (bytes: Buffer | undefined): string =>
    (bytes?.toString() ?? '').replace(/[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}/gi, 'ID')
  t.equal(withoutId(other?.body), withoutId(own?.body))
  t.equal(other?.status, own?.status)
  t.match(lost, [{ direction: 'answer' }, lost[0]], 'and every leaf is counted')
  t.equal(lost.length, 2)
  t.ok((own?.body.length ?? 0) > LARGE, 'it is large')
  const crossed = translated?.answerAside?.({ ...head(request), headers: [] }, large)
  if (crossed === undefined) throw new Error('it was to be done at once')
  await t.rejects(crossed, { code: 'crossed' }, 'and is refused for the same reasons')
})

t.test('a thread that hangs is ended, and its request goes to legacy', async t => {
  const { step } = given(t, BROKEN, { hangMs: 50, stillMs: 50 })
  const prepared = await step.prepareAside(prescription())
  t.match(prepared, { side: 'legacy', because: 'declined', declined: { code: 'late' } })
  t.equal(prepared?.translated, undefined)
})

t.test('a thread that dies with an answer: of a write nobody knows what became of it', async t => {
  const { step } = given(t, BROKEN)
  const write = prescription()
  const rows = [
    [assigned(retrieval(), soapLines('QUPA_IN000008UK02'), { class: 'read' }), 'bad-answer'],
    [write, 'sent-unknown'],
  ] as const
  for (const [request, code] of rows) {
    const answer = step.prepare(request).translated?.answerAside?.(head(request), reachable(800))
    const failed = await answer?.catch((error: unknown) => error as FicusError) // what it rejects with
    t.match(failed, { code }, code)
  }
})
