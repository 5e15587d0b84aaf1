import type { Test } from 'tap'
import {
  createLegacySpine,
  type LegacyOptions,
  type PointerCall,
  type PointerCaller,
} from '../../src/simulator/index.ts'
import { ACME, draftOf, madeId, PATIENTS, pointerCall } from '../support/pointers.ts'
import { ask, closing, type Told } from './ask.ts'

export const [MARY = '', JOHN = ''] = PATIENTS.map(({ nhsNumber }) => nhsNumber)

/** Spine with no pointer in it, and how it is asked. */
export async function spineWith(t: Test, options: LegacyOptions = {}) {
  const starting = createLegacySpine({ pointers: [], ...options })
  const spine = await starting
  await closing(t, starting)
  const told = (call: PointerCall, caller: Partial<PointerCaller> = {}): Promise<Told> =>
    ask(spine, pointerCall(call, caller))
  /** Makes Acme's n-th pointer about Mary, and gives its id. */
  const made = async (n: number, more = {}): Promise<string> => {
    const answer = await told({ does: 'create', pointer: draftOf(n, MARY, ACME, more) })
    t.equal(answer.status, 201, answer.body)
    return madeId(answer)
  }
  return { spine, told, made }
}
