import { randomUUID } from 'node:crypto'
import { createRandom, createRequest } from '../simulator/index.ts'
import { type Held, holdAgainst } from './demo-losses.ts'
import type { About, DemoMessage } from './demo-messages.ts'
import { readAnswer, type Said } from './demo-record.ts'

/** Knows what legacy itself would have said, asked past the proxy. */
export interface Direct {
  /** Holds what a supplier got against legacy's own answer; undefined where one of the two is no answer. */
  against(message: DemoMessage, body: string): Promise<Held | undefined>
  /** Ids under which legacy was asked so: no supplier sent them. */
  readonly ids: ReadonlySet<string>
}

/** Creates it for the legacy Spine at an address. Each record is asked for once in each form: none of them changes. */
export function createDirect(legacy: string): Direct {
  const ids = new Set<string>()
  const known = new Map<string, Promise<Said | undefined>>()
  const random = createRandom(4)

  const ask = async ({ kind, patient, supplier }: About): Promise<Said | undefined> => {
    const messageId = randomUUID()
    ids.add(messageId.toUpperCase())
    const asked = { messageId, now: Date.now(), random, supplier }
    const { method, path, headers, body } = createRequest(kind, patient, asked)
    const answer = await fetch(`${legacy}${path}`, {
      method,
      headers: headers.map(([name, value]): [string, string] => [name, value]),
      body,
    })
    return readAnswer(await answer.text())
  }

  const said = (about: About): Promise<Said | undefined> => {
    const key = `${about.kind} ${about.patient.nhsNumber}`
    const before = known.get(key)
    if (before !== undefined) return before
    const asked = ask(about)
    known.set(key, asked)
    return asked
  }

  return {
    ids,
    against: async ({ about }, body) => {
      const answer = readAnswer(body)
      const own = await said(about)
      return own === undefined || answer === undefined ? undefined : holdAgainst(own, answer)
    },
  }
}
