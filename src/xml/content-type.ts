// One parameter: a name, then a quoted string or anything up to the next `;` or blank. Spine's own senders leave
// values with `=`, `@` and `/` unquoted, which RFC 2045 §5.1 does not allow.
const PARAMETER = /;\s*(?:([^\s;="]+)\s*=\s*(?:"((?:[^"\\]|\\[^])*)"|([^\s;"]*))\s*)?/y

function parametersOf(contentType: string, name: string): string[] {
  const wanted = name.toLowerCase()
  const values: string[] = []
  let at = contentType.indexOf(';')
  while (at !== -1 && at < contentType.length) {
    PARAMETER.lastIndex = at
    const [all, own, quoted, bare] = PARAMETER.exec(contentType) ?? []
    if (all === undefined) return []
    if (own?.toLowerCase() === wanted) values.push(quoted?.replace(/\\([^])/g, '$1') ?? bare ?? '')
    at += all.length
  }
  return values
}

/**
 * Finds a parameter of a Content-Type, e.g. `charset`, `start`, `type`; its name in any case, its value without
 * quotes. Undefined where it is absent, given twice (readers differ on which one holds) or the parameters cannot
 * be read.
 */
export function parameterOf(contentType: string, name: string): string | undefined {
  const [value, second] = parametersOf(contentType, name)
  return second === undefined ? value : undefined
}

/** The media type without its parameters, in lower case. */
export const mediaTypeOf = (contentType: string): string =>
  (contentType.split(';', 1)[0] ?? '').trim().toLowerCase()

/** Finds the boundary of a multipart Content-Type; undefined for any other type. */
export const boundaryOf = (contentType: string): string | undefined =>
  mediaTypeOf(contentType).startsWith('multipart/')
    ? parameterOf(contentType, 'boundary')
    : undefined
