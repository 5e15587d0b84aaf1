import t, { type Test } from 'tap'
import type { DocumentMapping, DocumentSpec } from '../../src/mapping/index.ts'
import { RETURN_DOCUMENT, RETURN_SPEC } from '../../src/products/eps/return.ts'
import { WITHDRAWAL_DOCUMENT, WITHDRAWAL_SPEC } from '../../src/products/eps/withdrawal.ts'
import { brokenDocuments } from '../support/prescription-golden-broken.ts'
import { type Came, createTaskJury, factsOf } from '../support/return-facts.ts'
import { CHANGED, changed, TAKEN } from '../support/return-declined.ts'
import { aboutTask, GOLDEN_TASKS, type TaskName } from '../support/return-golden-tasks.ts'
import { OTHER_RETURNS, OTHER_WITHDRAWALS } from '../support/return-others.ts'

interface Broken {
  readonly kind: TaskName
  readonly interaction: string
  readonly document: DocumentMapping
  readonly spec: DocumentSpec
  readonly others: readonly (readonly [title: string, task: Buffer])[]
}

function judge(t: Test, { kind, interaction, document, spec, others }: Broken): void {
  const golden = GOLDEN_TASKS.filter(
    each => each.kind === kind && each.about.interaction === interaction,
  )
  const facts = factsOf(document, {
    messages: golden.map(({ message }) => message),
    others: [...CHANGED, ...TAKEN].filter(each => each[1] === kind).map(changed),
    tasks: [...golden.map(({ task }) => task), ...others.map(([, task]) => task)],
    about: aboutTask(interaction),
  })
  const jury = createTaskJury(facts)
  t.equal(jury(spec), 'survived', 'what is not broken is not caught')
  const came: Record<Came, string[]> = { refused: [], caught: [], survived: [] }
  for (const each of brokenDocuments(spec)) came[jury(each.spec)].push(each.title)
  const { refused, caught, survived } = came
  const broken = refused.length + caught.length + survived.length
  t.comment(`${broken} broken tables: ${refused.length} refused, ${caught.length} caught`)
  t.strictSame(survived, [])
}

t.test('every row of a return broken once is refused or caught by a golden fact', async t => {
  judge(t, {
    kind: 'return',
    interaction: 'PORX_IN100101UK31',
    document: RETURN_DOCUMENT,
    spec: RETURN_SPEC,
    others: OTHER_RETURNS,
  })
})

t.test('every row of a withdrawal broken once is refused or caught by a golden fact', async t => {
  judge(t, {
    kind: 'withdrawal',
    interaction: 'PORX_IN510101UK31',
    document: WITHDRAWAL_DOCUMENT,
    spec: WITHDRAWAL_SPEC,
    others: OTHER_WITHDRAWALS,
  })
})
