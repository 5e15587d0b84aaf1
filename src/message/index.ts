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
export type { Interaction, KeyPaths, KeyTable, Transport } from './interaction.ts'
