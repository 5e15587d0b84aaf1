import { headerOf, type RawHeaders } from '../exchange/index.ts'
import { CommandError, EXIT } from './terminal.ts'

/** A request as it lies in a file. */
export interface RequestFile {
  readonly method: string
  readonly target: string
  readonly headers: RawHeaders
  readonly body: Buffer
  /** Everything that was not in the file and had to be taken for granted, in words. */
  readonly assumed: readonly string[]
}

/** What the command line says of the head; it wins over the file. */
export interface HeadOptions {
  readonly method?: string
  readonly path?: string
  /** `Name: value` lines. */
  readonly header?: readonly string[]
}

const REQUEST_LINE = /^([A-Z]+) (\S+) HTTP\/1\.[01]$/
const HEADER_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/

/** Says whether bytes begin as a request with its head does. */
export function isRequestLine(bytes: Buffer): boolean {
  const [line = ''] = bytes.subarray(0, 16_384).toString('latin1').split(/\r?\n/, 1)
  return REQUEST_LINE.test(line)
}

/**
 * Reads a raw HTTP request, or a body alone for which a head is made up and said. Line ends are CRLF or LF. Throws
 * a CommandError that names the line, never its text, where it is neither.
 */
export function readRequestFile(file: string, bytes: Buffer, options: HeadOptions): RequestFile {
  if (bytes.length === 0) throw wrong(file, 'is empty')
  const read = isRequestLine(bytes) ? readRaw(file, bytes) : headFor(file, bytes)
  const given = (options.header ?? []).map(line =>
    headerIn(line, `--header ${JSON.stringify(line)}`),
  )
  const names = new Set(given.map(([name]) => name.toLowerCase()))
  const kept = pairsOf(read.headers).filter(([name]) => !names.has(name.toLowerCase()))
  return {
    ...read,
    method: options.method ?? read.method,
    target: options.path ?? read.target,
    headers: [...kept, ...given].flat(),
    assumed: read.assumed.filter(each => !isGiven(each, options, names)).map(({ says }) => says),
  }
}

interface Assumption {
  /** The header, or the part of the request line, that was made up. */
  readonly what: string
  readonly says: string
}

type Read = Omit<RequestFile, 'assumed'> & { readonly assumed: readonly Assumption[] }

const isGiven = (
  { what }: Assumption,
  options: HeadOptions,
  names: ReadonlySet<string>,
): boolean => (what === 'method' || what === 'path' ? options[what] !== undefined : names.has(what))

function readRaw(file: string, bytes: Buffer): Read {
  const [, lines = '', end = ''] = /^(.*?)(\r?\n\r?\n|$)/s.exec(bytes.toString('latin1')) ?? []
  if (end === '') throw wrong(file, 'is a request whose head has no end: an empty line is missing')
  const [requestLine = '', ...headerLines] = lines.split(/\r?\n/)
  const [, method = '', target = ''] = REQUEST_LINE.exec(requestLine) ?? []
  const headers = headerLines.flatMap((line, i) => headerIn(line, `${file}: line ${i + 2}`))
  if (headerOf(headers, 'transfer-encoding') !== undefined) {
    throw wrong(file, 'has a Transfer-Encoding: give the body as it is once that is undone')
  }
  const body = bytes.subarray(lines.length + end.length)
  const length = headerOf(headers, 'content-length')
  if (length === undefined || length === String(body.length)) {
    return { method, target, headers, body, assumed: [] }
  }
  const says = `the body is the ${body.length} bytes in the file; its Content-Length is another`
  return { method, target, headers, body, assumed: [{ what: 'content-length', says }] }
}

const STARTS: readonly (readonly [RegExp, type: (start: RegExpExecArray) => string])[] = [
  [
    /^\s*(?:<\?[^>]*>\s*)?<[\w-]+\s[^>]*\bxmlns\s*=\s*["']http:\/\/hl7\.org\/fhir["']/,
    () => 'application/fhir+xml; charset=UTF-8',
  ],
  [/^\s*</, () => 'text/xml; charset=UTF-8'],
  [
    /^(?:[\w-]+:[^\n]*\n)*\s*--([^\r\n]+?)[ \t]*\r?\n/,
    ([, boundary = '']) => `multipart/related; boundary="${boundary}"; type="text/xml"`,
  ],
  [/^\s*[[{]/, () => 'application/fhir+json'],
]

/** Makes up the head a supplier would most likely have sent with such a body. */
function headFor(file: string, body: Buffer): Read {
  const text = body
    .subarray(0, 16_384)
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
  for (const [start, typeOf] of STARTS) {
    const found = start.exec(text)
    if (found === null) continue
    const contentType = typeOf(found)
    return {
      method: 'POST',
      target: '/',
      headers: ['Content-Type', contentType],
      body,
      assumed: [
        { what: 'method', says: 'method POST' },
        { what: 'path', says: 'path /' },
        { what: 'content-type', says: `Content-Type: ${contentType}` },
      ],
    }
  }
  throw wrong(file, 'begins like no HTTP request, XML, MIME or JSON')
}

function headerIn(line: string, where: string): [name: string, value: string] {
  const [, name, value = ''] = HEADER_LINE.exec(line) ?? []
  if (name === undefined) throw wrong(where, "is not a header line; write 'Name: value'")
  return [name, value]
}

const pairsOf = (headers: RawHeaders): [string, string][] =>
  Array.from({ length: headers.length / 2 }, (_, i) => [
    headers[2 * i] ?? '',
    headers[2 * i + 1] ?? '',
  ])

const wrong = (what: string, says: string): CommandError =>
  new CommandError(EXIT.usage, `${what} ${says}`)
