/** What is published of these resources is read, and comes back from XML as it was. */
import { readFileSync } from 'node:fs'
import t from 'tap'
import { isFicusError } from '../../src/exchange/index.ts'
import { readFhirJson, readFhirXml, writeFhirJson, writeFhirXml } from '../../src/fhir/index.ts'
import { canonicalXml } from '../../src/xml/index.ts'
import { corpusFolder, spineSamples } from '../support/corpus.ts'

const TYPES = ['DocumentReference', 'OperationOutcome', 'Parameters', 'Bundle']

/** Every resource of the tables in a document, however deep. */
function resourcesIn(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return []
  const own = value as Record<string, unknown> // an object: nothing more is assumed
  const inside = Object.values(own).flatMap(resourcesIn)
  return TYPES.includes(String(own['resourceType'])) ? [own, ...inside] : inside
}

/** A file of several documents, one behind the other, as a database gives them, is read one by one. */
function documentsOf(file: string): unknown[] {
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
  try {
    return [JSON.parse(text)]
  } catch {
    return text.split(/\n(?=\{)/).flatMap(each => {
      try {
        return [JSON.parse(each) as unknown]
      } catch {
        return []
      }
    })
  }
}

/** What is refused of the published ones, and why; a resource of no table is any other there is. */
const REFUSED = [
  'resource of no table',
  // An empty list, which FHIR forbids (NHSDigital/electronic-prescription-service-clinical-prescription-tracker).
  'empty list, Bundle.entry',
  // A database's own id (nhsconnect/nrls-reference-implementation).
  'property 1 of no table, DocumentReference.id',
]

t.test('published pointers, outcomes, parameters and bundles', async t => {
  const folder = corpusFolder(t)
  if (folder === undefined) return
  const came = { alike: 0, pointers: 0, refused: 0 }
  for (const { file, kind } of spineSamples(folder).filter(({ path }) => path.endsWith('.json'))) {
    const version = kind.includes('stu3') ? 'STU3' : 'R4'
    for (const resource of documentsOf(file).flatMap(resourcesIn)) {
      const bytes = Buffer.from(JSON.stringify(resource))
      try {
        const read = readFhirJson(bytes, version)
        const xml = writeFhirXml(read, version)
        const back = readFhirXml(xml, version)
        t.ok(writeFhirJson(back).equals(writeFhirJson(read)), file)
        t.equal(canonicalXml(writeFhirXml(back, version)), canonicalXml(xml), file)
        came.alike += 1
        if (resource['resourceType'] === 'DocumentReference') came.pointers += 1
      } catch (error) {
        if (!isFicusError(error)) throw error
        came.refused += 1
        const detail = error.detail ?? ''
        t.ok(
          REFUSED.some(known => detail.startsWith(known)),
          `${file}: ${detail}`,
        )
      }
    }
  }
  t.comment(`${came.alike} alike in both notations, ${came.refused} with what no table has`)
  t.ok(came.alike >= 100, `${came.alike}`)
  t.ok(came.pointers >= 10, `${came.pointers}`)
})
