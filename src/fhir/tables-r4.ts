import { ALIKE, ALIKE_PARTS, QUANTITIES, type Tables } from './tables.ts'

/**
 * The types a value of any type may have (R4, "Data Types", open type element), but for those that describe
 * definitions (ContactDetail, Contributor, DataRequirement, Expression, ParameterDefinition, RelatedArtifact,
 * TriggerDefinition, UsageContext) and Dosage: no message these tables are for has a place for one.
 */
const ANY =
  'base64Binary|boolean|canonical|code|date|dateTime|decimal|id|instant|integer|markdown|oid|positiveInt|string|' +
  'time|unsignedInt|uri|url|uuid|Address|Age|Annotation|Attachment|CodeableConcept|Coding|ContactPoint|Count|' +
  'Distance|Duration|HumanName|Identifier|Money|Period|Quantity|Range|Ratio|Reference|SampledData|Signature|' +
  'Timing|Meta'

/** FHIR R4 (4.0.1). */
export const R4: Tables = {
  element: {
    ...ALIKE,
    ...QUANTITIES,
    Annotation: 'author[x] Reference|string, time dateTime, text markdown',
    Attachment:
      'contentType code, language code, data base64Binary, url url, size unsignedInt, hash base64Binary, ' +
      'title string, creation dateTime',
    Extension: `value[x] ${ANY}`,
    Meta: 'versionId id, lastUpdated instant, source uri, profile* canonical, security* Coding, tag* Coding',
    Money: 'value decimal, currency code',
    Reference: 'reference string, type uri, identifier Identifier, display string',
    Signature:
      'type* Coding, when instant, who Reference, onBehalfOf Reference, targetFormat code, sigFormat code, ' +
      'data base64Binary',
    'Timing.repeat':
      'bounds[x] Duration|Range|Period, count positiveInt, countMax positiveInt, duration decimal, ' +
      'durationMax decimal, durationUnit code, frequency positiveInt, frequencyMax positiveInt, period decimal, ' +
      'periodMax decimal, periodUnit code, dayOfWeek* code, timeOfDay* time, when* code, offset unsignedInt',
  },
  backbone: {
    ...ALIKE_PARTS,
    'DocumentReference.context':
      'encounter* Reference, event* CodeableConcept, period Period, facilityType CodeableConcept, ' +
      'practiceSetting CodeableConcept, sourcePatientInfo Reference, related* Reference',
    'Parameters.parameter': `name string, value[x] ${ANY}, resource Resource, part* Parameters.parameter`,
    Timing: 'event* dateTime, repeat Timing.repeat, code CodeableConcept',
  },
  resource: {
    Bundle:
      'identifier Identifier, type code, timestamp instant, total unsignedInt, link* Bundle.link, ' +
      'entry* Bundle.entry, signature Signature',
    Parameters: 'parameter* Parameters.parameter',
  },
  domain: {
    DocumentReference:
      'masterIdentifier Identifier, identifier* Identifier, status code, docStatus code, type CodeableConcept, ' +
      'category* CodeableConcept, subject Reference, date instant, author* Reference, authenticator Reference, ' +
      'custodian Reference, relatesTo* DocumentReference.relatesTo, description string, ' +
      'securityLabel* CodeableConcept, content* DocumentReference.content, context DocumentReference.context',
    OperationOutcome: 'issue* OperationOutcome.issue',
  },
}
