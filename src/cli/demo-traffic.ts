import { Agent, request as open } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { Direct } from './demo-direct.ts'
import {
  type Due,
  type Heard,
  judgeReceipt,
  judgeReply,
  judgeSoap,
  type Verdict,
} from './demo-judge.ts'
import { createConversations, type DemoMessage, type Writing } from './demo-messages.ts'
import { isMoving, POLL } from './demo-rows.ts'
import type { Tally } from './demo-tally.ts'
import type { Witness } from './demo-witness.ts'

/** Suppliers at work. */
export interface Traffic {
  /** Asks so many times a second from here on. */
  pace(perSecond: number): void
  /** Sends nothing new and waits for every answer that is due. */
  stop(): Promise<void>
}

export interface TrafficOptions {
  /** Where the suppliers connect. */
  readonly url: string
  /** How often they ask, until they are told another pace. */
  readonly perSecond: number
  readonly connections: number
  readonly writing: Writing
  readonly tally: Tally
  /** Is told what is sent and what is answered on the moving route. */
  readonly witness: Witness
  /** What legacy itself says, which every answer of the moving route is held against. */
  readonly direct: Direct
}

const ANSWER_WITHIN_MS = 10_000
const POLL_AFTER_MS = 40
const POLLS = 20

interface Answer extends Heard {
  /** Where the reply to a message that was taken over can be fetched. */
  readonly location: string | undefined
}

type Ask = Pick<DemoMessage['request'], 'method' | 'path' | 'headers' | 'body'>

/** Starts suppliers: each holds a connection open and sends one message after the other on it. */
export const startTraffic = (options: TrafficOptions): Traffic => new Suppliers(options)

class Suppliers implements Traffic {
  readonly #options: TrafficOptions
  readonly #next: () => readonly DemoMessage[]
  readonly #turn: () => Promise<void>
  readonly #working: readonly Promise<void>[]
  readonly #holding = new Set<Promise<void>>()
  #perSecond: number
  #isStopping = false

  constructor(options: TrafficOptions) {
    this.#options = options
    this.#perSecond = options.perSecond
    this.#next = createConversations(options.writing)
    this.#turn = createTurns(() => this.#perSecond)
    this.#working = Array.from({ length: options.connections }, () => this.#work())
  }

  pace(perSecond: number): void {
    this.#perSecond = perSecond
  }

  async stop(): Promise<void> {
    this.#isStopping = true
    await Promise.all(this.#working)
    await Promise.all(this.#holding)
  }

  async #work(): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    while (!this.#isStopping) {
      for (const message of this.#next()) if (!this.#hasStopped()) await this.#send(agent, message)
    }
    agent.destroy()
  }

  #hasStopped(): boolean {
    return this.#isStopping
  }

  async #send(agent: Agent, message: DemoMessage): Promise<void> {
    const { row, form, request, due, about } = message
    const { witness, tally } = this.#options
    const judge: Judge = heard =>
      form === 'reliable' ? judgeReceipt(due, heard) : judgeSoap(due, heard)
    const hasFormerNumber = about.patient.formerNumber !== undefined
    if (isMoving(row)) witness.sent(due.messageId, row, hasFormerNumber)
    const { answer, verdict } = await this.#ask(agent, row, request, judge)
    if (answer !== undefined && isMoving(row)) {
      witness.answered(due.messageId)
      if (!('why' in verdict)) this.#hold(message, answer.body)
    }
    if (form === 'synchronous' || verdict.outcome !== 'ok') return
    if (answer?.location === undefined) tally.count(POLL, NOTHING, 0)
    else await this.#poll(agent, answer.location, due)
  }

  /** Fetches the reply to a message that was taken over. */
  async #poll(agent: Agent, path: string, due: Due): Promise<void> {
    const judge: Judge = heard =>
      heard.status === 202 ? { outcome: 'ok' } : judgeReply(due, heard)
    for (let i = 0; i < POLLS; i += 1) {
      await wait(POLL_AFTER_MS)
      const poll = { method: 'GET', path, headers: [], body: '' }
      const { answer } = await this.#ask(agent, POLL, poll, judge)
      if (answer?.status !== 202) return
    }
    this.#options.tally.count(POLL, NOTHING, 0)
  }

  async #ask(
    agent: Agent,
    row: string,
    sent: Ask,
    judge: Judge,
  ): Promise<{ readonly answer: Answer | undefined; readonly verdict: Verdict }> {
    await this.#turn()
    const begun = performance.now()
    const answer = await answerTo(new URL(sent.path, this.#options.url), sent, agent)
    const verdict = answer === undefined ? NOTHING : judge(answer)
    this.#options.tally.count(row, verdict, performance.now() - begun)
    return { answer, verdict }
  }

  /** Holds an answer against legacy's own. The supplier goes on: nobody waits for what legacy is asked besides. */
  #hold(message: DemoMessage, body: string): void {
    const { direct, tally } = this.#options
    const held = direct.against(message, body).then(
      came => tally.countHeld(message.row, came),
      () => tally.countHeld(message.row, undefined),
    )
    this.#holding.add(held)
    void held.then(() => this.#holding.delete(held))
  }
}

const NOTHING: Verdict = { outcome: 'failed', why: 'no answer' }

type Judge = (heard: Heard) => Verdict

/** Hands out turns at an even rate; who comes late by a lot is not made up for. */
function createTurns(perSecond: () => number): () => Promise<void> {
  let at = performance.now()
  return async () => {
    const now = performance.now()
    at = Math.max(at + 1_000 / perSecond(), now - 100)
    if (at > now) await wait(at - now)
  }
}

/** Sends one request and reads its whole answer; undefined where none came. */
function answerTo(url: URL, sent: Ask, agent: Agent): Promise<Answer | undefined> {
  const { method, headers, body } = sent
  const length = body === '' ? [] : [['Content-Length', String(Buffer.byteLength(body))] as const]
  return new Promise(resolve => {
    const outgoing = open(
      url,
      { method, agent, headers: Object.fromEntries([...headers, ...length]) },
      incoming => {
        const chunks: Buffer[] = []
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
        incoming.on('error', () => resolve(undefined))
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            body: Buffer.concat(chunks).toString('utf8'),
            location: incoming.headers['content-location'],
          }),
        )
      },
    )
    const timer = setTimeout(() => outgoing.destroy(), ANSWER_WITHIN_MS)
    outgoing.on('close', () => {
      clearTimeout(timer)
      resolve(undefined)
    })
    outgoing.on('error', () => resolve(undefined))
    outgoing.end(body)
  })
}
