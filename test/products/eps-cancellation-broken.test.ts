import t from 'tap'
import {
  CANCELLATION_DOCUMENT,
  CANCELLATION_SPEC,
} from '../../src/products/eps/cancellation-document.ts'
import {
  CANCELLED,
  CANCELS,
  cancellationBundle,
  cancellationMessage,
  GOLDEN_CANCELLATIONS,
} from '../support/cancellation-golden.ts'
import { OTHER_CANCELLATIONS } from '../support/cancellation-golden-others.ts'
import { aboutMessage } from '../support/eps-pairs.ts'
import { brokenDocuments } from '../support/prescription-golden-broken.ts'
import { SAID } from '../support/prescription-golden-parts.ts'
import { type Came, createTaskJury, factsOf } from '../support/return-facts.ts'

const ABOUT = aboutMessage({
  interaction: CANCELS,
  id: SAID.messageId,
  creationTime: '',
  versionCode: '',
  fromAsid: '',
  toAsid: '',
})

const OTHER = { ...CANCELLED, by: 'other' } as const

/** As some systems write it. */
const IN_CONTEXT = Buffer.from(
  cancellationMessage(CANCELLED)
    .toString()
    .replace(
      /<(author|responsibleParty) (?=typeCode="[A-Z]*"><AgentPerson )/g,
      '<$1 contextControlCode="OP" ',
    ),
)

t.test('every row of a cancellation broken once is refused or caught by a golden fact', async t => {
  const facts = factsOf(CANCELLATION_DOCUMENT, {
    messages: [CANCELLED, OTHER].map(cancellationMessage),
    others: [...[...GOLDEN_CANCELLATIONS.values()].map(cancellationMessage), IN_CONTEXT],
    tasks: [cancellationBundle(CANCELLED), ...OTHER_CANCELLATIONS.values()],
    about: ABOUT,
  })
  const jury = createTaskJury(facts)
  t.equal(jury(CANCELLATION_SPEC), 'survived', 'what is not broken is not caught')
  const came: Record<Came, string[]> = { refused: [], caught: [], survived: [] }
  for (const { title, spec } of brokenDocuments(CANCELLATION_SPEC)) came[jury(spec)].push(title)
  const { refused, caught, survived } = came
  const broken = refused.length + caught.length + survived.length
  t.comment(`${broken} broken tables: ${refused.length} refused, ${caught.length} caught`)
  t.strictSame(survived, [])
})
