import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { createPatients } from '../../src/simulator/index.ts'
import { soapAnswer, soapPost, soapRetrieval } from './messages.ts'
import { configOf, startProxy, type StartedProxy } from './proxy.ts'
import { ask } from './raw-client.ts'
import { bodyOf, type Closing, startUpstream } from './upstream.ts'

/** Whose answers are hostile, and whose are not. */
export const [HOSTILE = '', ORDINARY = ''] = createPatients().map(({ nhsNumber }) => nhsNumber)

/** What is added to the answer about a hostile patient, on either side. */
export interface Planted {
  readonly legacy: string
  readonly cloud: string
}

/** A proxy that copies every retrieval to a second Spine, and what became of it. */
export interface Mirroring {
  readonly proxy: StartedProxy
  /**
   * Sends retrievals, several at once, and waits for their answers; never more than a few are ahead of their copies, so
   * that none is left out for want of room. Gives how many suppliers got every byte legacy said.
   */
  send(patients: readonly string[]): Promise<number>
}

const SENDERS = 8
/** Of 1,024 a proxy has room for, and of 64 a thread has at once. */
const AHEAD = 32
/** Longer than a thread may hang and another takes to start; what has not come by then is missed. */
const MOST_MS = 20_000

/** Starts a proxy between two systems that answer alike but for what is planted. */
export async function startMirroring(t: Closing, planted: Planted): Promise<Mirroring> {
  const said = new Map<string, string>()
  let copies = 0
  const legacy = await answering(t, planted.legacy, (id, body) => said.set(id, body))
  const cloud = await answering(t, planted.cloud, () => (copies += 1))
  const proxy = await startProxy(
    t,
    configOf({
      environment: { name: 'test' },
      upstreams: { spine: { url: legacy.origin }, rehosted: { url: cloud.origin } },
      cohorts: { patients: { key: 'nhsNumber', records: 'shared' } },
      routes: [
        {
          name: 'mirrored',
          match: { interaction: ['QUPA_IN000008UK02'] },
          legacy: 'spine',
          cloud: 'rehosted',
          cohort: 'patients',
          startsAt: 'shadow',
          shadow: { as: '990000009999', sample: 1 },
        },
        { name: 'default', legacy: 'spine' },
      ],
    }),
  )
  let sent = 0
  const sendOne = async (nhsNumber: string): Promise<boolean> => {
    const over = performance.now() + MOST_MS
    while (sent - copies >= AHEAD) {
      if (performance.now() >= over) throw new Error(`${copies} copies of ${sent} have come`)
      await delay(5)
    }
    sent += 1
    const messageId = randomUUID().toUpperCase()
    const answer = await ask(proxy.url, soapPost(soapRetrieval({ messageId, nhsNumber })))
    return answer?.isComplete === true && answer.body.toString() === said.get(messageId)
  }
  return {
    proxy,
    send: async patients => {
      const waiting = [...patients]
      let whole = 0
      const sender = async (): Promise<void> => {
        for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
          if (await sendOne(next)) whole += 1
        }
      }
      await Promise.all(Array.from({ length: SENDERS }, sender))
      return whole
    },
  }
}

/** A system that answers every retrieval, and says more about the hostile patient. */
const answering = (
  t: Closing,
  planted: string,
  answered: (messageId: string, body: string) => unknown,
): Promise<URL> =>
  startUpstream(t, (request, response) => {
    void bodyOf(request).then(bytes => {
      const asked = bytes.toString()
      const id = /MessageID>uuid:([-0-9A-F]+)/i.exec(asked)?.[1] ?? ''
      const body = soapAnswer(id, asked.includes(HOSTILE) ? { filler: planted } : {})
      answered(id, body)
      response.writeHead(200, { 'Content-Type': 'text/xml; charset=UTF-8' }).end(body)
    })
  })

/** How often copies came to what, and why, once so many have, or as it stands when that takes too long. */
export async function comparedTo({ admin }: StartedProxy, count: number): Promise<unknown> {
  const over = performance.now() + MOST_MS
  for (;;) {
    const text = await (await fetch(new URL('/metrics', admin))).text()
    const found = text.matchAll(
      /^ficus_comparisons_total\{.*verdict="(\w+)",reason="([\w-]+)"\} (\d+)$/gm,
    )
    const counts = [...found].map(
      ([, verdict, why, n]) => [`${verdict} ${why}`, Number(n)] as const,
    )
    const sum = counts.reduce((all, [, n]) => all + n, 0)
    if (sum >= count || performance.now() >= over) {
      return Object.fromEntries(counts.filter(([, n]) => n > 0))
    }
    await delay(50)
  }
}
