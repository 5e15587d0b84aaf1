import type { EpsSaying } from './eps-codes.ts'
import { stateSaid } from './eps-reading.ts'
import type { EpsVerb } from './eps-rules.ts'
import type { Act, Created, Dispenser } from './eps-store.ts'
import { at, entriesOf, extensionOf, identifierOf, listAt, resolved, textAt } from './fhir-json.ts'
import type { Json } from './fhir-json.ts'

/** What a request asks of a prescription, before it is known when; or what is wrong with it. */
export type FhirAct = Omit<Act, 'at'>
export type FhirReading = FhirAct | { readonly mistake: EpsSaying }

const NUMBER = 'nhs-number'

const short = (text: string | undefined): string => (text?.length === 20 ? text : '')

function dispenserOf(organisation: Json | undefined): Dispenser | undefined {
  const ods = identifierOf(organisation, 'ods-organization-code')
  if (organisation === undefined || ods === undefined) return undefined
  return {
    ods,
    name: textAt(organisation, 'name') ?? '',
    telephone: textAt(organisation, 'telecom.0.value') ?? '',
    said: JSON.stringify(organisation),
  }
}

const longIdOf = (request: Json): string =>
  textAt(
    extensionOf(at(request, 'groupIdentifier'), 'Extension-DM-PrescriptionId'),
    'valueIdentifier.value',
  ) ?? ''

const isSigned = (bundle: Json): boolean =>
  entriesOf(bundle, 'Provenance').some(each => textAt(each, 'signature.0.data') !== undefined)

const isWhole = (patient: Json | undefined): boolean =>
  /^\d{10}$/.test(identifierOf(patient, NUMBER) ?? '') &&
  listAt(patient, 'name').length > 0 &&
  listAt(patient, 'address').length > 0 &&
  textAt(patient, 'gender') !== undefined &&
  textAt(patient, 'birthDate') !== undefined

/** Reads a prescription-order. `sent` is the request's body as it came: a release gives exactly that. */
function order(bundle: Json, sent: string): FhirReading {
  const [first] = entriesOf(bundle, 'MedicationRequest')
  const [patient] = entriesOf(bundle, 'Patient')
  const shortId = short(textAt(first, 'groupIdentifier.value'))
  if (first === undefined || shortId === '' || longIdOf(first).length !== 36) {
    return { mistake: 'invalid' }
  }
  if (!isSigned(bundle)) return { mistake: 'no-signature' }
  if (!isWhole(patient)) return { mistake: 'incomplete' }
  const created: Created = {
    shortId,
    longId: longIdOf(first),
    nhsNumber: identifierOf(patient, NUMBER) ?? '',
    nominated: textAt(first, 'dispenseRequest.performer.identifier.value'),
    sent,
  }
  return { verb: 'prescribe', id: idOf(bundle), prescription: shortId, created }
}

/** Reads a prescription-order-update: a cancellation of exactly one item. */
function update(bundle: Json): FhirReading {
  const [item, another] = entriesOf(bundle, 'MedicationRequest')
  const [patient] = entriesOf(bundle, 'Patient')
  const prescription = short(textAt(item, 'groupIdentifier.value'))
  const hasReason = textAt(item, 'statusReason.coding.0.code') !== undefined
  if (another !== undefined || prescription === '' || !hasReason) return { mistake: 'R-5888' }
  return {
    verb: 'cancel',
    id: idOf(bundle),
    prescription,
    nhsNumber: identifierOf(patient, NUMBER),
  }
}

/** Reads a dispense-notification; one that replaces another is its amendment. */
function notification(bundle: Json): FhirReading {
  const [header] = entriesOf(bundle, 'MessageHeader')
  const [first] = entriesOf(bundle, 'MedicationDispense')
  const request = listAt(first, 'contained').find(each => at(each, 'groupIdentifier'))
  const prescription = short(textAt(request, 'groupIdentifier.value'))
  const status = extensionOf(first, 'Extension-EPS-TaskBusinessStatus')
  const said = stateSaid(textAt(status, 'valueCoding.code'))
  const about = textAt(extensionOf(header, 'Extension-replacementOf'), 'valueIdentifier.value')
  const isUpdate = textAt(header, 'eventCoding.code') === 'dispense-notification-update'
  if (prescription === '' || said === undefined || (isUpdate && about === undefined)) {
    return { mistake: 'invalid' }
  }
  const performer = resolved(textAt(first, 'performer.0.actor.reference'), first, bundle)
  const by = dispenserOf(resolved(textAt(performer, 'organization.reference'), first, bundle))
  const verb: EpsVerb = about === undefined ? 'dispense' : 'amend'
  return { verb, id: idOf(bundle), prescription, by, said, about }
}

const idOf = (bundle: Json): string => textAt(bundle, 'identifier.value') ?? ''

const EVENTS: Readonly<Record<string, (bundle: Json, sent: string) => FhirReading>> = {
  'prescription-order': order,
  'prescription-order-update': update,
  'dispense-notification': notification,
  'dispense-notification-update': notification,
}

/** Reads a message: what it is, its event says. */
export function readMessage(bundle: Json, sent: string): FhirReading {
  const [header] = entriesOf(bundle, 'MessageHeader')
  const read = EVENTS[textAt(header, 'eventCoding.code') ?? '']
  return read === undefined || idOf(bundle) === '' ? { mistake: 'invalid' } : read(bundle, sent)
}

/** Reads a release: of one prescription where it names one, else of what waits for whoever asks. */
export function readRelease(parameters: Json): FhirReading {
  const named = (name: string): Json | undefined =>
    listAt(parameters, 'parameter').find(each => each['name'] === name)
  const owner = named('owner')
  const by = dispenserOf(owner === undefined ? undefined : (at(owner, 'resource') as Json)) // an object or nothing: both are read
  const group = named('group-identifier')
  const prescription = short(textAt(group, 'valueIdentifier.value'))
  if (by === undefined || (group !== undefined && prescription === '')) {
    return { mistake: 'invalid-release' }
  }
  return { verb: 'release', id: textAt(parameters, 'id') ?? '', prescription, by }
}

const TASKS: Readonly<Record<string, EpsVerb>> = { rejected: 'return', 'in-progress': 'withdraw' }

/** Reads a Task: a return where it is rejected, a withdrawal where it is in progress. */
export function readTask(task: Json): FhirReading {
  const verb = TASKS[textAt(task, 'status') ?? '']
  const id = textAt(task, 'identifier.0.value')
  const prescription = short(textAt(task, 'groupIdentifier.value'))
  const about = textAt(task, 'focus.identifier.value')
  if (verb === undefined || id === undefined || prescription === '' || about === undefined) {
    return { mistake: 'invalid' }
  }
  const requester = resolved(textAt(task, 'requester.reference'), task)
  const by = dispenserOf(resolved(textAt(requester, 'organization.reference'), task))
  return { verb, id, prescription, by, about }
}

/** Reads a Claim; one that replaces another is its amendment. */
export function readClaim(claim: Json): FhirReading {
  const id = textAt(claim, 'identifier.0.value')
  const group = extensionOf(at(claim, 'prescription'), 'Extension-DM-GroupIdentifier')
  const prescription = short(textAt(extensionOf(group, 'shortForm'), 'valueIdentifier.value'))
  const items = listAt(claim, 'item').flatMap(each => listAt(each, 'detail'))
  if (id === undefined || prescription === '' || items.length === 0) return { mistake: 'invalid' }
  const about = textAt(extensionOf(claim, 'Extension-replacementOf'), 'valueIdentifier.value')
  const by = dispenserOf(resolved(textAt(claim, 'payee.party.reference'), claim))
  return { verb: about === undefined ? 'claim' : 'amend-claim', id, prescription, by, about }
}
