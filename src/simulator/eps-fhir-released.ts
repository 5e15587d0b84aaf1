import { listAt, textAt } from './fhir-json.ts'
import type { Json } from './fhir-json.ts'

const DM = 'https://fhir.nhs.uk/StructureDefinition'
const REPEATS =
  'https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-MedicationRepeatInformation'

/** A text, or a number that stands by itself. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g
const KEPT = /"#(-?[\d.eE+-]+)#"/g

/** Changes JSON text and leaves every number in it as it was written: 20.0 is a signed quantity, 20 another. */
function changed(text: string, change: (whole: Json) => Json): string {
  const kept = text.replace(TOKEN, token => (token.startsWith('"') ? token : `"#${token}#"`))
  return JSON.stringify(change(JSON.parse(kept) as Json)).replace(KEPT, '$1') // it was sent as an object
}

const withDispenser = {
  url: `${DM}/Extension-EPS-DispensingInformation`,
  extension: [
    {
      url: 'dispenseStatus',
      valueCoding: {
        system: 'https://fhir.nhs.uk/CodeSystem/medicationdispense-type',
        code: '0008',
        display: 'Item with dispenser',
      },
    },
  ],
}

/** The first of several issues is what is released: no other is ever made. */
function issued(extension: Json): Json {
  if (extension['url'] !== REPEATS) return extension
  const number = { url: 'numberOfPrescriptionsIssued', valueInteger: 1 }
  return { ...extension, extension: [...listAt(extension, 'extension'), number] }
}

function withState(resource: Json): Json {
  if (resource['resourceType'] !== 'MedicationRequest') return resource
  const isInIssues =
    textAt(resource, 'courseOfTherapyType.coding.0.code') === 'continuous-repeat-dispensing'
  const own = listAt(resource, 'extension')
  const extension = [...(isInIssues ? own.map(issued) : own), withDispenser]
  return { ...resource, extension }
}

/** Writes a prescription as it is released: as it was sent, and how each of its items stands now. */
export const asReleased = (sent: string): string =>
  changed(sent, bundle => ({
    ...bundle,
    entry: listAt(bundle, 'entry').map(entry => ({
      ...entry,
      resource: withState(entry['resource'] as Json), // it was read when it was sent: every entry has one
    })),
  }))
