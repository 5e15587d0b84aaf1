import { readFileSync } from 'node:fs'
import t from 'tap'
import { decodePart, elementsOf, parameterOf, readMultipart, readXml } from '../../src/xml/index.ts'
import type { XmlElement } from '../../src/xml/index.ts'
import { corpusFolder, spineSamples } from '../support/corpus.ts'
import type { SpineSample } from '../support/corpus.ts'
import { refusalOf } from './refused.ts'

/** The Content-Type every published ebXML sample was sent with. */
const RELATED =
  'multipart/related; boundary="--=_MIME-Boundary"; type=text/xml; start=ebXMLHeader@spine.nhs.uk'

const isMultipart = (bytes: Buffer): boolean =>
  bytes.toString('latin1', 0, 200).trimStart().startsWith('----=_MIME-Boundary')
/** Templates are no messages: their holes are filled before they are sent. */
const isTemplate = (bytes: Buffer): boolean => bytes.includes('{{')
const isXml = ({ file }: SpineSample): boolean => /\.(xml|msg|ebxml)$/.test(file)

const read = (folder: string) =>
  spineSamples(folder)
    .filter(isXml)
    .map(sample => ({ ...sample, bytes: readFileSync(sample.file) }))

/** Published as an example of what must be refused. */
const DEFECT = /ebxml_request_payload_defect\.msg$/
/** One character of its base64 is missing. Nothing in it is read: it would be forwarded as it is. */
const DAMAGED = /ebxml_request_one_attachment_text_plain_content_compressed\.msg$/

const countOf = (element: XmlElement): number =>
  elementsOf(element).reduce((count, child) => count + countOf(child), 1)

t.test('every published Spine message in XML is read', t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const documents = read(folder).filter(({ bytes }) => !isMultipart(bytes) && !isTemplate(bytes))
  const refused: Record<string, string> = {}
  let elements = 0
  for (const { path, bytes } of documents) {
    const refusal = refusalOf(() => (elements += countOf(readXml(bytes))))
    if (refusal !== undefined) refused[path] = refusal
  }
  t.comment(`${documents.length} documents, ${elements} elements`)
  t.strictSame(refused, {})
  t.ok(documents.length > 100)
  t.end()
})

t.test('every published ebXML message is divided, and its XML parts read', t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const messages = read(folder).filter(
    ({ path, bytes }) => isMultipart(bytes) && !DEFECT.test(path),
  )
  const damaged: string[] = []
  let xml = 0
  for (const { path, bytes } of messages) {
    const parts = readMultipart(bytes, RELATED)
    t.equal(parts[0]?.contentId, 'ebXMLHeader@spine.nhs.uk', path)
    for (const part of parts) {
      if (refusalOf(() => decodePart(part)) !== undefined) damaged.push(path)
      else if (/xml/.test(part.contentType ?? '') && !isTemplate(part.bytes)) {
        const charset = parameterOf(part.contentType ?? '', 'charset') ?? 'utf-8'
        t.doesNotThrow(() => readXml(decodePart(part), { charset }), path)
        xml++
      }
    }
  }
  t.strictSame(
    damaged.filter(path => !DAMAGED.test(path)),
    [],
  )
  t.equal(damaged.length, 1)
  t.comment(`${messages.length} messages, ${xml} XML parts`)
  t.ok(messages.length > 15 && xml > 20)
  t.end()
})

t.test('the message published as defective is refused', t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const defects = read(folder).filter(({ path }) => DEFECT.test(path))
  t.equal(defects.length, 1)
  for (const { bytes } of defects) {
    t.equal(
      refusalOf(() => readMultipart(bytes, RELATED)),
      'malformed part header, byte 160',
    )
  }
  t.end()
})
