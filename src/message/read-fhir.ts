import { isUtf8 } from 'node:buffer'
import { FicusError } from '../exchange/index.ts'
import { parameterOf } from '../xml/index.ts'
import type { KeyPaths, KeyTable } from './interaction.ts'
import { KEY_NAMES, type KeyReading, pickKeys } from './keys.ts'
import { NS } from './names.ts'
import { compilePathSet, createPathReader } from './path-reader.ts'
import { compilePath } from './paths.ts'
import { readDocument } from './reading.ts'

const NO_KEYS: KeyReading = Object.freeze({ keys: {}, isAmbiguous: false })
/** A resource that broke off may name anybody. */
const UNREAD: KeyReading = Object.freeze({ keys: {}, isAmbiguous: true })

/** Of a reference or a `system|value` token, the identifier in it. */
export const identifierIn = (value: string): string =>
  value.slice(Math.max(value.lastIndexOf('/'), value.lastIndexOf('|')) + 1)

/** Reads the keys a REST interaction says its resource carries. */
export type FhirReader = (bytes: Buffer, contentType: string, isWhole: boolean) => KeyReading

/**
 * Compiles the reading of one REST interaction's resource, in JSON or in FHIR's XML. One that is not all there is
 * not read and counts as ambiguous. The reader throws `malformed` for what is not UTF-8, JSON or XML.
 */
export function compileFhirReader(keys: KeyTable): FhirReader {
  if (KEY_NAMES.every(name => keys[name] === undefined)) return () => NO_KEYS
  const inXml = compileXmlReader(keys)
  return (bytes, contentType, isWhole) => {
    if (!isWhole) return UNREAD
    if (bytes.length === 0) return NO_KEYS
    return /[/+]xml\b/i.test(contentType) ? inXml(bytes, contentType) : inJson(bytes, keys)
  }
}

function compileXmlReader(keys: KeyTable): (bytes: Buffer, contentType: string) => KeyReading {
  const all = KEY_NAMES.flatMap(name =>
    (keys[name] ?? []).map(
      (path, place) => [`${name} ${place}`, compilePath(path, 'fhir')] as const,
    ),
  )
  const paths = compilePathSet(all)
  return (bytes, contentType) => {
    const reader = createPathReader(paths)
    const within = { open: reader.open, close: reader.close }
    const events = {
      open: (
        ns: string,
        name: string,
        attributes: Parameters<typeof within.open>[2],
        depth: number,
      ) => {
        if (depth > 1) within.open(ns, name, attributes)
        else if (ns !== NS.fhir) throw new FicusError('malformed', 'not a FHIR resource')
      },
      close: (_ns: string, _name: string, depth: number) => {
        if (depth > 1) within.close()
      },
    }
    readDocument(events, bytes, true, parameterOf(contentType, 'charset'))
    return pickKeys(keys, (name, place) => reader.all(`${name} ${place}`).map(identifierIn))
  }
}

function inJson(bytes: Buffer, keys: KeyTable): KeyReading {
  if (!isUtf8(bytes)) throw new FicusError('malformed', 'not UTF-8')
  const resource = parseJson(bytes.toString('utf8'))
  const at = (paths: KeyPaths | undefined, place: number): string[] =>
    valuesAt(resource, paths?.[place]?.split('/') ?? [])
  return pickKeys(keys, (name, place) => at(keys[name], place).map(identifierIn))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The parser's own words quote the text, so they end here.
    throw new FicusError('malformed', 'not JSON')
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** Collects the strings a path of property names leads to, through arrays. */
function valuesAt(value: unknown, steps: readonly string[]): string[] {
  if (Array.isArray(value)) return value.flatMap(item => valuesAt(item, steps))
  const [step, ...rest] = steps
  if (step === undefined) return typeof value === 'string' ? [value] : []
  if (!isObject(value) || !Object.hasOwn(value, step)) return []
  return valuesAt(value[step], rest)
}
