import t from 'tap'
import { createAcceptance, openMessage, travelsBy } from '../../src/acceptance/index.ts'
import type { Finding } from '../../src/acceptance/index.ts'
import { ACCEPTANCE, INTERACTIONS } from '../../src/products/index.ts'
import type { RequestKind, SupplierRequest } from '../../src/simulator/index.ts'
import { GROUPS } from '../simulator/accept-rows.ts'
import { SCR_GROUPS } from '../simulator/accept-scr-rows.ts'
import { good, spineToAsk, verdict } from '../simulator/accepting.ts'
import type { Verdict } from '../simulator/accepting.ts'
import { closing } from '../simulator/ask.ts'

// Spine's rules were read twice, by two who did not look at each other's tables: `ficus lint` says what would be
// refused, the legacy simulator refuses. Every message is damaged by one rule and shown to both.

const acceptance = createAcceptance(ACCEPTANCE)

/** A message as lint opens it; undefined where it is no XML. */
function opening({ headers, body }: SupplierRequest): ReturnType<typeof openMessage> | undefined {
  try {
    return openMessage(Buffer.from(body), headers.flat())
  } catch {
    return undefined
  }
}

/** What lint finds in a message as it is sent; nothing where it cannot be opened. */
function findings(kind: RequestKind, sent: SupplierRequest): readonly Finding[] {
  const opened = opening(sent)
  if (opened?.kind !== 'message') return []
  const known = INTERACTIONS.find(({ id }) => id === kind)
  return acceptance.hold(opened, travelsBy(opened, known?.transport), kind).findings
}

/** What lint calls an error; two names where a message can be wrong in two ways. */
const namesOf = ({ code, error }: Finding): readonly string[] => [
  ...(code === undefined ? [] : [code]),
  ...(error?.split(' or ') ?? []),
]

/** The number of most errors is not public: lint has their name then, and a number is not held against a name. */
const isName = (code: string): boolean => /^[A-Z_]+$/.test(code)

/** Says whether lint means what became of a message: the language, the code system, the name where both have one. */
function isMeant(become: Verdict, finding: Finding): boolean {
  const [how, system = '', code = ''] = become.split(' ')
  if (how === 'fault') return finding.language === 'SOAP fault'
  if (how === 'MessageError') return finding.language === 'ebXML MessageError'
  const names = namesOf(finding)
  return (
    finding.language === 'application acknowledgement' &&
    (finding.codeSystem ?? '').endsWith(`.${system}`) &&
    (names.length === 0 || !isName(code) || names.includes(code))
  )
}

const LESS = 'of what is set, and of what somebody may do, lint asks less'

/** What the simulator refuses of which lint may say nothing or something else, and why. */
const BESIDE: Readonly<Record<string, string>> = {
  'one envelope': 'two roots are no XML, which is said before any rule is asked',
  'the action that the SOAPAction names': 'a file need not have the headers of HTTP',
  'a SOAPAction of service and action': 'a file need not have the headers of HTTP',
  'an agreement': 'only Spine knows the agreements there are',
  'a payload under the id of the manifest': 'a message without a payload is not opened',
  'a payload of the action': 'lint says it of the HL7v3 wrapper, as a rejection',
  'one MessageHeader': 'counted by what must stand in it',
  'one Manifest': 'counted by the reference in it',
  'one or two permissions, each of its own kind': LESS,
  'a record that is the same person’s': LESS,
  'permissions that agree': LESS,
  'permissions of the summary care record': LESS,
  'permissions that are consent': LESS,
  'permissions to store or to view': LESS,
  'permissions for everyone': LESS,
  'permissions that say something': LESS,
  'a query about the same person': LESS,
  'a query about what somebody may do': LESS,
}

for (const [group, kind, rows] of [...GROUPS, ...SCR_GROUPS]) {
  t.test(`${group}: lint finds what Spine refuses, and says how it is refused`, async t => {
    const spine = await closing(t, spineToAsk())
    const whole = good(kind)
    t.strictSame(findings(kind, whole), [], 'nothing is found in what is not damaged')
    t.equal(await verdict(spine, whole), 'accepted')
    for (const [rule, [damage]] of Object.entries(rows)) {
      const sent = good(kind)
      const damaged = { ...sent, body: damage(sent.body) }
      const become = await verdict(spine, damaged)
      t.not(become, 'accepted', `${rule}: Spine refuses it`)
      const found = findings(kind, damaged)
      const isSaid = found.some(each => isMeant(become, each))
      t.ok(isSaid || rule in BESIDE, `${rule}: lint says ${become}`)
    }
  })
}
