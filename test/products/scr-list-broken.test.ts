/** A list of summaries is read by every row of its table, and by nothing else. */
import t from 'tap'
import { type ComparedSpec, defineCompared, type Mapping } from '../../src/mapping/index.ts'
import { LIST_SPEC } from '../../src/products/scr/list.ts'
import { readXml, type XmlElement } from '../../src/xml/index.ts'
import { brokenDocuments } from '../support/prescription-golden-broken.ts'
import { listBundle, listReply, OTHER_SCR_NUMBER, SCR_NUMBER } from '../support/scr-golden.ts'

const treeOf = (text: string): XmlElement => readXml(Buffer.from(text))
const changed = (body: Buffer, from: RegExp, to: string): Buffer =>
  Buffer.from(body.toString().replace(from, to))

/** What else either side may say, or not say. */
const OTHERWISE: readonly (readonly [from: RegExp, to: string])[] = [
  [/^/, ''],
  [new RegExp(SCR_NUMBER, 'g'), '9990000019'],
  [
    /(?<=<permission>)Yes(?=<\/permission><resource><type>SCR<\/type><Id>\d+<\/Id><\/resource><function><context>Consent<\/context><code>View)/,
    'Clear',
  ],
  [
    /(?<=<permission>)Yes(?=<\/permission><resource><type>SCR<\/type><Id>\d+<\/Id><\/resource><function><context>Consent<\/context><code>View)/,
    'Ask',
  ],
  [
    /(?<=<permission>)Yes(?=<\/permission><resource><type>SCR<\/type><Id>\d+<\/Id><\/resource><function><context>Consent<\/context><code>View)/,
    'No',
  ],
  [/(?<="code":")Yes/, 'Ask'],
  [/(?<="code":")Yes/, 'No'],
  [/https:\/\/fhir\.nhs\.uk\/CodeSystem\/SCR/, 'https://fhir.nhs.uk/R4/CodeSystem/SCR'],
  [/(?<=eventStatus codeSystem="[^"]*" code=")1/g, '2'],
  [/"current"/, '"superseded"'],
  [/<q:eventID [^>]*>/g, ''],
  [/<q:eventStatus [^>]*>/g, ''],
  [/<q:eventType [^>]*>/g, ''],
  [/(?<=eventType codeSystem="[^"]*)\.15/g, '.16'],
  [/(?<=q:id root="[^"]*)4\.1/, '4.2'],
  [/(?<=resourceContext root="[^"]*)4\.1/, '4.2'],
  [new RegExp(`(?<=resourceContext [^>]*)${SCR_NUMBER}`), OTHER_SCR_NUMBER],
  ...['SCR<', 'Consent<', 'View<', 'Everyone<'].map(
    each => [new RegExp(`>${each}`, 'g'), '>x<'] as const,
  ),
  [/Id\/nhsSCRUUID/, 'Id/another'],
  [/Id\/nhs-number/, 'Id/another'],
  [/snomed\.info\/sct/, 'snomed.info/x'],
  [/"context":.*?\]\}\]\}/, '"context":{}'],
  [/(?<="context".*"code":")1/, '2'],
  [
    /(?<="subject":)\{[^}]*\}/,
    `{"identifier":{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"${SCR_NUMBER}"}}`,
  ],
  [
    /(?<="subject":\{)/,
    `"identifier":{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"${OTHER_SCR_NUMBER}"},`,
  ],
  [
    /(?<="subject":\{)/,
    `"identifier":{"system":"https://fhir.nhs.uk/Id/another","value":"${OTHER_SCR_NUMBER}"},`,
  ],
]

/** Of a table: what both sides say by it of all of these, or that it is none. */
function saysOf(spec: ComparedSpec): string {
  let mapping: Mapping
  try {
    mapping = defineCompared(spec)
  } catch {
    return 'refused'
  }
  return OTHERWISE.flatMap(([from, to]) => [
    mapping.readLegacy(treeOf(listReply().replace(from, to))),
    mapping.readCloud({ status: 200, body: changed(listBundle(), from, to) }),
  ])
    .map(said => (said.kind === 'said' ? [said.outcome, said.information] : [said.code, said.says]))
    .map(said => JSON.stringify(said))
    .join('\n')
}

t.test('every row broken once says something else, or is no row', async t => {
  const whole = saysOf(LIST_SPEC)
  const survived: string[] = []
  let broken = 0
  for (const each of brokenDocuments(LIST_SPEC)) {
    broken += 1
    if (saysOf(each.spec) === whole) survived.push(each.title)
  }
  t.comment(`${broken} broken tables`)
  t.ok(broken > 30)
  t.strictSame(survived, [])
})
