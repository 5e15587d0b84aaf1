import type { SeenRequest, Simulator } from '../../src/simulator/index.ts'
import type { Systems } from './migration-stand.ts'

/** The names of the systems behind the proxy. */
export type SystemName = keyof Systems

/** What came to one system: of suppliers' messages, of copies. */
export interface CameTo {
  /** Ids of suppliers' messages, in small letters, as often as they came. */
  readonly ids: readonly string[]
  /** The bodies of the requests that came besides, or their targets where they had none: each is a copy. */
  readonly copies: readonly string[]
}

/** What the systems behind the proxy were asked, told by them and not by the proxy. */
export interface Witness {
  /** Looks at what came since it last looked; to be called before a thousand more have come. */
  look(): void
  cameTo(system: SystemName): CameTo
}

/** Watches every system from now on; `isSent` knows the ids of what suppliers sent. */
export function createWitness(systems: Systems, isSent: (id: string) => boolean): Witness {
  const names = Object.keys(systems) as SystemName[] // the keys of it
  const came = new Map(
    names.map(name => [name, { looked: systems[name].count(), seen: new Array<Seen>() }]),
  )
  const look = (): void => {
    for (const [name, of] of came) {
      const system: Simulator = systems[name]
      const unseen = system.seen().filter(({ number }) => number > of.looked)
      if (unseen.length !== system.count() - of.looked) throw new Error(`${name}: looked too late`)
      of.looked = system.count()
      of.seen.push(...unseen.map(each => ({ id: idIn(each), text: textOf(each) })))
    }
  }
  return {
    look,
    cameTo: name => {
      look()
      const seen = came.get(name)?.seen ?? []
      return {
        ids: seen.filter(({ id }) => isSent(id)).map(({ id }) => id),
        copies: seen.filter(({ id }) => !isSent(id)).map(({ text }) => text),
      }
    },
  }
}

interface Seen {
  readonly id: string
  readonly text: string
}

const textOf = ({ body, target }: SeenRequest): string =>
  body.length === 0 ? target : body.toString('utf8')

/** The id of a message, whichever language it is in. */
function idIn({ headers, body }: SeenRequest): string {
  const header = headers.find(([name]) => name.toLowerCase() === 'x-request-id')?.[1]
  const written =
    header ??
    /<(?:eb:MessageId|wsa:MessageID)>(?:uuid:)?([^<]*)</.exec(body.toString('utf8'))?.[1] ??
    ''
  return written.toLowerCase()
}
