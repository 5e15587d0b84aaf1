/**
 * Opens sockets to upstreams, whoever sends by them.
 *
 * In: an upstream; how many sockets at most.
 * Out: a pool that sends one request at a time on each, over TLS as the upstream asks for it.
 * Never: believes a certificate nobody vouches for, takes the name it asks one for from a message, or retries.
 *
 * @packageDocumentation
 */
export type { CertificateEnds } from './certificate-ends.ts'
export { openSockets } from './open-sockets.ts'
export type { Answering, Controller, Sockets } from './open-sockets.ts'
