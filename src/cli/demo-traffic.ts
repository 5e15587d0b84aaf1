import { Agent, request as open } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { judgeReceipt, judgeReply, judgeSoap, type Heard, type Verdict } from './demo-judge.ts'
import { createConversations, type DemoMessage, type Writing } from './demo-messages.ts'
import { POLL } from './demo-rows.ts'
import type { Tally } from './demo-tally.ts'

/** Suppliers at work. */
export interface Traffic {
  /** Sends nothing new and waits for every answer that is due. */
  stop(): Promise<void>
}

export interface TrafficOptions {
  /** Where the suppliers connect. */
  readonly url: string
  readonly perSecond: number
  readonly connections: number
  readonly writing: Writing
  readonly tally: Tally
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
export function startTraffic(options: TrafficOptions): Traffic {
  const { url, tally, connections } = options
  const next = createConversations(options.writing)
  const turn = createTurns(options.perSecond)
  let isStopping = false
  const goesOn = (): boolean => !isStopping

  const ask = async (agent: Agent, row: string, sent: Ask, judge: Judge) => {
    await turn()
    const begun = performance.now()
    const answer = await answerTo(new URL(sent.path, url), sent, agent)
    const verdict: Verdict =
      answer === undefined ? { outcome: 'failed', why: 'no answer' } : judge(answer)
    tally.count(row, verdict, performance.now() - begun)
    return { answer, verdict }
  }

  const send = async (agent: Agent, { row, form, request, due }: DemoMessage): Promise<void> => {
    const judge: Judge = heard =>
      form === 'reliable' ? judgeReceipt(due, heard) : judgeSoap(due, heard)
    const { answer, verdict } = await ask(agent, row, request, judge)
    const path = answer?.location
    if (form === 'synchronous' || verdict.outcome !== 'ok') return
    if (path === undefined) {
      tally.count(POLL, { outcome: 'failed', why: 'no answer' }, 0)
      return
    }
    const judgePoll: Judge = heard =>
      heard.status === 202 ? { outcome: 'ok' } : judgeReply(due, heard)
    const poll = { method: 'GET', path, headers: [], body: '' }
    for (let i = 0; i < POLLS; i += 1) {
      await wait(POLL_AFTER_MS)
      const polled = await ask(agent, POLL, poll, judgePoll)
      if (polled.answer?.status !== 202) return
    }
    tally.count(POLL, { outcome: 'failed', why: 'no answer' }, 0)
  }

  const supplier = async (): Promise<void> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    while (goesOn()) {
      for (const message of next()) if (goesOn()) await send(agent, message)
    }
    agent.destroy()
  }

  const suppliers = Array.from({ length: connections }, supplier)
  return {
    stop: async () => {
      isStopping = true
      await Promise.all(suppliers)
    },
  }
}

type Judge = (heard: Heard) => Verdict

/** Hands out turns at an even rate; who comes late by a lot is not made up for. */
function createTurns(perSecond: number): () => Promise<void> {
  let at = performance.now()
  return async () => {
    const now = performance.now()
    at = Math.max(at + 1_000 / perSecond, now - 100)
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
