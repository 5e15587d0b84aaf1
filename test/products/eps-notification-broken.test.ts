import t from 'tap'
import { defineDocument, type DocumentMapping, type DocumentSpec } from '../../src/mapping/index.ts'
import { NOTIFICATION_SPEC } from '../../src/products/eps/notification.ts'
import { NOTIFICATION_FACTS } from '../support/notification-golden-facts.ts'
import { brokenDocuments } from '../support/prescription-golden-broken.ts'

/** What came of a table: it could not be defined, a golden fact tells it from the true one, or none does. */
type Came = 'refused' | 'caught' | 'survived'

function defined(spec: DocumentSpec): DocumentMapping | undefined {
  try {
    return defineDocument(spec)
  } catch {
    return undefined
  }
}

function createJury(): (spec: DocumentSpec) => Came {
  // Broken tables that stand beside each other are mostly told by the same fact: the last one is asked first.
  const inOrder = [...NOTIFICATION_FACTS]
  return spec => {
    const mapping = defined(spec)
    if (mapping === undefined) return 'refused'
    const at = inOrder.findIndex(({ says, of }) => of(mapping) !== says)
    if (at === -1) return 'survived'
    inOrder.unshift(...inOrder.splice(at, 1))
    return 'caught'
  }
}

t.test('every row broken once is refused as it is defined or caught by a golden fact', async t => {
  const jury = createJury()
  t.equal(jury(NOTIFICATION_SPEC), 'survived', 'what is not broken is not caught')
  const came: Record<Came, string[]> = { refused: [], caught: [], survived: [] }
  for (const { title, spec } of brokenDocuments(NOTIFICATION_SPEC)) came[jury(spec)].push(title)
  const { refused, caught, survived } = came
  const broken = refused.length + caught.length + survived.length
  t.comment(`${broken} broken tables: ${refused.length} refused, ${caught.length} caught`)
  t.strictSame(survived, [])
})
