import type { Answered } from '../comparison/index.ts'
import { isFicusError } from '../exchange/index.ts'
import type { Declined, Mapping, Said } from '../mapping/index.ts'
import { childOf, elementsOf, readXml, type XmlElement } from '../xml/index.ts'

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/'

/** Two answers in two languages, and the mapping that reads both. */
export interface TwoLanguages {
  readonly control: Answered
  readonly candidate: Answered
  readonly mapping: Mapping
  readonly interaction: string
}

/** Adds to legacy's answer and to the cloud's what a mapping reads in them; as they are where it reads not both. */
export function withMeaning({ control, candidate, mapping, interaction }: TwoLanguages): {
  readonly control: Answered
  readonly candidate: Answered
} {
  const message = messageIn(control)
  const left = message && factsIn(mapping.readLegacy(message), mapping, interaction)
  const right = factsIn(mapping.readCloud(candidate), mapping, interaction)
  if (left === undefined || right === undefined) return { control, candidate }
  return { control: { ...control, means: left }, candidate: { ...candidate, means: right } }
}

function factsIn(
  said: Said | Declined,
  mapping: Mapping,
  interaction: string,
): Answered['means'] | undefined {
  if (said.kind !== 'said' || said.information === undefined) return undefined
  return mapping.leaves(said.information, interaction)
}

/** The message in the wrapper in the envelope of a synchronous reply. */
function messageIn({ body }: Answered): XmlElement | undefined {
  try {
    const content = childOf(readXml(body), SOAP, 'Body')
    const [wrapper] = content === undefined ? [] : elementsOf(content)
    return wrapper && elementsOf(wrapper)[0]
  } catch (error) {
    if (isFicusError(error)) return undefined
    throw error
  }
}
