import { type Compiled, compileRows, type Form } from './compile-rows.ts'
import type { Problem } from './decline.ts'
import type { Drawing } from './drawing.ts'
import { always, element, type Outline } from './outline.ts'
import { parsePath } from './paths.ts'
import { readTree } from './read.ts'
import type { Row } from './rows.ts'
import type { Tree } from './tree.ts'
import { walk } from './walk.ts'
import { writeTree } from './write.ts'

/** What is written around the subject of a message: who sends it to whom, when, and who is at the keyboard. */
export interface Transmission {
  readonly interaction: string
  /** As HL7v3 writes it: upper case. */
  readonly id: string
  /** `YYYYMMDDHHmmss`, UTC. */
  readonly creationTime: string
  readonly versionCode: string
  readonly fromAsid: string
  readonly toAsid: string
  readonly user?: {
    readonly roleProfile: string
    readonly id: string
    readonly jobRole: string
  }
}

const ASID = '1.2.826.0.1285.0.2.0.107'
const ROLE_PROFILE = '1.2.826.0.1285.0.2.0.67'
const USER = '1.2.826.0.1285.0.2.0.65'
const JOB_ROLE = '1.2.826.0.1285.0.2.1.104'
const INTERACTION = '2.16.840.1.113883.2.1.3.2.4.12'

const INSTANCE = { determinerCode: 'INSTANCE' }
const DEVICE = { classCode: 'DEV', ...INSTANCE }

const device = (name: string): Outline =>
  element(name, {}, element('device', DEVICE, element('id', {})))

const AUTHOR = element(
  'author',
  { typeCode: 'AUT' },
  element(
    'AgentPersonSDS',
    { classCode: 'AGNT' },
    element('id', {}),
    element('agentPersonSDS', { classCode: 'PSN', ...INSTANCE }, element('id', {})),
    element(
      'part',
      { typeCode: 'PART' },
      element('partSDSRole', { classCode: 'ROL' }, element('id', {})),
    ),
  ),
)

const SYSTEM = element(
  'author1',
  { typeCode: 'AUT' },
  element(
    'AgentSystemSDS',
    { classCode: 'AGNT' },
    element('agentSystemSDS', DEVICE, element('id', {})),
  ),
)

const outlineOf = (interaction: string): Outline =>
  element(
    interaction,
    {},
    element('id', {}),
    element('creationTime', {}),
    element('versionCode', {}),
    element('interactionId', {}),
    always('processingCode', { code: 'P' }),
    always('processingModeCode', { code: 'T' }),
    always('acceptAckCode', { code: 'NE' }),
    device('communicationFunctionRcv'),
    device('communicationFunctionSnd'),
    element(
      'ControlActEvent',
      { classCode: 'CACT', moodCode: 'EVN' },
      AUTHOR,
      SYSTEM,
      element('subject', {}),
    ),
  )

const PERSON = 'ControlActEvent/author/AgentPersonSDS'

const rowsOf = (interaction: string): readonly Row[] => [
  { fact: 'id', type: 'token', hl7: 'id/@root', required: true },
  { fact: 'creationTime', type: 'instant', hl7: 'creationTime/@value', required: true },
  { fact: 'versionCode', type: 'token', hl7: 'versionCode/@code', required: true },
  {
    fact: 'interaction',
    type: 'code',
    codes: [['interaction', interaction, undefined]],
    hl7: `interactionId[@root=${INTERACTION}]/@extension`,
    required: true,
  },
  {
    fact: 'toAsid',
    type: 'token',
    hl7: `communicationFunctionRcv/device/id[@root=${ASID}]/@extension`,
    required: true,
  },
  {
    fact: 'fromAsid',
    type: 'token',
    hl7: `communicationFunctionSnd/device/id[@root=${ASID}]/@extension`,
    required: true,
  },
  { fact: 'roleProfile', type: 'token', hl7: `${PERSON}/id[@root=${ROLE_PROFILE}]/@extension` },
  {
    fact: 'user',
    type: 'token',
    hl7: `${PERSON}/agentPersonSDS/id[@root=${USER}]/@extension`,
    needs: 'roleProfile',
  },
  {
    fact: 'jobRole',
    type: 'token',
    hl7: `${PERSON}/part/partSDSRole/id[@root=${JOB_ROLE}]/@extension`,
    needs: 'user',
  },
  {
    same: 'fromAsid',
    hl7: `ControlActEvent/author1/AgentSystemSDS/agentSystemSDS/id[@root=${ASID}]/@extension`,
  },
  {
    lossy: 'some systems write what the place of each says already',
    hl7: [
      'communicationFunctionRcv/@typeCode',
      'communicationFunctionSnd/@typeCode',
      'ControlActEvent/subject/@typeCode',
    ],
  },
]

const SUBJECT = parsePath('ControlActEvent/subject')
const SUBJECT_STEP = 'subject'

interface Around {
  readonly form: Form
  readonly rows: readonly Compiled[]
}

/** What a table says stands there beside. */
type Beside = readonly Row[]

const NOTHING: Beside = []

/** By interaction: those of a table, and no others. */
const known = new WeakMap<Beside, Map<string, Around>>()

/** What stands around the subject of an interaction's messages, taken apart once. */
function aroundOf(interaction: string, beside: Beside = NOTHING): Around {
  const byInteraction = known.get(beside) ?? new Map<string, Around>()
  known.set(beside, byInteraction)
  const before = byInteraction.get(interaction)
  if (before !== undefined) return before
  const form: Form = { name: interaction, dialect: 'hl7', outline: outlineOf(interaction) }
  const around = { form, rows: compileRows([...rowsOf(interaction), ...beside], [form]) }
  byInteraction.set(interaction, around)
  return around
}

/** A message taken apart: what is written around its subject, and the subject. */
export interface Delivered {
  readonly transmission: Transmission
  readonly subject: Tree
}

/** Takes a message apart; a problem where anything around its subject is not read. */
export function readTransmission(
  message: Tree,
  name: string,
  beside?: Beside,
): Delivered | Problem {
  const [only, another] = walk(message, SUBJECT)
  const [subject, ...others] = only?.at.children.filter(({ label }) => label === name) ?? []
  if (only === undefined || another !== undefined || subject === undefined || others.length > 0) {
    return { code: 'shape' }
  }
  const { form, rows } = aroundOf(message.label, beside)
  const around = without(message, subject)
  const { information, problems, dropped } = readTree(around, rows, form, form.name)
  const problem = problems[0] ?? (dropped === undefined ? undefined : unread(dropped))
  if (problem !== undefined) return problem
  const text = (fact: string): string => {
    const value = information[fact]
    return typeof value === 'string' ? value : ''
  }
  const user =
    text('user') === ''
      ? {}
      : { user: { roleProfile: text('roleProfile'), id: text('user'), jobRole: text('jobRole') } }
  const transmission = {
    interaction: message.label,
    id: text('id'),
    creationTime: text('creationTime').replace(/\D/g, ''),
    versionCode: text('versionCode'),
    fromAsid: text('fromAsid'),
    toAsid: text('toAsid'),
    ...user,
  }
  return { transmission, subject }
}

const unread = (at: string): Problem => ({ code: 'unread', at })

const without = (tree: Tree, subject: Tree): Tree => ({
  ...tree,
  children: tree.children.filter(child => child !== subject).map(child => without(child, subject)),
})

/** Says a time as the information set says it: `YYYYMMDDHHmmss` is `YYYY-MM-DDTHH:mm:ss`. */
export function instantOf(creationTime: string): string {
  const [, year, month, day, ...time] = /^(....)(..)(..)(..)(..)(..)$/.exec(creationTime) ?? []
  return `${year}-${month}-${day}T${time.join(':')}`
}

/** Puts a drawn subject into its message. */
export function drawTransmission(transmission: Transmission, subject: Drawing): Drawing {
  const { interaction, id, creationTime, versionCode, fromAsid, toAsid, user } = transmission
  const { form, rows } = aroundOf(interaction)
  const information = {
    id,
    creationTime: instantOf(creationTime),
    versionCode,
    interaction: 'interaction',
    fromAsid,
    toAsid,
    ...(user && { roleProfile: user.roleProfile, user: user.id, jobRole: user.jobRole }),
  }
  const { drawing } = writeTree(information, rows, form, interaction)
  const event = drawing.children.find(({ label }) => label === 'ControlActEvent')
  const around = { label: SUBJECT_STEP, step: SUBJECT_STEP, isItem: false, leaf: undefined }
  event?.children.push({ ...around, children: [subject] })
  return drawing
}
