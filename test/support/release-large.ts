import { BASE, SAID } from './prescription-golden-parts.ts'
import { askedMessage, NOMINATED } from './release-golden-asked.ts'
import { goldenAnswer, goldenRelease, RELEASED } from './release-golden.ts'

/** A nominated release as large as any that was published. */
export interface LargeRelease {
  /** What the dispenser asks, in HL7v3. */
  readonly request: Buffer
  /** What the cloud answers: so many prescriptions, each with its own ids and a signature of what it says. */
  readonly answer: Buffer
}

/** What a certificate comes to in the largest published responses: half a megabyte for twenty-five prescriptions. */
const CERTIFICATE = `<X509Data><X509Certificate>${'QUJD'.repeat(2_250)}</X509Certificate></X509Data>`

const IDS = [SAID.messageId, SAID.prescriptionId, ...SAID.lines]

/** Gives every id of a text a number of its own. */
function numbered(text: string, n: number): string {
  const tail = n.toString(16).padStart(4, '0')
  let own = text.replaceAll(SAID.shortId, `${tail.toUpperCase()}EF${SAID.shortId.slice(6)}`)
  for (const id of IDS) {
    const another = `${id.slice(0, -4)}${tail}`
    own = own.replaceAll(id, another).replaceAll(id.toUpperCase(), another.toUpperCase())
  }
  return own
}

/** Makes a release of so many prescriptions. */
export function largeRelease(count = 25): LargeRelease {
  const bundles = Array.from({ length: count }, (_, n) =>
    goldenRelease({ ...RELEASED, parts: { ...BASE, instructions: true } }, CERTIFICATE, text =>
      numbered(text, n),
    ),
  )
  return {
    request: askedMessage(NOMINATED),
    answer: goldenAnswer(bundles.map(({ bundle }) => bundle)),
  }
}
