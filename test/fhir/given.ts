import type { FhirVersion } from '../../src/fhir/index.ts'
import { readFhirXml, writeFhirJson, writeFhirXml } from '../../src/fhir/index.ts'
import { readJsonText } from '../../src/json/index.ts'
import { canonicalXml } from '../../src/xml/index.ts'

/** A resource in XML as plain text of its JSON. */
export const toJson = (xml: string, version: FhirVersion = 'STU3'): string =>
  writeFhirJson(readFhirXml(Buffer.from(xml), version)).toString()

/** A resource in the text of its JSON as XML. */
export function toXml(json: string, version: FhirVersion = 'STU3'): string {
  const value = readJsonText(json)
  if (value.is !== 'object') throw new Error('a test gives an object')
  return writeFhirXml(value, version).toString()
}

/** The canonical form of XML, blanks between elements of FHIR left out: they are none of its content. */
export const canonical = (xml: string): string => canonicalXml(Buffer.from(unblanked(xml)))

/** A narrative keeps its blanks. */
const unblanked = (xml: string): string =>
  xml
    .split(/(<div[ >][^]*?<\/div>)/)
    .map((piece, i) => (i % 2 === 1 ? piece : piece.replace(/>\s+</g, '><').trim()))
    .join('')
