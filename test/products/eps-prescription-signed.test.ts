import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import t from 'tap'
import { digestOf, signedContent } from '../../src/mapping/index.ts'
import { PRESCRIPTION_DOCUMENT, PRESCRIPTION_SPEC } from '../../src/products/eps/prescription.ts'
import { corpusFolder, spineSamples } from '../support/corpus.ts'
import { aboutMessage } from '../support/eps-pairs.ts'
import { goldenMessage, wrapped } from '../support/prescription-golden-hl7.ts'
import { BASE, SAID } from '../support/prescription-golden-parts.ts'

const { signed } = PRESCRIPTION_SPEC
if (signed === undefined) throw new Error('a prescription is signed')

const about = (id: string): ReturnType<typeof aboutMessage> =>
  aboutMessage({
    interaction: 'PORX_IN020101UK31',
    id,
    creationTime: '',
    versionCode: '',
    fromAsid: '',
    toAsid: '',
  })

/** A signature that names a digest. */
const signatureOf = (value: string): string =>
  '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo><Reference>' +
  '<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>' +
  `<DigestValue>${value}</DigestValue></Reference></SignedInfo></Signature>`

/** What is signed of a message without blanks, cut out by hand. */
function fragmentsByHand(message: string): string {
  const canonical = message
    .replace(/<([\w]+)((?: [^<>]*?)?)\/>/g, '<$1$2></$1>')
    .replace(/<(\w+)((?: [\w]+="[^"]*")+)>/g, (_, name: string, attributes: string) => {
      const sorted = [...attributes.matchAll(/ [\w]+="[^"]*"/g)].map(([each]) => each).toSorted()
      return `<${name}${sorted.join('')}>`
    })
  const cut = (from: RegExp): string => from.exec(canonical)?.[0] ?? ''
  const inNamespace = (text: string): string =>
    text.replace(/^<(\w+)/, '<$1 xmlns="urn:hl7-org:v3"')
  const lines = [...canonical.matchAll(/<pertinentLineItem .*?<\/pertinentLineItem>/g)].map(
    ([line]) => line.replace(/<low [^>]*><\/low>/, ''),
  )
  const time = inNamespace(cut(/<time .*?<\/time>/))
  const id = inNamespace(cut(new RegExp(`<id root="${SAID.prescriptionId.toUpperCase()}"></id>`)))
  const all = [
    `${time}${id}`,
    inNamespace(cut(/<AgentPerson .*?<\/AgentPerson>/)),
    inNamespace(cut(/<recordTarget .*?<\/recordTarget>/)),
    ...lines.map(inNamespace),
  ]
  return `<FragmentsToBeHashed>${all.map(each => `<Fragment>${each}</Fragment>`).join('')}</FragmentsToBeHashed>`
}

const REPEAT = {
  ...BASE,
  treatment: 'continuous-repeat-dispensing',
  validFrom: ['20260110000000', '2026-01-10'],
} as const

t.test('what is signed is what a prescribing system signs', async t => {
  for (const parts of [BASE, REPEAT]) {
    const message = goldenMessage(parts)
    const digest = createHash('sha256').update(fragmentsByHand(message.toString())).digest('base64')
    const content = signedContent(message, signed)
    t.equal(digestOf(content?.compact ?? [], 'sha256'), digest, parts.treatment)
    const low = message.toString().replaceAll('<low value="1"/>', '<low value="2"/>')
    t.strictSame(signedContent(Buffer.from(low), signed), content, 'the first issue is not signed')
  }
})

t.test(
  'a signature over the blanks between elements cannot be kept, and goes to legacy',
  async t => {
    const spaced = (value: string): Buffer =>
      Buffer.from(
        goldenMessage(BASE)
          .toString()
          .replace(SAID.signature, signatureOf(value))
          .replace('<recordTarget typeCode="RCT">', '<recordTarget typeCode="RCT">\n  '),
      )
    const content = signedContent(spaced('AA=='), signed)
    const [blank, plain] = [content?.written ?? [], content?.compact ?? []].map(each =>
      digestOf(each, 'sha256'),
    )
    t.not(blank, plain)
    const came = (value: string | undefined): string => {
      const asked = PRESCRIPTION_DOCUMENT.request(spaced(value ?? ''), about(SAID.messageId))
      return asked.kind === 'declined' ? asked.code : 'accepted'
    }
    t.equal(came(plain), 'accepted', 'over what stands without them')
    t.equal(came(blank), 'signed', 'over them')
  },
)

t.test('the signature goes to the cloud in the bytes it came in', async t => {
  const odd = signatureOf('AA==').replace('<SignedInfo>', '<SignedInfo  >\r\n  ')
  const message = goldenMessage(BASE).toString().replace(SAID.signature, odd)
  const asked = PRESCRIPTION_DOCUMENT.request(Buffer.from(message), about(SAID.messageId))
  if (asked.kind === 'declined') throw new Error(asked.says)
  const data = /"data":"([^"]*)"/.exec(asked.value.body.toString())?.[1] ?? ''
  t.equal(Buffer.from(data, 'base64').toString(), odd)
})

t.test('a published prescription with a valid signature keeps its digest', async t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const samples = spineSamples(folder).filter(({ kind }) => kind === 'hl7v3-signed')
  const kept: string[] = []
  for (const { file, path } of samples) {
    const subject = readFileSync(file, 'utf8').replace(/^<\?xml[^>]*>/, '')
    const id = /<id root="([^"]*)"/.exec(subject)?.[1] ?? ''
    const message = Buffer.from(wrapped(subject).replace(SAID.messageId.toUpperCase(), id))
    const content = signedContent(message, signed)
    const { named } = content ?? {}
    if (content === undefined || named === undefined) continue
    if (digestOf(content.compact, named.method) !== named.value) continue
    const asked = PRESCRIPTION_DOCUMENT.request(message, about(id))
    kept.push(`${path.replace(/.*\//, '')} ${asked.kind}`)
  }
  t.comment(`${samples.length} signed: ${kept.join(', ')}`)
  t.ok(kept.includes('ValidSignature.xml accepted'))
})
