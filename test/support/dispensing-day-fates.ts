import {
  type EpsChoices,
  type EpsState,
  type EpsVerb,
  type RequestKind,
  type Supplier,
  SUPPLIERS,
} from '../../src/simulator/index.ts'

/** One thing a supplier does about a prescription. */
export type Step = EpsVerb

export const [prescriber, , pharmacy, otherPharmacy] = SUPPLIERS as [
  Supplier,
  Supplier,
  Supplier,
  Supplier,
]

/** The message each step is. */
export const KINDS: Readonly<Record<Step | 'release-nominated', RequestKind>> = {
  prescribe: 'PORX_IN020101UK31',
  cancel: 'PORX_IN030101UK32',
  release: 'PORX_IN132004UK30',
  'release-nominated': 'PORX_IN060102UK30',
  dispense: 'PORX_IN080101UK31',
  amend: 'PORX_IN080101UK31',
  withdraw: 'PORX_IN510101UK31',
  claim: 'PORX_IN090101UK31',
  'amend-claim': 'PORX_IN090101UK31',
  return: 'PORX_IN100101UK31',
}

/** A step: where it leaves its prescription, what is said where it is no plain yes, and how it is sent. */
export interface Told {
  readonly step: Step
  readonly to: EpsState
  /** Tail of the code system and code; '' for a plain yes. */
  readonly said: string
  readonly by: Supplier
  readonly says: EpsChoices
}

type More = Partial<Pick<Told, 'said' | 'by' | 'says'>>

const told = (step: Step, to: EpsState, more: More = {}): Told => ({
  step,
  to,
  said: '',
  by: step === 'prescribe' || step === 'cancel' ? prescriber : pharmacy,
  says: {},
  ...more,
})

const prescribed = (says: EpsChoices = {}): Told => told('prescribe', 'waiting', { says })
const byOther = { by: otherPharmacy }

/** What may become of a prescription in a day: every verb, every answer that is no plain yes among them. */
export const FATES: readonly (readonly Told[])[] = [
  [prescribed()],
  [prescribed(), told('cancel', 'cancelled', { said: '17.19 0001' })],
  [
    prescribed(),
    told('release', 'released'),
    told('dispense', 'dispensed'),
    told('claim', 'claimed'),
  ],
  [
    prescribed({ therapy: 'repeat' }),
    told('release', 'released'),
    told('dispense', 'part-dispensed', { says: { supply: 'part' } }),
    told('dispense', 'dispensed'),
    told('claim', 'claimed'),
  ],
  [
    prescribed(),
    told('release', 'released'),
    told('return', 'waiting'),
    told('release', 'released', byOther),
    told('dispense', 'dispensed', byOther),
    told('claim', 'claimed', byOther),
  ],
  [
    prescribed(),
    told('release', 'released'),
    told('dispense', 'dispensed'),
    told('withdraw', 'released'),
    told('dispense', 'dispensed'),
    told('claim', 'claimed'),
  ],
  [
    prescribed(),
    told('release', 'released'),
    told('cancel', 'released', { said: '17.19 0002' }),
    told('return', 'cancelled'),
    told('release', 'cancelled', { said: '16.34 0001' }),
  ],
  [
    prescribed(),
    told('prescribe', 'waiting', { said: '17.22 0002' }),
    told('release', 'released'),
    told('dispense', 'not-dispensed', { says: { supply: 'none' } }),
  ],
  [
    prescribed(),
    told('release', 'released'),
    told('dispense', 'dispensed'),
    told('amend', 'part-dispensed', { says: { supply: 'part' } }),
    told('claim', 'part-dispensed', { said: '17.22 0015' }),
  ],
  [
    prescribed(),
    told('release', 'released'),
    told('release', 'released', { ...byOther, said: '16.34 0004' }),
    told('dispense', 'dispensed'),
    told('claim', 'claimed'),
    told('amend-claim', 'claimed'),
    told('cancel', 'claimed', { said: '17.19 0004' }),
  ],
]
