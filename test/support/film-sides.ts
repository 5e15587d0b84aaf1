import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { soapAnswer } from './messages.ts'
import { bodyOf, type Closing } from './upstream.ts'

/**
 * What a side does with what it is asked: `losing` does not find the patients of every second sender any more, nor those
 * of whoever sends copies; `crossed` answers one sender with what is another's.
 */
export type Mood = 'well' | 'losing' | 'crossed'

/** What a side saw. */
export interface Counted {
  readonly asked: number
  readonly notFound: number
}

/** One side of a film: an upstream that can go wrong, and away. */
export interface FilmedSide {
  readonly url: URL
  mood: Mood
  /** Gives how often it was asked, and how often it found nobody, since it was asked for that last. */
  counted(): Counted
  /** Refuses connections from here on. */
  leave(): Promise<void>
  comeBack(): Promise<void>
}

const PDS_ERRORS = '2.16.840.1.113883.2.1.3.2.4.17.42'
const NOBODY =
  `<acknowledgementDetail typeCode="ER"><code code="1" codeSystem="${PDS_ERRORS}"` +
  ` displayName="No match found"/></acknowledgementDetail>`

const notFound = (answer: string): string =>
  answer
    .replace('typeCode="AA"', 'typeCode="AE"')
    .replace('</acknowledgement>', `${NOBODY}</acknowledgement>`)

const isLost = (sender: string): boolean => Number(sender) % 2 === 1

/** Who is answered with somebody else's answer, and the message that answers. */
const CROSSED = { sender: '200000000100', id: '00000000-0000-4000-8000-000000000000' }

/** Starts one; it closes with the test. */
export async function startSide(t: Closing): Promise<FilmedSide> {
  let mood: Mood = 'well'
  let counts = { asked: 0, notFound: 0 }
  const server: Server = createServer((request, response) => {
    void bodyOf(request).then(bytes => {
      const asked = bytes.toString()
      const sender = /Snd>.*?extension="(\d+)"/.exec(asked)?.[1] ?? ''
      const id = /uuid:([-0-9A-F]+)/.exec(asked)?.[1] ?? ''
      const isCrossed = mood === 'crossed' && sender === CROSSED.sender
      const answer = soapAnswer(isCrossed ? CROSSED.id : id)
      const isLostNow = mood === 'losing' && isLost(sender)
      counts.asked += 1
      counts.notFound += Number(isLostNow)
      response.setHeader('content-type', 'text/xml')
      response.end(isLostNow ? notFound(answer) : answer)
    })
  })
  const listen = async (port: number): Promise<void> => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  }
  await listen(0)
  const { port } = server.address() as AddressInfo
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    get mood() {
      return mood
    },
    set mood(next: Mood) {
      mood = next
    },
    counted: () => {
      const since = counts
      counts = { asked: 0, notFound: 0 }
      return since
    },
    leave: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
    comeBack: () => listen(port),
  }
}
