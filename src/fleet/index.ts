/**
 * Holds where every route is, and keeps it for all instances.
 *
 * In: the address of a store; the routes of the operator's file; changes with their lines of the audit; counts.
 * Out: a {@link Fleet} whose revision only grows, at hand without waiting; the {@link State} it comes to.
 * Never: decides whether a change may be; holds up the thread that serves; stores what a patient is known by.
 *
 * @packageDocumentation
 */
export { mayBegin, positionOf, stateOf } from './state.ts'
export { emptyFleet, HALTS, heaviest, NO_HEAD, NOTHING_HELD } from './fleet.ts'
export type { Fleet, FleetContent, Halt, Held, KeptCohort, KeptFreeze, Position } from './fleet.ts'
export { MOST_FREEZES } from './freeze-values.ts'
export { alone, heldOf, without } from './held-halts.ts'
export type { HaltSaid, HaltWords, HeldHalt } from './held-halts.ts'
export type { AuditLine, Change, CountBatch, CountRow, CountsByName, Store } from './store.ts'
export { isStoreError, StoreError } from './store-error.ts'
export type { StoreErrorCode } from './store-error.ts'
export { openStore } from './open-store.ts'
export type { StoreOptions } from './store-options.ts'
export { parseStoreAddress, readStoreAddress } from './store-address.ts'
export type { FileAddress, StoreAddress } from './store-address.ts'
export type { AddressPlace, RedisAddress } from './redis-address.ts'
export { holdsPatientKey } from './patient-key.ts'
export { createNaming, isName, LEAST_KEY } from './naming.ts'
export type { Name, Naming } from './naming.ts'
export { openNaming } from './open-naming.ts'
export { MOST_ACKNOWLEDGED, MOST_NAMES } from './bindings.ts'
export type { Bindings, Bound } from './bindings.ts'
export { MOST_CLAIM_MS } from './cursors.ts'
export type { CursorClaim, CursorPlace, Cursors } from './cursors.ts'
export { MOST_REPLIES, MOST_REPLY, MOST_REPLY_BYTES } from './replies.ts'
export type { StoredReplies } from './replies.ts'
export type { Pin, PinMove, PinPage, Pins } from './pins.ts'
export { createBeating } from './beating.ts'
export type { Beating } from './beating.ts'
export { isLoopback } from './instances.ts'
export type { Instances, OtherInstance } from './instances.ts'
export { digestOf } from './instance-row.ts'
export type { Instance, SeenInstance } from './instance-row.ts'
export { ownMachine, reachableAt } from './own-address.ts'
export { createPeers } from './peers.ts'
export type { PeerHeard, Peers, PeersOptions, PeerTold } from './peers.ts'
export { followPeers, readPeerAddresses } from './peer-addresses.ts'
export type { PeerAddress, PeerAddresses } from './peer-addresses.ts'
export { readFleetKey } from './peer-key.ts'
export type { Disbelief } from './peer-key.ts'
export { PEER_HEADER, PEER_PATH } from './peer-post.ts'
export type { PeerMessage } from './peer-words.ts'
