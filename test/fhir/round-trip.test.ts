/** Whatever the tables have a place for comes back as it was, from either notation, and lxml reads it as we do. */
import fc from 'fast-check'
import t from 'tap'
import {
  readFhirJson,
  readFhirXml,
  writeFhirJson,
  writeFhirXml,
  type JsonObject,
} from '../../src/fhir/index.ts'
import { canonicalXml } from '../../src/xml/index.ts'
import { resources } from './generated.ts'

const NUMBER = { numRuns: 400 }
const VERSIONS = ['STU3', 'R4'] as const

const asObject = (value: unknown): JsonObject => value as JsonObject // what is generated is one

for (const version of VERSIONS) {
  t.test(`JSON of ${version} written as XML is read as the same JSON`, async t => {
    let elements = 0
    fc.assert(
      fc.property(resources(version), value => {
        const resource = asObject(value)
        const json = writeFhirJson(resource).toString()
        const xml = writeFhirXml(resource, version)
        elements += xml.toString().split('<').length
        return writeFhirJson(readFhirXml(xml, version)).toString() === json
      }),
      NUMBER,
    )
    t.ok(elements > 4_000, `${elements} tags were written`)
  })

  t.test(`XML of ${version} read as JSON is written as XML of the same canonical form`, async t => {
    fc.assert(
      fc.property(resources(version), value => {
        const xml = writeFhirXml(asObject(value), version)
        const again = writeFhirXml(readFhirXml(xml, version), version)
        return canonicalXml(again) === canonicalXml(xml)
      }),
      NUMBER,
    )
    t.pass()
  })

  t.test(`JSON of ${version} is read as it was written`, async t => {
    fc.assert(
      fc.property(resources(version), value => {
        const json = writeFhirJson(asObject(value))
        return writeFhirJson(readFhirJson(json, version)).equals(json)
      }),
      NUMBER,
    )
    t.pass()
  })
}

t.test('a resource whose elements come in another order is the same resource', async t => {
  fc.assert(
    fc.property(resources('R4'), value => {
      const resource = asObject(value)
      const turned = asObject({
        ...resource,
        properties: new Map([...resource.properties].reverse()),
      })
      return writeFhirXml(turned, 'R4').equals(writeFhirXml(resource, 'R4'))
    }),
    NUMBER,
  )
  t.pass()
})
