import { NS } from './names.ts'
import {
  afterBlanks,
  declarationsIn,
  type Declarations,
  elementAt,
  isInScope,
  isPlain,
} from './plain-text.ts'

/** How far a search looks: what it seeks stands in the first two kilobytes. */
export const SEARCH_UP_TO = 4096

const RELATES_TO = 'RelatesTo'
const REFERS_TO = 'RefToMessageId'
const MESSAGE_REF = 'messageRef'
const MESSAGE_ID = 'MessageID'
const EB_MESSAGE_ID = ':MessageId'
/** The element behind which an answer names no request any more. */
const PAST_IDS = 'ControlActEvent'

/** The prefix of the tag `<prefix:name>` or `</prefix:name>` at a place; undefined where there is another. */
function tagAt(text: string, at: number, opening: '<' | '</', name: string): string | undefined {
  const colon = text.indexOf(':', at)
  if (!text.startsWith(opening, at) || !text.startsWith(`${name}>`, colon + 1)) return undefined
  return text.slice(at + opening.length, colon)
}

const afterTag = (text: string, at: number): number => afterBlanks(text, text.indexOf('>', at) + 1)

const means = (declared: Declarations | undefined, prefix: string, ns: string): boolean =>
  declared?.get(prefix)?.ns === ns

/**
 * Finds the wsa:MessageID of a SOAP request where it is the first thing in its header; undefined wherever the
 * parser could find another or none.
 */
export function searchMessageId(text: string): string | undefined {
  const at = text.indexOf(MESSAGE_ID)
  const element = at === -1 ? undefined : elementAt(text, at, MESSAGE_ID)
  if (element === undefined) return undefined
  const before = text.lastIndexOf('<', element.start - 1)
  const soap = tagAt(text, before, '<', 'Header')
  if (soap === undefined || afterTag(text, before) !== element.start) return undefined
  const end = text.indexOf(`</${soap}:Header>`, element.end)
  if (end === -1 || tagAt(text, afterTag(text, end), '<', 'Body') !== soap) return undefined
  const region = text.slice(0, end)
  if (region.includes(MESSAGE_ID, element.end) || !isPlain(region)) return undefined
  const declared = declarationsIn(region)
  const isMeant = means(declared, soap, NS.soap) && means(declared, element.prefix, NS.wsa)
  return isMeant ? element.text : undefined
}

/**
 * Finds the eb:MessageId in the first part of a multipart request; undefined wherever the parser could find
 * another or none.
 */
export function searchMessageIdInParts(text: string, delimiter: string): string | undefined {
  const part = text.indexOf(`--${delimiter}`)
  const end = text.indexOf(`--${delimiter}`, part + delimiter.length)
  const xml = text.indexOf('<?xml', part)
  if (part === -1 || end === -1 || xml === -1) return undefined
  const region = text.slice(xml, end)
  const at = region.indexOf(EB_MESSAGE_ID) + 1
  const element = at === 0 ? undefined : elementAt(region, at, 'MessageId')
  if (element === undefined) return undefined
  const before = region.lastIndexOf('<', element.start - 1)
  const eb = tagAt(region, before, '<', 'MessageData')
  if (eb !== element.prefix || afterTag(region, before) !== element.start) return undefined
  if (region.includes(EB_MESSAGE_ID, element.end) || !isPlain(region)) return undefined
  return means(declarationsIn(region), eb, NS.eb) ? element.text : undefined
}

/**
 * Looks whether every id that the text of an answer names is expected: `bound` where the parser would find the
 * same, `unstated` where nothing in a whole text could be an id, undefined for all else.
 */
export function searchAnswer(
  text: string,
  isAll: boolean,
  isExpected: (id: string) => boolean,
): 'bound' | 'unstated' | undefined {
  const at = text.indexOf(RELATES_TO)
  if (at !== -1) return searchSoap(text, at, isAll, isExpected)
  if (!isAll) return undefined
  if (text.includes(REFERS_TO)) return searchEbxml(text, isExpected)
  return text.includes(MESSAGE_REF) ? undefined : 'unstated'
}

function searchSoap(
  text: string,
  at: number,
  isAll: boolean,
  isExpected: (id: string) => boolean,
): 'bound' | undefined {
  const relates = elementAt(text, at, RELATES_TO)
  if (relates === undefined || !isExpected(relates.text)) return undefined
  // The last thing in its header, which proves whose child it is.
  const header = afterBlanks(text, relates.end)
  const soap = tagAt(text, header, '</', 'Header')
  if (soap === undefined) return undefined
  const reference = referenceAfter(text, header)
  if (reference === undefined ? !isAll : !isExpected(reference.id)) return undefined
  const region = reference === undefined ? text : text.slice(0, reference.end)
  if (!isPlain(region) || namesMore(region, relates.start, relates.end)) return undefined
  const declared = declarationsIn(region)
  const isMeant =
    means(declared, soap, NS.soap) &&
    means(declared, relates.prefix, NS.wsa) &&
    (reference === undefined || isHl7(region, reference.prefix, declared))
  return isMeant ? 'bound' : undefined
}

/** Whether a region could name a request elsewhere than between two places, or ends behind its last id. */
function namesMore(region: string, start: number, end: number): boolean {
  if (region.includes(RELATES_TO, end) || region.includes(REFERS_TO)) return true
  const past = region.indexOf(PAST_IDS)
  return past !== -1 && past < start
}

const REFERENCE =
  /messageRef>[ \t\r\n]*<((?:[A-Za-z_][\w.-]*:)?)id root="([^"<&]*)"[ \t\r\n]*\/>[ \t\r\n]*<\/\1messageRef>/y

/** The first thing an application's reference could be. */
interface Reference {
  readonly prefix: string
  /** '' where it is not written the usual way. */
  readonly id: string
  readonly end: number
}

const UNCLEAR: Reference = Object.freeze({ prefix: '', id: '', end: 0 })

function referenceAfter(text: string, from: number): Reference | undefined {
  const at = text.indexOf(MESSAGE_REF)
  if (at === -1) return undefined
  if (at < from) return UNCLEAR
  REFERENCE.lastIndex = at
  const [all, tagPrefix = '', id = ''] = REFERENCE.exec(text) ?? []
  const isUsual = all !== undefined && text.startsWith(`<${tagPrefix}`, at - tagPrefix.length - 1)
  const end = at + (all?.length ?? 0)
  return { prefix: tagPrefix.slice(0, -1), id: isUsual ? id : '', end }
}

function isHl7(region: string, prefix: string, declared: Declarations | undefined): boolean {
  const declaration = declared?.get(prefix)
  if (declaration?.ns !== NS.hl7) return false
  return prefix !== '' || isInScope(region, declaration)
}

function searchEbxml(text: string, isExpected: (id: string) => boolean): 'bound' | undefined {
  if (text.includes(MESSAGE_REF) || text.includes(PAST_IDS) || !isPlain(text)) return undefined
  const declared = declarationsIn(text)
  let isInMessageData = false
  for (let at = text.indexOf(REFERS_TO); at !== -1; at = text.indexOf(REFERS_TO, at)) {
    const refers = elementAt(text, at, REFERS_TO)
    if (refers === undefined || !isExpected(refers.text)) return undefined
    if (!means(declared, refers.prefix, NS.eb)) return undefined
    at = refers.end
    const parent = tagAt(text, afterBlanks(text, at), '</', 'MessageData')
    isInMessageData ||= parent === refers.prefix
  }
  return isInMessageData ? 'bound' : undefined
}
