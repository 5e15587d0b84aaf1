import type { AskName, Asks, RecordAnswer } from './asks.ts'
import type { Bindings } from './bindings.ts'
import { routeName } from './fleet-document.ts'
import type { Pins } from './pins.ts'
import { whole } from './reading.ts'
import { readTold, refusedRecord, writeTold } from './record-answers.ts'
import { readAcknowledged, readKept, readNames, readPin, readSide } from './record-values.ts'
import { isStoreError, StoreError } from './store-error.ts'

type AskThread = <Name extends AskName>(
  name: Name,
  given: Asks[Name]['given'],
) => Promise<Asks[Name]['told']>

const PAGE = 1_000

/** Keeps pins and bindings by asking the thread that has the file. `now` is epoch milliseconds. */
export function askingRecords(ask: AskThread, now: () => number): Bindings & Pins {
  return {
    bind: async (given, side, keepMs) => {
      const names = readNames(given, 'the names')
      const kept = readKept(keepMs, 'how long')
      const to = readSide(side, 'the side')
      const came = answered(await ask('bind', { names, side: to, keepMs: kept, now: now() }))
      return {
        side: readSide(came.side, 'a stored side'),
        isNew: came.isNew,
        acknowledgement: readTold(names, came.told),
      }
    },
    boundTo: async (given, keepMs) => {
      const names = readNames(given, 'the names')
      const asked = ask('boundTo', { names, keepMs: readKept(keepMs, 'how long'), now: now() })
      const { side } = answered(await asked.catch(asSilent))
      return side === '' ? undefined : readSide(side, 'a stored side')
    },
    acknowledge: async (given, acknowledgement) => {
      const names = readNames(given, 'the names')
      const told = writeTold(names, readAcknowledged(acknowledgement))
      for (const name of names.slice(0, 1)) await ask('acknowledge', { name, told, now: now() })
    },
    pinOf: async (cohort, given) => {
      const names = readNames(given, 'the names')
      const asked = ask('pinOf', { cohort: routeName(cohort, 'the cohort'), names })
      const { side } = answered(await asked.catch(asSilent))
      return side === '' ? undefined : readSide(side, 'a stored side')
    },
    pin: async (cohort, given, side) => {
      const names = readNames(given, 'the names')
      const to = readSide(side, 'the side')
      const asked = ask('pin', { cohort: routeName(cohort, 'the cohort'), names, side: to })
      return readSide(answered(await asked).side, 'a stored side')
    },
    listPins: async (cohort, most, from = '') => {
      const page = Math.min(PAGE, Math.max(1, whole(most, 'most')))
      const given = { cohort: routeName(cohort, 'the cohort'), most: page, from }
      const pins = (await ask('pins', given)).map(readPin)
      return { pins, next: pins.length < page ? undefined : pins.at(-1)?.names[0] }
    },
  }
}

function answered(answer: RecordAnswer): Exclude<RecordAnswer, { readonly refused: unknown }> {
  if ('refused' in answer) throw refusedRecord(answer.refused)
  return answer
}

/** Of what only asks nothing may have been stored. */
function asSilent(error: unknown): never {
  if (isStoreError(error) && error.code === 'unknown') throw new StoreError('silent', error.message)
  throw error
}
