const names = new Map<string, string>()
const attributes = new Map<string, string>()

/** Keeps a name a table of ours says, `@name` of an attribute: no message adds to them. */
export function keepName(name: string): void {
  if (names.has(name)) return
  names.set(name, name)
  if (name.startsWith('@')) attributes.set(name.slice(1), name)
}

/** Gives a table's own string for a name of a message that is the same, so that one look tells them apart. */
export const keptName = (name: string): string => names.get(name) ?? name

/** Gives what an attribute is called in a path. */
export const keptAttribute = (name: string): string => attributes.get(name) ?? `@${name}`
