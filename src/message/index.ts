/**
 * Reads and writes every envelope Spine and its successors speak.
 *
 * In: a {@link Received} head and as much of its body as the need asked for; the products' interactions,
 * handed in by the composition root.
 * Out: an {@link Identified} request; the ids that bind an answer to its request; faults, acknowledgements and
 * negative answers as bytes in the supplier's language.
 * Never: names a product, chooses a route, changes a byte of a message that passes through.
 *
 * @packageDocumentation
 */
export { defineInteraction } from './interaction.ts'
export type { Interaction, KeyPaths, KeyTable, RestCall, Transport } from './interaction.ts'
export { languageOf } from './language.ts'
export { createIdentifier } from './identify.ts'
export type { Identifier } from './identify.ts'
export { createBinding, expectationOf } from './correlate.ts'
export type { Binding, Expectation } from './correlate.ts'
export { renewIds } from './renew-ids.ts'
export type { Renewed, Renewing } from './renew-ids.ts'
export { errorReply } from './error-reply.ts'
export type { ErrorContext } from './error-reply.ts'
export { errorContextOf, readForError } from './error-context.ts'
export { charsetOf, contentIdIn, partNamed } from './manifest.ts'
export { readSoapMessage } from './read-soap-message.ts'
export type { SoapMessage } from './read-soap-message.ts'
export { writeSoapFault } from './write-soap.ts'
export type { Fault } from './write-soap.ts'
export { writeSoapReply } from './write-soap-reply.ts'
export type { RepliedTo, SoapReply } from './write-soap-reply.ts'
export { readEbxmlMessage } from './read-ebxml-message.ts'
export type { EbxmlHeader, EbxmlMessage, EbxmlRest, EbxmlSignals } from './read-ebxml-message.ts'
export { writeAccepted } from './write-accepted.ts'
export { writeEbxmlReply } from './write-ebxml-reply.ts'
export type { EbxmlReply } from './write-ebxml-reply.ts'
export { writeAcknowledgment, writeMessageError } from './write-ebxml.ts'
export type { SignalContext } from './write-ebxml.ts'
export { writeApplicationError, writeQueryFailure, writeRejection } from './write-negative.ts'
export type { Reason, ReplyContext } from './write-negative.ts'
export { writeMeshError } from './write-json.ts'
export type { MeshError } from './write-json.ts'
export { writeOperationOutcome } from './write-outcome.ts'
export type { Outcome } from './write-outcome.ts'
export { fhirFormOf } from './fhir-form.ts'
export type { FhirForm, Notation } from './fhir-form.ts'
