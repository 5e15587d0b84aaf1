/**
 * Reads what answers say became of their requests, whatever their status, beside the path.
 *
 * In: a {@link Routed} request, before anything is known of its answer; what its supplier got, once it has it.
 * Out: one word for each exchange that was chosen, by who served it; everything that was not read, by reason.
 * Never: reads on the thread that serves, chooses by what an answer says, or keeps an answer nobody reads.
 *
 * @packageDocumentation
 */
export { createOutcomes, MOST_BYTES } from './outcomes.ts'
export type { Chosen, ChosenEnd, Outcomes, OutcomesOptions } from './outcomes.ts'
export { createReading } from './reading.ts'
