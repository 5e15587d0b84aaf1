/** Any part of a FHIR resource as it was sent. */
export type Json = Readonly<Record<string, unknown>>

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null

/** Reads a body as JSON; gives undefined where it is none, or no object. */
export function jsonOf(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isJson(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Gives what stands at a dotted path, numbers counting in lists; undefined where nothing does. */
export const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((sofar, name) => (isJson(sofar) ? sofar[name] : undefined), value)

/** Gives the text at a path; undefined where there is none or it is empty. */
export function textAt(value: unknown, path: string): string | undefined {
  const found = at(value, path)
  return typeof found === 'string' && found !== '' ? found : undefined
}

/** Gives the objects of the list at a path. */
export function listAt(value: unknown, path: string): readonly Json[] {
  const found = at(value, path)
  return Array.isArray(found) ? found.filter(isJson) : []
}

/** Finds an extension by the last part of its address. */
export const extensionOf = (value: unknown, name: string): Json | undefined =>
  listAt(value, 'extension').find(each => textAt(each, 'url')?.split('/').at(-1) === name)

/** Finds the value of the identifier of a system, by the last part of the system's address. */
export const identifierOf = (value: unknown, system: string): string | undefined =>
  textAt(
    listAt(value, 'identifier').find(each => textAt(each, 'system')?.split('/').at(-1) === system),
    'value',
  )

/** Gives the resources of a type that a Bundle holds. */
export const entriesOf = (bundle: unknown, type: string): readonly Json[] =>
  listAt(bundle, 'entry')
    .map(({ resource }) => resource)
    .filter(isJson)
    .filter(({ resourceType }) => resourceType === type)

/** Finds what a reference means: a resource contained beside it, or one of the Bundle around it. */
export function resolved(
  reference: string | undefined,
  beside: unknown,
  bundle?: unknown,
): Json | undefined {
  const contained = listAt(beside, 'contained').find(({ id }) => `#${String(id)}` === reference)
  const entry = listAt(bundle, 'entry').find(({ fullUrl }) => fullUrl === reference)?.['resource']
  return contained ?? (reference !== undefined && isJson(entry) ? entry : undefined)
}
