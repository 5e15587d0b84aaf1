import { readFhirJson, writeFhirXml } from '../../src/fhir/index.ts'
import { aboutCall, type Called } from './nrl-called.ts'

/** A resource of STU3 in XML. */
export const xmlOf = (resource: object): Buffer =>
  writeFhirXml(readFhirJson(Buffer.from(JSON.stringify(resource)), 'STU3'), 'STU3')

/** A supplier's call as it lies in a file, its body in XML where it has one; it asks for XML unless it says. */
export function fileOfCall(called: Called): Buffer {
  const { call } = aboutCall({ accept: 'application/fhir+xml', ...called })
  const body = called.body === undefined ? Buffer.alloc(0) : xmlOf(called.body)
  const lines = call.headers.flatMap((name, i) =>
    i % 2 === 0 ? [[name, call.headers[i + 1]]] : [],
  )
  const own = lines.filter(([name]) => name !== 'Content-Type')
  const all = [...own, ...(body.length === 0 ? [] : [['Content-Type', 'application/fhir+xml']])]
  const head = [`${call.method} ${call.target} HTTP/1.1`, 'Host: spine']
  const text = [...head, ...all.map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n')
  return Buffer.concat([Buffer.from(text), body])
}
