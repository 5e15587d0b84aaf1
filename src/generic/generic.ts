import { declined, type Mapping, withCalls } from '../mapping/index.ts'
import { genericCalls, readCloud } from './generic-calls.ts'
import { type GenericAsked, genericOptions, versionOf } from './options.ts'

/** What all of them are called, however they are set. */
export const GENERIC = 'generic'

/**
 * Makes the mapping of XML no product knows: to JSON in fast-xml-parser's shape and back, under the options of one
 * route. It takes whatever it can say whole; whom a message is about it does not know.
 */
export function createGeneric(asked: GenericAsked): Mapping {
  const options = genericOptions(asked)
  const version = versionOf(options)
  return withCalls(
    {
      name: `${GENERIC}@${version}`,
      version,
      access: 'application',
      interactions: [],
      kept: [],
      readCloud: cloud => readCloud(options, cloud),
      subjectOf: () => [],
      leaves: () => [],
      writeCloud: () => declined({ code: 'interaction' }),
      writeLegacy: () => declined({ code: 'interaction' }),
      bothMean: () => ({ legacy: [], cloud: [] }),
      losses: () => [],
      rows: () => [],
    },
    genericCalls(options),
  )
}
