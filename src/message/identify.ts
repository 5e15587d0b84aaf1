import {
  type Body,
  bytesAtHand,
  FicusError,
  headerOf,
  type Identified,
  type Keys,
  type Need,
  type RawHeaders,
  type Received,
} from '../exchange/index.ts'
import { lineOf, nameInSoapAction, readRestHead, type RestHead } from './head.ts'
import { compileHl7Readers, type Hl7Readers } from './hl7.ts'
import type { Interaction } from './interaction.ts'
import type { KeyReading } from './keys.ts'
import { compileFhirReader, type FhirReader } from './read-fhir.ts'
import { readEbxml } from './read-ebxml.ts'
import { partyOf, type Reading } from './reading.ts'
import { readSoap } from './read-soap.ts'
import { compileRestCalls, type FittingCall, keysOfCall, type RestCalls } from './rest-calls.ts'

/** Says what a request is: from its head, or from as much of its body as is at hand. */
export interface Identifier {
  /** Gives the interaction id the head alone names, known to a product or not; undefined where it names none. */
  headInteraction(received: Received): string | undefined
  /** Fills what the head says and nothing else; throws nothing. */
  fromHead(received: Received, body: Body, need: 'headers' | 'kept'): Identified
  /**
   * Reads the message: `scan` as far as its keys, `whole` to its end. Of a body that is not all at hand what was
   * not reached stays undefined and `agrees` is false.
   *
   * @throws FicusError `malformed` for what the entry checks refuse: XML that is none or that two readers could
   * understand differently, an envelope without exactly one of each of its parts; `unsupported-media` for a body
   * with a content coding.
   */
  scan(received: Received, body: Body, need: 'scan' | 'whole'): Identified
}

/** A message whose envelope was read, of either kind. */
const ENVELOPES = { soap: readSoap, ebxml: readEbxml } as const

const isEnveloped = (language: string): language is keyof typeof ENVELOPES => language in ENVELOPES

/** Builds the identifier of everything the products know. Throws where two interactions have one id. */
export function createIdentifier(interactions: readonly Interaction[]): Identifier {
  return new InteractionIndex(interactions)
}

const NOBODY = partyOf(undefined, undefined)
const NO_KEYS: Keys = Object.freeze({})
const NOTHING_TO_READ: KeyReading = Object.freeze({ keys: NO_KEYS, isAmbiguous: false })

/** A message whose bytes are not its own cannot be read; where nobody reads it, it may pass. */
function refuseCoded(headers: RawHeaders): void {
  const coding = headerOf(headers, 'content-encoding')?.trim().toLowerCase() ?? 'identity'
  if (coding !== 'identity') throw new FicusError('unsupported-media', 'content coding')
}

type Said = Omit<Identified, keyof Received>

/** What is known of a message that stays closed. */
const NOT_READ = {
  agrees: undefined,
  messageId: undefined,
  payloadId: undefined,
  conversationId: undefined,
  from: NOBODY,
  to: NOBODY,
  cpaId: undefined,
  keys: NO_KEYS,
} as const

class InteractionIndex implements Identifier {
  readonly #byId: ReadonlyMap<string, Interaction>
  readonly #calls: RestCalls
  readonly #readers: Hl7Readers
  readonly #resources: ReadonlyMap<Interaction, FhirReader>

  constructor(interactions: readonly Interaction[]) {
    this.#byId = new Map(interactions.map(interaction => [interaction.id, interaction]))
    if (this.#byId.size !== interactions.length) throw new Error('two interactions have one id')
    this.#calls = compileRestCalls(interactions)
    this.#readers = compileHl7Readers(interactions)
    this.#resources = new Map(
      interactions
        .filter(({ rest }) => rest !== undefined)
        .map(interaction => [interaction, compileFhirReader(interaction.keys)]),
    )
  }

  headInteraction(received: Received): string | undefined {
    const { language, headers } = received
    if (isEnveloped(language)) return nameInSoapAction(headers)
    return this.#rest(received, readRestHead(headers)).interaction
  }

  fromHead(received: Received, body: Body, need: 'headers' | 'kept'): Identified {
    const { language, headers } = received
    if (!isEnveloped(language)) return this.#fromRest(received, body, need)
    const interaction = nameInSoapAction(headers)
    return { ...received, ...NOT_READ, need, ...this.#known(interaction), interaction, body }
  }

  scan(received: Received, body: Body, need: 'scan' | 'whole'): Identified {
    const { language, headers } = received
    if (!isEnveloped(language)) return this.#fromRest(received, body, need)
    refuseCoded(headers)
    const reading = ENVELOPES[language](bytesAtHand(body), {
      readers: this.#readers,
      contentType: lineOf(headers, 'content-type') ?? '',
      isWhole: body.kind !== 'stream',
      until: need === 'scan' ? 'known' : 'end',
    })
    return { ...received, need, body, ...this.#judged(nameInSoapAction(headers), reading) }
  }

  #known(id: string | undefined): Pick<Identified, 'product' | 'class' | 'creates'> {
    const known = id === undefined ? undefined : this.#byId.get(id)
    const { product, creates, class: klass = 'unknown' } = known ?? {}
    return { product, class: klass, ...(creates && { creates }) }
  }

  /** Holds what the head names against what the message says. */
  #judged(inHead: string | undefined, reading: Reading): Omit<Said, 'need' | 'body'> {
    const { named, holdsTogether, ...said } = reading
    const names = new Set([inHead, ...named])
    const [interaction] = [...names].filter(name => name !== undefined)
    const known = this.#known(interaction)
    const contradicts = names.size - (names.has(undefined) ? 1 : 0) > 1
    return {
      ...said,
      interaction,
      ...known,
      // Whatever one of its places calls a read, another does not: nobody may send it twice.
      class: contradicts ? 'write' : known.class,
      agrees: names.size === 1 && interaction !== undefined && holdsTogether,
    }
  }

  /**
   * A call through the Spine Secure Proxy is named by its header, since its path is the provider's. Where a product
   * knows that name, method and path have to be those of its call, or the name counts for nothing: so does that of an
   * interaction that has other places to name it.
   */
  #rest(
    { method, target }: Received,
    { interaction: named }: RestHead,
  ): { interaction: string | undefined; fitting: FittingCall | undefined } {
    if (named !== undefined && !this.#byId.has(named)) {
      return { interaction: named, fitting: undefined }
    }
    const fitting = this.#calls(method, target, named)
    return { interaction: fitting?.call.interaction.id, fitting }
  }

  #fromRest(received: Received, body: Body, need: Need): Identified {
    const { headers } = received
    const head = readRestHead(headers)
    const { interaction, fitting } = this.#rest(received, head)
    const isRead = need === 'scan' || need === 'whole'
    const inBody = isRead ? this.#keysInBody(fitting, body, headers) : undefined
    const inHead = fitting === undefined ? NO_KEYS : keysOfCall(fitting, headers)
    const known = this.#known(interaction)
    return {
      ...received,
      need,
      body,
      interaction,
      product: known.product,
      class: known.class,
      // Nothing in the body of a REST call can name another interaction than its head does.
      agrees: inBody && !inBody.isAmbiguous,
      messageId: head.messageId,
      conversationId: head.conversationId,
      from: partyOf(head.fromAsid, head.fromParty),
      to: partyOf(head.toAsid, undefined),
      cpaId: undefined,
      keys: inBody === undefined ? inHead : { ...inBody.keys, ...inHead },
    }
  }

  #keysInBody(fitting: FittingCall | undefined, body: Body, headers: RawHeaders): KeyReading {
    const read = fitting && this.#resources.get(fitting.call.interaction)
    if (read === undefined) return NOTHING_TO_READ
    refuseCoded(headers)
    const contentType = lineOf(headers, 'content-type') ?? ''
    return read(bytesAtHand(body), contentType, body.kind !== 'stream')
  }
}
