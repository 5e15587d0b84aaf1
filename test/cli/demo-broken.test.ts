// What the demonstration shows it must also be able to deny: here Ficus itself is broken, a line at a time, and the
// demonstration has to say so by its own judgement.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import t, { type Test } from 'tap'
import type { Summary } from '../../src/cli/demo-summary.ts'
import { brokenTree, runDemo } from '../support/demo.ts'

t.setTimeout(240_000)

const QUICKLY = ['--json', '--seconds', '6']

/** A line of Ficus broken, and what the demonstration says of it. */
interface Break {
  readonly title: string
  readonly file: string
  readonly from: string
  readonly to: string
  readonly says: RegExp
  sees?(t: Test, summary: Summary): void
}

const BREAKS: readonly Break[] = [
  {
    title: 'a mapping row that loses a fact on both sides is seen before anybody is served by it',
    file: 'src/products/pds/retrieval-lists.ts',
    from: `{ fact: 'family', type: 'text', hl7: 'partPerson/name/family/text()', fhir: 'family' }`,
    to: `{ hl7: 'partPerson/name/family', fhir: 'family', lossy: 'broken' }`,
    says: /the corrected cloud’s gate is closed: more than 2 % differ/,
    sees: (t, { outcomes }) => {
      t.strictSame([outcomes.differing, outcomes.failed], [0, 0], 'no supplier has seen it')
    },
  },
  {
    title: 'pairs that are all dropped are no evidence',
    file: 'src/shadow/shadow.ts',
    from: 'if (!(capture instanceof Admitted)) {',
    to: 'if (!(capture instanceof Admitted) || capture) {',
    says: /the gate of pds-retrieval is undecided and not closed after \d+ s: nothing has been compared/,
    sees: (t, { epochs, outcomes }) => {
      t.strictSame([epochs.length, outcomes.failed, outcomes.differing], [0, 0, 0])
    },
  },
  {
    title: 'an answer that is another supplier’s is seen by its sender',
    file: 'src/upstream/attempt.ts',
    from: 'const answer = translated.answer(head, body)',
    to:
      'const own = translated.answer(head, body)\n' +
      '      const answer = (globalThis as any).before ?? own\n' +
      '      ;(globalThis as any).before = own',
    says: /\d+ answers were another request’s/,
    sees: (t, { crossed, outcomes }) => {
      t.ok(crossed > 0 && outcomes.failed === crossed, JSON.stringify(outcomes))
    },
  },
]

for (const { title, file, from, to, says, sees } of BREAKS) {
  t.test(title, async t => {
    const ran = await runDemo(t, QUICKLY, { root: brokenTree(t, file, from, to) })
    t.equal(ran.code, 1)
    t.match(ran.err, says)
    const summary = JSON.parse(ran.out) as Summary // what --json prints
    t.equal(summary.ok, false)
    sees?.(t, summary)
  })
}

t.test('a gate that somebody forces is seen in the audit', async t => {
  let admin = ''
  let forced: Promise<unknown> | undefined
  const ran = await runDemo(t, ['--exit', '--seconds', '6'], {
    onLine: line => {
      admin ||= /commands go to (http:\S+)/.exec(line)?.[1] ?? ''
      if (line.includes('something differs')) forced ??= force(admin)
    },
  })
  t.ok(forced, 'it came to where the gate was closed')
  await forced
  t.equal(ran.code, 1)
  t.match(
    ran.err,
    /the gate of pds-retrieval was forced while it was (?:closed|undecided), .* on the word of somebody else/,
  )
})

const force = (admin: string): Promise<unknown> =>
  once(
    spawn(process.execPath, [
      ...[resolve('src/start.js'), 'promote', 'pds-retrieval', '--to', 'canary'],
      ...['--break-glass', 'somebody else', '--reason', 'in a hurry', '--admin', admin],
    ]),
    'close',
  )
