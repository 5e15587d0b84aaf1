import t from 'tap'
import type { Prepared } from '../../src/exchange/index.ts'
import { recordsOf } from '../../src/standing.ts'
import { connectMemory, createMemory } from '../fleet/memory-store.ts'
import { PATIENTS, route } from '../routing/given.ts'
import { NAMING } from './given.ts'

const WRITE = 'PORX_IN020101UK31'
const ACCEPTED = { status: 202, reason: '', headers: ['Content-Location', '/x'], body: Buffer.of() }

/** A write that came before, and whether the answers that wait were asked for it. */
async function sentAgain(more: object, interactions: readonly string[] | undefined) {
  const asked: unknown[] = []
  const toldBefore = async (message: unknown) => {
    asked.push(message)
    return ACCEPTED
  }
  const store = connectMemory(createMemory())
  const records = recordsOf({ store, naming: NAMING, now: Date.now, replies: { toldBefore } })
  const later = interactions && { answeredLater: { interactions, pollers: [] } }
  const prepared = {
    ...{ class: 'write', interaction: WRITE, language: 'ebxml', side: 'cloud', keys: {} },
    ...{ messageId: crypto.randomUUID(), payloadId: crypto.randomUUID(), from: {}, to: {} },
    route: route('eps', 'default', { cohort: PATIENTS, ...later }),
    ...more,
  } as unknown as Prepared // as much of one as is looked at
  const at = { stage: 'cloud', percent: 0, halt: 'none' } as const
  const first = await records.keep(prepared, at)
  t.equal(asked.length, 0, 'what is new was never answered')
  const again = await records.keep(prepared, at)
  return { asked: asked.length, first: first?.told, again: again?.told }
}

t.test('what waits for the sender of a message shows that it was carried out', async t => {
  const came = await sentAgain({}, [WRITE])
  t.strictSame(came, { asked: 1, first: undefined, again: ACCEPTED })
})

t.test('of what is answered at once, or untranslated, nobody asks what waits', async t => {
  const none = { asked: 0, first: undefined, again: undefined }
  t.strictSame(await sentAgain({}, undefined), none)
  t.strictSame(await sentAgain({}, ['PORX_IN080101UK31']), none)
  t.strictSame(await sentAgain({ language: 'soap' }, [WRITE]), none)
})
