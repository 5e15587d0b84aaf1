/**
 * Header lines as they stood on the wire: name, value, name, value … in their order, case and duplicates.
 * Values are latin1 strings, as node:http gives and takes them.
 */
export type RawHeaders = readonly string[]

/** Finds the first value of a header; `name` in lower case. */
export function headerOf(headers: RawHeaders, name: string): string | undefined {
  for (let i = 0; i < headers.length; i += 2) {
    const own = headers[i] as string
    if (own.length === name.length && own.toLowerCase() === name) return headers[i + 1]
  }
  return undefined
}

/** Collects every value of a header in wire order; `name` in lower case. */
export function headersOf(headers: RawHeaders, name: string): string[] {
  const values: string[] = []
  for (let i = 0; i < headers.length; i += 2) {
    if ((headers[i] as string).toLowerCase() === name) values.push(headers[i + 1] as string)
  }
  return values
}

/** Says whether a comma-separated header value holds a token, whatever its case (RFC 9110 §5.6.1). */
export function hasToken(value: string | undefined, token: string): boolean {
  return (
    value !== undefined &&
    value.split(',').some(part => part.trim().toLowerCase() === token.toLowerCase())
  )
}
