import type { IdPair } from './observation.ts'

/** An id apart from how it is written: a scheme, brackets, a resource's type, the case of a UUID. */
interface WrittenId {
  readonly before: string
  readonly id: string
}

const BEFORE = /^<?(?:cid:|urn:uuid:|uuid:|urn:oid:)?/

/** A reference names a type and an id, behind any server's address (HL7 FHIR R4, Reference). */
function readReference(written: string): WrittenId {
  const segments = written.split('/')
  const type = segments.at(-2)
  return { before: type === undefined ? '' : `${type}/`, id: segments.at(-1) ?? '' }
}

function readId(text: string): WrittenId {
  const written = text.trim().toLowerCase()
  if (written.includes('/')) return readReference(written)
  const before = BEFORE.exec(written)?.[0] ?? ''
  const end = before.startsWith('<') && written.endsWith('>') ? -1 : undefined
  return { before, id: written.slice(before.length, end) }
}

/**
 * A renaming of ids that grows with each pair met: the control's to the candidate's and back. One id repeated
 * in several places of an answer has to be repeated in the same places of the other.
 */
export interface Renaming {
  /** Takes a pair on; says what is wrong where it contradicts one before. */
  bind(control: string, candidate: string): 'inconsistent' | 'prefix' | undefined
  /** The candidate's id for one of the control's; undefined where none is known. */
  candidateOf(control: string): string | undefined
  /** The candidate's id itself, in the same writing, where it is already taken. */
  taken(candidate: string): string | undefined
}

/** Begins a renaming with the ids both were asked under: what echoes them must echo its own. */
export function createRenaming(request: readonly IdPair[]): Renaming {
  const there = new Map<string, string>()
  const back = new Map<string, string>()
  for (const { control, candidate } of request) {
    there.set(readId(control).id, readId(candidate).id)
    back.set(readId(candidate).id, readId(control).id)
  }
  return {
    bind(control, candidate) {
      const [a, b] = [readId(control), readId(candidate)]
      const [known, taken] = [there.get(a.id), back.get(b.id)]
      if (known === undefined && taken === undefined) {
        there.set(a.id, b.id)
        back.set(b.id, a.id)
      } else if (known !== b.id || taken !== a.id) return 'inconsistent'
      return a.before === b.before ? undefined : 'prefix'
    },
    candidateOf: control => there.get(readId(control).id),
    taken(candidate) {
      const { id } = readId(candidate)
      return back.has(id) ? id : undefined
    },
  }
}
