import type { CallMapping } from './call.ts'
import { declined } from './decline.ts'
import type { Mapping } from './mapping.ts'

/** All of a mapping that no message in an envelope is needed for. */
export type AroundCalls = Omit<
  Mapping,
  'calls' | 'request' | 'answer' | 'readLegacy' | 'readLegacyBody' | 'document'
>

/** Makes a mapping of calls: messages in envelopes are none of its own, and it declines them. */
export const withCalls = (around: AroundCalls, calls: CallMapping): Mapping => ({
  ...around,
  calls,
  request: () => declined({ code: 'shape' }),
  answer: () => declined({ code: 'shape' }),
  readLegacy: () => declined({ code: 'shape' }),
})
