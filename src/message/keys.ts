import type { Keys } from '../exchange/index.ts'
import type { KeyTable } from './interaction.ts'

type KeyName = keyof Keys & keyof KeyTable

/**
 * What a key must look like to be one. The lengths are those Spine's own validation asks for; the long form may
 * have a check character. A slot holds a prescription's short or long form, and which one only its looks tell.
 */
const FORMS: Readonly<Record<KeyName, RegExp>> = {
  nhsNumber: /^\d{10}$/,
  prescriptionId: /^[0-9A-Z]{6}-[0-9A-Z]{6}-[0-9A-Z]{5}[0-9A-Z+]$/i,
  prescriptionLongId: /^[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}[0-9A-Z+]?$/i,
  // A logical id of FHIR (HL7 FHIR R4, datatype id).
  pointerId: /^[A-Za-z0-9.-]{1,64}$/,
}

/** Every key there is, in one order. */
export const KEY_NAMES = Object.freeze(Object.keys(FORMS) as KeyName[]) // the record above names each

/** Says whether a name is that of a key. */
export const isKeyName = (name: string): name is KeyName => name in FORMS

/** Says whether a value can be this key. */
export const isKey = (name: KeyName, value: string): boolean => FORMS[name].test(value)

/** The keys of one message, and whether a place that holds one key named two. */
export interface KeyReading {
  readonly keys: Keys
  readonly isAmbiguous: boolean
}

/**
 * Picks each key from what its places hold: the first place with a fitting value has it, and a place with two
 * different ones has none, because nobody may guess whom a message is about.
 */
export function pickKeys(
  table: KeyTable,
  valuesAt: (name: KeyName, place: number) => readonly string[],
): KeyReading {
  const keys: { [name in KeyName]?: string } = {}
  let isAmbiguous = false
  for (const name of KEY_NAMES) {
    const places = table[name]?.length ?? 0
    for (let place = 0; place < places; place++) {
      const fitting = new Set(valuesAt(name, place).filter(value => isKey(name, value)))
      const [value] = fitting
      if (value === undefined) continue
      if (fitting.size === 1) keys[name] = value
      else isAmbiguous = true
      break
    }
  }
  return { keys, isAmbiguous }
}
