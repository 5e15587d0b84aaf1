import { randomUUID } from 'node:crypto'
import type { PrescribingSimulator } from './eps-store.ts'
import type { Strike } from './faults.ts'
import { openLegacyLocator } from './nrl-locators.ts'
import type { PointingSimulator } from './nrl-locators.ts'
import type { SimulatorOptions } from './options.ts'
import { byNumber, createPatients } from './patients.ts'
import { createRandom } from './random.ts'
import { createReliable } from './reliable.ts'
import { CLINICAL_ALERT, clinicalAlert } from './scr-clinical-alert.ts'
import { createSummaryRecords } from './scr-store.ts'
import { serve } from './serve.ts'
import type { SeenRequest, SimulatedAnswer } from './serve.ts'
import { soapFault } from './soap-reply.ts'
import { headerOf } from './soap-request.ts'
import { createSynchronous } from './synchronous.ts'
import { createWorld } from './world.ts'

/** What the simulator of the legacy Spine is given beyond what every simulator is. */
export interface LegacyOptions extends SimulatorOptions {
  /** How often a poll is answered 202 before the reply is there; default 1. */
  readonly pollsBefore?: number
  /** How long a reply can be fetched, again and again, milliseconds; default five minutes. */
  readonly repliesMs?: number
}

const FIVE_MINUTES = 300_000

const FAILURE = {
  code: 200,
  location: 'Not Supported',
  says: 'System failure to process message - default',
}

/**
 * Starts a simulator of the legacy Spine on 127.0.0.1: synchronous SOAP queries, reliable ebXML messages and
 * the polls for their replies. Any path will do, as suppliers take theirs from the directory service; what a
 * request is follows from its content type and its SOAPAction. It keeps prescriptions and uploaded summaries
 * as long as it runs, and message ids, so that a message sent twice is refused the second time.
 */
export async function createLegacySpine(
  options: LegacyOptions = {},
): Promise<PrescribingSimulator & PointingSimulator> {
  const { now = Date.now, random = createRandom(1), newId = randomUUID } = options
  const patients = options.patients ?? createPatients()
  const held = { patients, byNumber: byNumber(patients), now, newId }
  const summaries = options.summaries ?? createSummaryRecords()
  const synchronous = createSynchronous(summaries)
  const reliable = createReliable({
    summaries,
    pollsBefore: options.pollsBefore ?? 1,
    repliesMs: options.repliesMs ?? FIVE_MINUTES,
    keeps: options.keeps,
  })

  const locator = openLegacyLocator({ ...options, patients, now })

  const answer = (seen: SeenRequest, strike: Strike): SimulatedAnswer => {
    if (locator.isAsked(seen)) return locator.answer(seen, createWorld(held, strike), strike)
    if (seen.method === 'GET' && reliable.isPoll(seen.target))
      return reliable.poll(seen.target, now())
    const world = createWorld(held, strike)
    if (seen.target.startsWith(CLINICAL_ALERT)) return clinicalAlert(seen, world, summaries)
    const type = headerOf(seen, 'Content-Type') ?? ''
    return /^multipart\/related/i.test(type)
      ? reliable.accept(seen, world)
      : synchronous(seen, world)
  }

  const refuse = (
    seen: SeenRequest,
    status: number,
    retryAfter: number | undefined,
  ): SimulatedAnswer => {
    const fault = locator.isAsked(seen)
      ? locator.refuse(seen, status, now())
      : soapFault(FAILURE, now(), 'Server')
    const later = retryAfter === undefined ? [] : [['Retry-After', String(retryAfter)] as const]
    return { ...fault, status, headers: [...fault.headers, ...later] }
  }

  const serving = { port: options.port ?? 0, now, random, faults: options.faults }
  const simulator = await serve(serving, { answer, refuse })
  return {
    ...simulator,
    prescriptions: () => reliable.prescriptions(),
    strays: () => reliable.strays(),
    pointers: () => locator.pointers(),
  }
}
