import type { Draft } from './request-message.ts'

/** Writes one query parameter: its value and what it is about, in the order of the style. */
export function parameter(draft: Draft, name: string, value: string): string {
  const { valueFirst, capitalSemantics } = draft.style
  const about = capitalSemantics ? name.charAt(0).toUpperCase() + name.slice(1) : name
  const semantics = `<semanticsText>${about}</semanticsText>`
  return `<${name}>${valueFirst ? value + semantics : semantics + value}</${name}>`
}
