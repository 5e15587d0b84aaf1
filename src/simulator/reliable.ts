import { EBXML_RULES } from './accept-ebxml.ts'
import type { Pattern } from './accept-ebxml.ts'
import { ALERT_RULES } from './accept-scr.ts'
import { broken } from './accept.ts'
import type { Rule } from './accept.ts'
import { duplicate } from './acknowledgement.ts'
import { keep } from './bounded.ts'
import { acknowledgment, ebxmlReply, messageError, taken } from './ebxml-reply.ts'
import { readEbxmlRequest } from './ebxml-request.ts'
import type { EbxmlError, EbxmlRequest } from './ebxml-request.ts'
import * as eps from './eps-answers.ts'
import type { EpsAnswer } from './eps-answers.ts'
import { createPrescriptions } from './eps-store.ts'
import type { PrescriptionRecord, Prescriptions, Stray } from './eps-store.ts'
import type { Message } from './hl7-message.ts'
import { advancedTrace } from './pds-advanced.ts'
import type { SummaryRecords } from './scr-store.ts'
import { alert, uploadSummary } from './scr-writes.ts'
import type { SeenRequest, SimulatedAnswer } from './serve.ts'
import { SERVICES } from './services.ts'
import type { World } from './world.ts'
import { generalUpdate } from './write-answers.ts'

/** What the reliable side is given. */
export interface ReliableOptions {
  readonly summaries: SummaryRecords
  /** How often a poll is told to come again before the reply is there. */
  readonly pollsBefore: number
  /** How long a reply can be fetched, milliseconds. */
  readonly repliesMs: number
  /** How many prescriptions and how many replies are kept. */
  readonly keeps?: number | undefined
}

/** The reliable side of a legacy Spine. */
export interface Reliable {
  /** Takes a message over or refuses it. */
  accept(seen: SeenRequest, world: World): SimulatedAnswer
  isPoll(target: string): boolean
  /** Hands out the reply kept under a target, as often as it is asked for, or says that it is not there yet. */
  poll(target: string, now: number): SimulatedAnswer
  prescriptions(): readonly PrescriptionRecord[]
  strays(): readonly Stray[]
}

interface Waiting {
  readonly reply: SimulatedAnswer
  /** Epoch milliseconds. */
  readonly until: number
  polls: number
}

interface Interaction {
  readonly service: string
  /** Default `reliable`. */
  readonly pattern?: Pattern
  /** What its service asks of the payload before it takes the message over. */
  readonly rules?: readonly Rule<string, EbxmlError>[]
  readonly answer: (request: EbxmlRequest, world: World) => Message
}

const POLL = '/_poll/'
/** Replies nobody fetches go with the oldest: one of them can hold 25 prescriptions. */
const MOST_REPLIES = 5_000
/** The summary service says when to come again, in milliseconds although HTTP means seconds. */
const RETRY_AFTER_MS = 500

/** How each EPS message is answered: suppliers' interactions and, with SM, those of the service's own façade. */
const EPS: readonly (readonly [string, EpsAnswer])[] = [
  ['PORX_IN020101UK31', eps.prescribe],
  ['PORX_IN020101SM31', eps.prescribe],
  ['PORX_IN020102UK31', eps.prescribe],
  ['PORX_IN030101UK32', eps.cancel],
  ['PORX_IN030101SM32', eps.cancel],
  ['PORX_IN132004UK30', eps.releaseOne],
  ['PORX_IN132004SM30', eps.releaseOne],
  ['PORX_IN060102UK30', eps.releaseNominated],
  ['PORX_IN060102SM30', eps.releaseNominated],
  ['PORX_IN080101UK31', eps.dispense],
  ['PORX_IN080101SM31', eps.dispense],
  ['PORX_IN090101UK31', eps.claim],
  ['PORX_IN090101SM31', eps.claim],
  ['PORX_IN090102UK31', eps.claim],
  ['PORX_IN100101UK31', eps.giveBack],
  ['PORX_IN100101SM31', eps.giveBack],
  ['PORX_IN510101UK31', eps.withdraw],
  ['PORX_IN510101SM31', eps.withdraw],
  ['PORX_IN540101UK31', eps.rebuild],
]

function interactions(
  summaries: SummaryRecords,
  held: Prescriptions,
): ReadonlyMap<string, Interaction> {
  const mm = (answer: EpsAnswer): Interaction => ({
    service: SERVICES.mm,
    answer: (request, world) => answer(request, world, held),
  })
  const psis = { service: SERVICES.psis, answer: uploadSummary(summaries) }
  const trace = { service: SERVICES.pdsquery, pattern: 'express', answer: advancedTrace } as const
  const pds = { service: SERVICES.pds, answer: generalUpdate }
  return new Map<string, Interaction>([
    ...EPS.map(([id, answer]) => [id, mm(answer)] as const),
    ['PRPA_IN000203UK03', pds],
    ['PRPA_IN000203UK06', pds],
    ['REPC_IN150016UK05', psis],
    ['REPC_IN150016SM05', psis],
    ['REPC_IN150017UK02', psis],
    ['REPC_IN150018UK02', psis],
    [
      'COMT_IN000001UK01',
      { service: SERVICES.alerts, rules: ALERT_RULES, answer: alert(summaries) },
    ],
    ['QUPA_IN000006UK02', trace],
    ['QUPA_IN000006UK05', trace],
  ])
}

const UNKNOWN: EbxmlError = { code: 'NotSupported', says: 'Unknown service or action' }

/** Says what is wrong with a message before its service answers it; what nobody knows is taken for a reliable one. */
function errorIn(
  request: EbxmlRequest,
  interaction: Interaction | undefined,
): EbxmlError | undefined {
  const error = broken(EBXML_RULES[interaction?.pattern ?? 'reliable'], request)
  if (error !== undefined) return error
  if (interaction?.service !== request.service) return UNKNOWN
  return broken(interaction.rules ?? [], request.payload)
}

/** Creates the reliable side: takes messages over, and hands out their replies when asked. */
export function createReliable(options: ReliableOptions): Reliable {
  const prescriptions = createPrescriptions(options.keeps)
  const known = interactions(options.summaries, prescriptions)
  const used = new Map<string, true>()
  const waiting = new Map<string, Waiting>()

  const replyTo = (request: EbxmlRequest, interaction: Interaction, world: World): Message => {
    const id = request.payloadId.toUpperCase()
    if (used.has(id)) return duplicate()
    keep(used, id, true)
    return interaction.answer(request, world)
  }

  const accept = (seen: SeenRequest, world: World): SimulatedAnswer => {
    const request = readEbxmlRequest(seen)
    const interaction = known.get(request.action)
    const error = errorIn(request, interaction)
    if (error !== undefined || interaction === undefined) {
      return messageError(request, world, error ?? UNKNOWN)
    }
    const { pattern = 'reliable' } = interaction
    const reply = ebxmlReply(request, replyTo(request, interaction, world), world, pattern)
    const path = POLL + world.newId()
    const until = world.now + options.repliesMs
    const held = { reply, until, polls: options.pollsBefore }
    keep(waiting, path, held, options.keeps ?? MOST_REPLIES)
    if (pattern === 'express') return taken(path)
    const wait = request.service === SERVICES.psis ? RETRY_AFTER_MS : undefined
    return acknowledgment(request, world, path, wait)
  }

  const poll = (target: string, now: number): SimulatedAnswer => {
    const found = waiting.get(target)
    if (found === undefined || now > found.until) {
      waiting.delete(target)
      return { status: 404, headers: [], body: '' }
    }
    if (found.polls > 0) {
      found.polls--
      return { status: 202, headers: [['Content-Location', target]], body: '' }
    }
    return found.reply
  }

  return {
    accept,
    poll,
    isPoll: target => target.startsWith(POLL),
    prescriptions: () => prescriptions.records(),
    strays: () => prescriptions.strays(),
  }
}
