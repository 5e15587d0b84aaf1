import { isFaithful } from './change.ts'
import type { Compiled } from './compile-rows.ts'
import { type Accepted, accepted, type Declined, declined } from './decline.ts'
import type { Information } from './information.ts'
import { resourceText } from './texts.ts'
import { writeTree } from './write.ts'

/** A message that sets something, whatever it was before: what it says becomes a body. */
export interface Setting {
  /** Where it stands, from the message down. */
  readonly at: string
  readonly contentType: string
  /** The type of the resource that is the body. */
  readonly resource: string
}

/** Writes what a message sets as the cloud's body; declined where that, read again, does not say the same. */
export function settingBody(
  { resource }: Setting,
  rows: readonly Compiled[],
  information: Information,
): Accepted<Buffer> | Declined {
  const fhir = { name: 'fhir', dialect: 'fhir' } as const
  const { drawing, problems } = writeTree(information, rows, fhir, resource)
  const [problem] = problems
  if (problem !== undefined) return declined(problem)
  const body = Buffer.from(resourceText(drawing), 'utf8')
  return isFaithful(body, rows, information) ? accepted(body) : declined({ code: 'unfaithful' })
}
