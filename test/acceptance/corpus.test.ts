import { readFileSync } from 'node:fs'
import t from 'tap'
import { createLint, type LintedFile } from '../../src/cli/linted-file.ts'
import { CommandError } from '../../src/cli/terminal.ts'
import { readTree } from './tree.ts'
import { corpusFolder, type SpineSample, spineSamples } from '../support/corpus.ts'

/** Why something is found in a real message, or why a file cannot be read: the first that fits is meant. */
const EXPLAINED: readonly (readonly [
  why: string,
  fits: (sample: SpineSample, text: string, rules: readonly string[]) => boolean,
])[] = [
  [
    'it has placeholders, which nobody has filled',
    (_sample, text) => /\{\{|\$\{|__\w+__/.test(text),
  ],
  [
    'it is a prescription as it is shown before it is signed',
    ({ kind }, _text, rules) =>
      kind === 'hl7v3-request' && rules.every(rule => rule === 'eps-prescription-signature'),
  ],
  [
    'it is a message handler’s own test, whose payload is no more than a name',
    ({ repo, path }) => /integration-adaptor/.test(repo) && /tests?\/.*messages/.test(path),
  ],
  [
    'it is a fragment, a document without the message around it',
    ({ path, kind }) => kind === 'hl7v3-fragment' || path.endsWith('.html'),
  ],
  [
    'it is no message: a note, a file of a mailbox, a capture, a specification',
    ({ kind, path }) =>
      kind === 'mesh-store' || /\.(?:md|txt|dat|gz|ctl|csv|json|ya?ml|svg|log)$/.test(path),
  ],
  ['it is XML that does not stand alone', (_sample, text) => !isXml(text)],
]

function isXml(text: string): boolean {
  try {
    readTree(text)
    return true
  } catch {
    return false
  }
}

t.test('of every real message is said what was found, and why', async t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const lint = createLint()
  const verdicts = new Map<string, number>()
  const rules = new Map<string, number>()
  const reasons = new Map<string, number>()
  const clean = new Map<string, number>()
  const count = (in_: Map<string, number>, what: string): unknown =>
    in_.set(what, (in_.get(what) ?? 0) + 1)
  const samples = spineSamples(folder)
  for (const sample of samples) {
    const bytes = readFileSync(sample.file)
    const linted = read(lint, bytes)
    count(verdicts, linted.verdict)
    if (linted.verdict === 'nothing found') count(clean, linted.interaction ?? 'unknown')
    const names = linted.findings.map(({ rule }) => rule)
    for (const name of names) count(rules, name)
    if (linted.verdict !== 'refused' && linted.verdict !== 'unreadable') continue
    const why = EXPLAINED.find(([, fits]) => fits(sample, bytes.toString('latin1'), names))?.[0]
    count(reasons, `${linted.verdict}: ${why ?? 'nobody knows'}`)
    t.ok(why, `${sample.repo} ${sample.path}: ${[...linted.says, ...names].join(', ')}`)
  }
  for (const [title, counts] of Object.entries({ verdicts, clean, rules, reasons })) {
    for (const [what, often] of [...counts].sort(([, a], [, b]) => b - a)) {
      t.comment(`${title}: ${often} ${what}`)
    }
  }
  t.ok(samples.length > 600, `${samples.length} samples`)
  t.ok((verdicts.get('nothing found') ?? 0) > 60, 'messages in which nothing is found')
  t.ok((clean.get('PORX_IN020101SM31') ?? 0) >= 25, 'prescriptions in which nothing is found')
})

function read(lint: ReturnType<typeof createLint>, bytes: Buffer): LintedFile {
  try {
    return lint('sample', bytes, undefined)
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    return { file: 'sample', verdict: 'unreadable', says: [error.message], findings: [] }
  }
}
