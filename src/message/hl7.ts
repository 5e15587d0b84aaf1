import type { InteractionClass } from '../exchange/index.ts'
import type { XmlEvents } from '../xml/index.ts'
import type { Interaction, KeyTable } from './interaction.ts'
import { KEY_NAMES, type KeyReading, pickKeys } from './keys.ts'
import { ASID, NS } from './names.ts'
import { compilePathSet, createPathReader, type PathReader, type PathSet } from './path-reader.ts'
import { compilePath, type Path } from './paths.ts'

/** What every HL7v3 message says of itself, below its root element. */
const WRAPPER = {
  id: 'id/@root',
  interactionId: 'interactionId/@extension',
  to: `communicationFunctionRcv/device/id[@root=${ASID}]/@extension`,
  from: `communicationFunctionSnd/device/id[@root=${ASID}]/@extension`,
} as const

/** What to read of one interaction's messages, compiled once. */
interface Reader {
  readonly paths: PathSet
  readonly keys: KeyTable
  readonly class: InteractionClass
}

/**
 * Whether what stands behind the last key may stay unread. Not of a read: a copy of it may leave, so nothing of it
 * is left unseen. What is unknown may be called a read by its route; where it is too long to be at hand whole it
 * is not copied either.
 */
const MAY_STOP: Readonly<Record<InteractionClass, (isWhole: boolean) => boolean>> = {
  read: () => false,
  'audited-read': () => false,
  'pushed-read': () => true,
  write: () => true,
  unknown: isWhole => !isWhole,
}

const place = (name: string, index: number): string => `${name} ${index}`

function* pathsOf(keys: KeyTable): Generator<readonly [into: string, path: Path]> {
  for (const [into, path] of Object.entries(WRAPPER)) yield [into, compilePath(path, 'hl7')]
  for (const name of KEY_NAMES) {
    for (const [index, path] of (keys[name] ?? []).entries()) {
      yield [place(name, index), compilePath(path, 'hl7')]
    }
  }
}

const readerOf = (keys: KeyTable, klass: InteractionClass): Reader => ({
  paths: compilePathSet(pathsOf(keys)),
  keys,
  class: klass,
})

/** Finds what to read by the name of a message's root; what no product knows is read for its wrapper. */
export type Hl7Readers = (root: string) => Reader

/** Compiles what to read of every interaction. */
export function compileHl7Readers(interactions: readonly Interaction[]): Hl7Readers {
  const unknown = readerOf({}, 'unknown')
  const known = new Map(
    interactions
      .filter(({ transport }) => transport !== 'rest')
      .map(({ id, keys, class: klass }) => [id, readerOf(keys, klass)]),
  )
  return root => known.get(root) ?? unknown
}

/** What one HL7v3 message says of itself; a field is undefined where it says nothing, or says it twice. */
export interface Hl7Reading extends KeyReading {
  /** The root's local name; undefined where it is not in the HL7v3 namespace. */
  readonly root: string | undefined
  readonly id: string | undefined
  readonly interactionId: string | undefined
  readonly to: string | undefined
  readonly from: string | undefined
}

/** An HL7v3 message being read: the events of its document, its root at depth 1. */
export interface Hl7Message {
  readonly events: Required<XmlEvents>
  reading(): Hl7Reading
}

/** How far one HL7v3 message is read. */
export interface Hl7Extent {
  /** Whether to stop where nothing more is asked for. */
  readonly until: 'known' | 'end'
  /** Whether all of it is at hand. */
  readonly isWhole: boolean
}

/** Builds the reading of one HL7v3 message. */
export function createHl7Message(readers: Hl7Readers, extent: Hl7Extent): Hl7Message {
  let root: string | undefined
  let reader: Reader = readers('')
  let path: PathReader | undefined
  let stops = false
  let seen = 0

  const valuesAt = (name: string, index: number): readonly string[] =>
    path?.all(place(name, index)) ?? []

  const isKnown = (): boolean => {
    if (path === undefined || path.count === seen) return false
    seen = path.count
    for (const into of Object.keys(WRAPPER)) if (path.all(into).length === 0) return false
    const { keys } = pickKeys(reader.keys, valuesAt)
    return KEY_NAMES.every(name => reader.keys[name] === undefined || keys[name] !== undefined)
  }

  return {
    events: {
      open(ns, name, attributes, depth) {
        if (depth === 1) {
          root = ns === NS.hl7 ? name : undefined
          reader = readers(name)
          path = createPathReader(reader.paths)
          stops = extent.until === 'known' && MAY_STOP[reader.class](extent.isWhole)
          return undefined
        }
        path?.open(ns, name, attributes)
        return stops && isKnown() ? 'stop' : undefined
      },
      text: text => path?.text(text),
      close(_ns, _name, depth) {
        if (depth > 1) path?.close()
      },
    },
    reading: () => ({
      root,
      id: path?.one('id'),
      interactionId: path?.one('interactionId'),
      to: path?.one('to'),
      from: path?.one('from'),
      ...pickKeys(reader.keys, valuesAt),
    }),
  }
}
