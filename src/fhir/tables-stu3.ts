import { ALIKE, ALIKE_PARTS, QUANTITIES, type Tables } from './tables.ts'

/** The types a value of any type may have (STU3, "Data Types", open type element). */
const ANY =
  'base64Binary|boolean|code|date|dateTime|decimal|id|instant|integer|markdown|oid|positiveInt|string|time|' +
  'unsignedInt|uri|Address|Age|Annotation|Attachment|CodeableConcept|Coding|ContactPoint|Count|Distance|Duration|' +
  'HumanName|Identifier|Money|Period|Quantity|Range|Ratio|Reference|SampledData|Signature|Timing|Meta'

/** FHIR STU3 (3.0.2). */
export const STU3: Tables = {
  element: {
    ...ALIKE,
    ...QUANTITIES,
    Annotation: 'author[x] Reference|string, time dateTime, text string',
    Attachment:
      'contentType code, language code, data base64Binary, url uri, size unsignedInt, hash base64Binary, ' +
      'title string, creation dateTime',
    Extension: `value[x] ${ANY}`,
    Meta: 'versionId id, lastUpdated instant, profile* uri, security* Coding, tag* Coding',
    Money: ALIKE.Quantity,
    Reference: 'reference string, identifier Identifier, display string',
    Signature:
      'type* Coding, when instant, who[x] uri|Reference, onBehalfOf[x] uri|Reference, contentType code, ' +
      'blob base64Binary',
    Timing: 'event* dateTime, repeat Timing.repeat, code CodeableConcept',
    'Timing.repeat':
      'bounds[x] Duration|Range|Period, count integer, countMax integer, duration decimal, durationMax decimal, ' +
      'durationUnit code, frequency integer, frequencyMax integer, period decimal, periodMax decimal, ' +
      'periodUnit code, dayOfWeek* code, timeOfDay* time, when* code, offset unsignedInt',
  },
  backbone: {
    ...ALIKE_PARTS,
    'DocumentReference.context':
      'encounter Reference, event* CodeableConcept, period Period, facilityType CodeableConcept, ' +
      'practiceSetting CodeableConcept, sourcePatientInfo Reference, related* DocumentReference.context.related',
    'DocumentReference.context.related': 'identifier Identifier, ref Reference',
    'Parameters.parameter': `name string, value[x] ${ANY}, resource Resource, part* Parameters.parameter`,
  },
  resource: {
    Bundle:
      'identifier Identifier, type code, total unsignedInt, link* Bundle.link, entry* Bundle.entry, ' +
      'signature Signature',
    Parameters: 'parameter* Parameters.parameter',
  },
  domain: {
    DocumentReference:
      'masterIdentifier Identifier, identifier* Identifier, status code, docStatus code, type CodeableConcept, ' +
      'class CodeableConcept, subject Reference, created dateTime, indexed instant, author* Reference, ' +
      'authenticator Reference, custodian Reference, relatesTo* DocumentReference.relatesTo, description string, ' +
      'securityLabel* CodeableConcept, content* DocumentReference.content, context DocumentReference.context',
    OperationOutcome: 'issue* OperationOutcome.issue',
  },
}
