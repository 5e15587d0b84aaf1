import type { Leaves } from './eps-by-hand.ts'

// A small reader of Tasks for checks that share nothing with what they check: JSON.parse, and what is contained in
// the place of each reference to it.

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }
type Resource = Readonly<Record<string, Json>>

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '')

const isObject = (value: Json): value is Resource =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const listOf = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? (value as readonly Json[]) : []

/** What an extension or an identifier is told apart by, which is the end of its URL. */
function kindOf(value: Json): string {
  if (!isObject(value)) return ''
  const named = textOf(value['url'] ?? (value['value'] === undefined ? '' : value['system']))
  return named === '' ? '' : `[${named.slice(named.lastIndexOf('/') + 1)}]`
}

/** Reads every leaf of a Task as `path=value`; what it contains is told where it is pointed at. */
export function leavesOfTask(text: string): Leaves {
  const task = JSON.parse(text) as Resource // what somebody published, or what was written just now
  const contained = listOf(task['contained']).filter(isObject)
  const at = new Map(contained.map(each => [`#${textOf(each['id'])}`, each]))
  const leaves: string[] = []
  const tell = (value: Json, path: string): void => {
    if (Array.isArray(value)) {
      for (const each of value as readonly Json[]) tell(each, `${path}${kindOf(each)}`)
    } else if (isObject(value)) {
      for (const [name, each] of Object.entries(value)) {
        const target = name === 'reference' ? at.get(textOf(each)) : undefined
        if (target !== undefined) tell(target, `${path}/${textOf(target['resourceType'])}`)
        else if (name !== 'contained') tell(each, path === '' ? name : `${path}/${name}`)
      }
    } else leaves.push(`${path}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
  }
  tell(task, '')
  return leaves.filter(leaf => !/(?:^|\/)(?:id|resourceType|url)=/.test(leaf)).toSorted()
}
