import type { Finding } from '../acceptance/index.ts'
import type { LintedFile } from './linted-file.ts'
import type { Page } from './print.ts'
import { printable } from './printable.ts'

/** What came of all files. */
export interface Linted {
  readonly files: readonly LintedFile[]
  /** Files of the folders that begin like no message. */
  readonly passedOver: number
}

const VERDICTS: Readonly<
  Record<LintedFile['verdict'], readonly [says: string, dress: 'bad' | 'good' | 'warning']>
> = {
  refused: ['would be refused', 'bad'],
  'nothing found': ['nothing found', 'good'],
  'not looked at': ['not looked at', 'warning'],
  unreadable: ['unreadable', 'bad'],
}

/** Sets what came of files, each as a paragraph, and how many there are of which. */
export function setLinted({ files, passedOver }: Linted, page: Page): string {
  const paragraphs = files.map(each => setFile(each, page))
  const counts = Object.entries(VERDICTS)
    .map(([verdict, [says]]) => [files.filter(each => each.verdict === verdict).length, says])
    .filter(([count]) => count !== 0)
    .map(([count, says]) => `${count} ${says}`)
  const over = passedOver === 0 ? '' : `; ${passedOver} begin like no message and were passed over`
  const plural = files.length === 1 ? '' : 's'
  return `${paragraphs.join('\n')}\n${files.length} file${plural}: ${counts.join(', ')}${over}\n`
}

function setFile(linted: LintedFile, { paint }: Page): string {
  const { file, verdict, interaction, product, travels, asked, says, findings } = linted
  const [word, dress] = VERDICTS[verdict]
  const what = [interaction, product, travels].filter(each => each !== undefined).join(', ')
  const rules =
    asked &&
    `rules     ${asked.envelope} of its envelope, ${asked.wrapper} of its wrapper, ${asked.product} of what it asks for`
  return [
    `${paint(printable(file), 'bold')}: ${paint(word, dress)}`,
    ...(what === '' ? [] : [`  message   ${what}`]),
    ...(rules === undefined ? [] : [`  ${rules}`]),
    ...says.map(each => `  but       ${each}`),
    ...findings.flatMap(finding => ['', ...setFinding(finding).map(line => `  ${line}`)]),
    '',
  ].join('\n')
}

/** Says what Spine refuses it with: never a number that no public source has. */
export function refusedWith({
  language,
  family,
  codeSystem,
  error,
  code,
  display,
}: Finding): string {
  const of = codeSystem === undefined ? 'the message service' : `code system ${codeSystem}`
  const named = error === undefined ? 'its name is not verified' : error
  const numbered = code === undefined ? 'its code is not verified' : `code ${code}`
  const said = display === undefined ? '' : ` “${display}”`
  return `${language}, family ${family}, ${of}: ${named}, ${numbered}${said}`
}

function setFinding(finding: Finding): readonly string[] {
  const { rule, says, place, found, from, mend } = finding
  const often = found === undefined ? '' : ` (stands ${found === 1 ? 'once' : `${found} times`})`
  return [
    `${rule}: ${says}`,
    `  at        ${place}${often}`,
    `  with      ${refusedWith(finding)}`,
    `  do        ${mend}`,
    `  from      ${from}`,
  ]
}
