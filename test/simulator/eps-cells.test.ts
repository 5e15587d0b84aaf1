import t from 'tap'
import type { EpsState, EpsVerb } from '../../src/simulator/index.ts'
import { LANGUAGES, sideOf } from './prescribing.ts'
import type { Asked, Step } from './prescribing.ts'

type Way = readonly (readonly [Step, Asked?])[]

/** How a prescription comes to be in a state. */
const RELEASED: Way = [['prescribe'], ['release']]
const WAYS: Record<EpsState, Way> = {
  absent: [],
  waiting: [['prescribe']],
  released: RELEASED,
  'part-dispensed': [...RELEASED, ['dispense', { supply: 'part' }]],
  dispensed: [...RELEASED, ['dispense']],
  'not-dispensed': [...RELEASED, ['dispense', { supply: 'none' }]],
  claimed: [...RELEASED, ['dispense'], ['claim']],
  cancelled: [['prescribe'], ['cancel']],
}

const VERBS: readonly EpsVerb[] = [
  'prescribe',
  'cancel',
  'release',
  'dispense',
  'amend',
  'withdraw',
  'claim',
  'amend-claim',
  'return',
]

const STAYS = ''
const NO = ['17.22 0005', STAYS] as const
const TWICE = ['17.22 0002', STAYS] as const
const LATE = ['17.22 0012', STAYS] as const
const NOT_LAST = ['17.22 0021', STAYS] as const
const UNPAID = ['17.22 0015', STAYS] as const

/** For each state, in the order of the verbs: what is said on the legacy side, and where the prescription goes. */
const CELLS: Record<EpsState, readonly (readonly [said: string, to: EpsState | ''])[]> = {
  absent: [['', 'waiting'], ['17.19 0008', STAYS], ['16.34 0003', STAYS], NO, NO, NO, NO, NO, NO],
  waiting: [
    TWICE,
    ['17.19 0001', 'cancelled'],
    ['', 'released'],
    LATE,
    NOT_LAST,
    NOT_LAST,
    UNPAID,
    UNPAID,
    LATE,
  ],
  released: [
    TWICE,
    ['17.19 0002', STAYS],
    ['16.34 0004', STAYS],
    ['', 'dispensed'],
    NOT_LAST,
    NOT_LAST,
    UNPAID,
    UNPAID,
    ['', 'waiting'],
  ],
  'part-dispensed': [
    TWICE,
    ['17.19 0003', STAYS],
    ['16.34 0004', STAYS],
    ['', 'dispensed'],
    ['', 'dispensed'],
    ['', 'released'],
    UNPAID,
    UNPAID,
    LATE,
  ],
  dispensed: [
    TWICE,
    ['17.19 0004', STAYS],
    ['16.34 0005', STAYS],
    LATE,
    ['', 'dispensed'],
    ['', 'released'],
    ['', 'claimed'],
    LATE,
    LATE,
  ],
  'not-dispensed': [
    TWICE,
    ['17.19 0010', STAYS],
    ['16.34 0005', STAYS],
    LATE,
    ['', 'dispensed'],
    ['', 'released'],
    UNPAID,
    UNPAID,
    LATE,
  ],
  claimed: [
    TWICE,
    ['17.19 0004', STAYS],
    ['16.34 0005', STAYS],
    LATE,
    LATE,
    LATE,
    ['17.22 0016', STAYS],
    ['', 'claimed'],
    LATE,
  ],
  cancelled: [
    TWICE,
    ['17.19 0006', STAYS],
    ['16.34 0001', STAYS],
    LATE,
    LATE,
    LATE,
    UNPAID,
    UNPAID,
    LATE,
  ],
}

/** What the cloud says where the legacy side says a code: FHIR code and status. */
const IN_FHIR: Record<string, readonly [code: string, status: number]> = {
  '': ['', 200],
  '17.22 0002': ['DUPLICATE_PRESCRIPTION_ID', 400],
  '17.22 0005': ['PRESCRIPTION_NOT_FOUND', 400],
  '17.22 0012': ['PRESCRIPTION_INVALID_STATE_TRANSITION', 400],
  '17.22 0015': ['CLAIM_INVALID_NOT_DISPENSED', 400],
  '17.22 0016': ['ERROR', 400],
  '17.22 0021': ['DISPENSE_AMEND_IDENTIFIER_MISMATCH', 400],
  '16.34 0001': ['PRESCRIPTION_CANCELLED', 400],
  '16.34 0003': ['RESOURCE_NOT_FOUND', 400],
  '16.34 0004': ['PRESCRIPTION_WITH_ANOTHER_DISPENSER', 400],
  '16.34 0005': ['PRESCRIPTION_DISPENSED', 400],
  '17.19 0001': ['R-0001', 200],
  '17.19 0002': ['R-0002', 400],
  '17.19 0003': ['R-0003', 400],
  '17.19 0004': ['R-0004', 400],
  '17.19 0006': ['R-0006', 400],
  '17.19 0008': ['R-0008', 400],
  '17.19 0010': ['R-0010', 400],
}

/** What the legacy side's wrapper says: yes only where the message was acted on as it was meant. */
const acknowledged = (said: string): string => (said === '' || said === '17.19 0001' ? 'AA' : 'AE')

for (const language of LANGUAGES) {
  for (const [state, way] of Object.entries(WAYS) as [EpsState, Way][]) {
    t.test(`${language}: what each verb does to a prescription that is ${state}`, async t => {
      const { simulator, stateOf, step: ask } = await sideOf(t, language)
      for (const [n, verb] of VERBS.entries()) {
        for (const [step, asked] of way) await ask(step, { ...asked, prescription: n })
        if (state !== 'absent') t.equal(stateOf(n), state, `on the way to ${verb}`)
        const [said = '?', to] = CELLS[state][n] ?? []
        const { said: heard, reply } = await ask(verb, { prescription: n })
        const [code, status] = language === 'legacy' ? [said, 200] : (IN_FHIR[said] ?? ['?', 0])
        t.equal(heard, code, `${verb} is told`)
        t.equal(reply.status, status, `${verb} is answered with`)
        if (language === 'legacy') {
          t.match(reply.body, `acknowledgement typeCode="${acknowledged(said)}"`, verb)
        }
        if (state === 'absent') t.equal(simulator.prescriptions().length, 1, `${verb} makes none`)
        else t.equal(stateOf(n), to === STAYS ? state : to, `${verb} leaves it`)
      }
      const astray = state === 'absent' ? VERBS.filter(verb => verb !== 'prescribe') : []
      t.strictSame(
        simulator.strays().map(({ verb }) => verb),
        astray,
        'what was asked of nothing is told apart',
      )
    })
  }
}
