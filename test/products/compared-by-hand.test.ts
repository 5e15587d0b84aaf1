/** What cannot be copied today is still held against its counterpart, by whoever asked both sides. */
import { Command } from 'commander'
import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import t, { type Test } from 'tap'
import { addCompare } from '../../src/cli/compare.ts'
import type { Terminal } from '../../src/cli/terminal.ts'
import { inboxIn, pointersIn, type Written } from './rest-answers.ts'

const raw = ({ type, body }: Written): string =>
  `HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`

interface Found extends Readonly<Record<'path' | 'severity' | 'kind', string>> {
  readonly rule?: string
}

/** Runs `ficus compare` on two answers of an interaction and says what came of it. */
async function compared(t: Test, interaction: string, pair: readonly [Written, Written]) {
  const cwd = t.testdir({ 'legacy.http': raw(pair[0]), 'cloud.http': raw(pair[1]) })
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const terminal: Terminal = {
    ...{ env: {}, cwd, stdout, stderr, stdin: Readable.from(['']) },
    onSignal: () => () => undefined,
  }
  const program = new Command('ficus').exitOverride()
  addCompare(program, terminal)
  const args = ['compare', 'legacy.http', 'cloud.http', '--interaction', interaction, '--json']
  await program.parseAsync(args, { from: 'user' })
  stdout.end()
  const { verdict, differences } = JSON.parse(await text(stdout)) as {
    readonly verdict: string
    readonly differences: readonly Found[]
  }
  const open = differences.filter(({ rule }) => rule === undefined)
  return { verdict, open: open.map(({ severity, kind, path }) => `${severity} ${kind} ${path}`) }
}

for (const version of ['v1', 'v2'] as const) {
  t.test(
    `two inboxes of MESH ${version}: ids are each side’s own, how many wait is not`,
    async t => {
      const inbox = inboxIn(version)
      const hold = (...messages: readonly string[]) =>
        compared(t, 'mesh-inbox', [inbox(['A1', 'A2']), inbox(messages)])
      t.strictSame(await hold('A1', 'A2'), { verdict: 'identical', open: [] })
      // An id that differs but is renamed throughout is no difference at all.
      t.match(await hold('B1', 'B2'), { verdict: /^(?:identical|equivalent)$/, open: [] })
      t.match(await hold('B1', 'B2', 'B3'), { verdict: 'different', open: [/extra messages$/] })
      t.match(await hold('B1', 'B1'), { verdict: 'different', open: [/id-inconsistent messages$/] })
    },
  )
}

t.test(
  'two searches of the locator in R4: ids are each side’s own, where a record lies is not',
  async t => {
    const pointers = pointersIn('json')
    const hold = (candidate: Written) =>
      compared(t, 'nrl-consumer-search', [pointers(['a1', 'a2']), candidate])
    t.match(await hold(pointers(['bb1', 'bb2'])), { verdict: 'equivalent', open: [] })
    t.strictSame(await hold(pointers(['bb1', 'bb2'], { url: 'ssp://records.example.test' })), {
      verdict: 'different',
      open: ['critical value Bundle/entry/resource/DocumentReference/content/attachment/url'],
    })
  },
)
