import type { Keys, RawHeaders } from '../exchange/index.ts'
import { lineOf } from './head.ts'
import type { Interaction, RestCall } from './interaction.ts'
import { isKey, isKeyName, KEY_NAMES } from './keys.ts'
import { identifierIn } from './read-fhir.ts'

/** One `name` or `name={key}` of a call's query. */
interface Parameter {
  readonly name: string
  readonly key: string | undefined
}

/** A call taken apart. */
interface Call {
  readonly interaction: Interaction
  /** What each `{name}` is called, from the path's end. */
  readonly names: readonly string[]
  readonly query: readonly Parameter[]
  readonly headers: RestCall['headers']
}

/** The segments a path may still have, counted from its end. */
interface Node {
  readonly literal: Map<string, Node>
  any: Node | undefined
  readonly calls: Call[]
}

/** A call that fits a request, and what stands at its `{name}`s from the path's end. */
export interface FittingCall {
  readonly call: Call
  readonly segments: readonly string[]
  readonly target: string
}

/** Finds the REST call a head makes; through the Spine Secure Proxy it is the one its header names or none. */
export type RestCalls = (
  method: string,
  target: string,
  named: string | undefined,
) => FittingCall | undefined

const PLACEHOLDER = /^\{(\w+)\}$/

const nodeOf = (): Node => ({ literal: new Map(), any: undefined, calls: [] })

function parameterIn(piece: string): Parameter {
  const [name = '', value = ''] = piece.split('=')
  return { name: decoded(name), key: PLACEHOLDER.exec(value)?.[1] }
}

function add(root: Node, interaction: Interaction, rest: RestCall): void {
  const [path = '', query] = rest.path.split('?')
  const names: string[] = []
  let node = root
  for (const segment of path.split('/').slice(1).reverse()) {
    const name = PLACEHOLDER.exec(segment)?.[1]
    if (name !== undefined) {
      names.push(name)
      node = node.any ??= nodeOf()
      continue
    }
    const next = node.literal.get(segment) ?? nodeOf()
    node.literal.set(segment, next)
    node = next
  }
  const parameters = query === undefined ? [] : query.split('&').map(parameterIn)
  node.calls.push({ interaction, names, query: parameters, headers: rest.headers })
  // The call that asks for most comes first.
  node.calls.sort((a, b) => b.query.length - a.query.length)
}

/** Which calls are held against a target: those of its method or, behind a name, the one of that name. */
const groupOf = (method: string, named: string | undefined): string =>
  named === undefined ? method : `${method} ${named}`

/**
 * Compiles the calls of every REST interaction. Of several that fit, the one with the longest path is taken, a
 * segment given before a `{name}`, and of one path the one that asks for most of the query.
 */
export function compileRestCalls(interactions: readonly Interaction[]): RestCalls {
  const groups = new Map<string, Node>()
  for (const interaction of interactions) {
    const { id, rest } = interaction
    if (rest === undefined) continue
    const group = groupOf(rest.method, rest.isProxied && id)
    const root = groups.get(group) ?? nodeOf()
    groups.set(group, root)
    add(root, interaction, rest)
  }
  return (method, target, named) => {
    const root = groups.get(groupOf(method, named))
    if (root === undefined || isProxied(target) !== (named !== undefined)) return undefined
    const mark = target.indexOf('?')
    return find(root, target, mark === -1 ? target.length : mark, [])
  }
}

// The Spine Secure Proxy is asked for `/https://provider/…`: that path is another house's.
const isProxied = (target: string): boolean =>
  target.startsWith('/http') && /^\/https?(?::|%3a)/i.test(target)

/** Walks a path from its end, most particular first; `end` is where the segments not yet walked end. */
function find(
  node: Node,
  target: string,
  end: number,
  segments: readonly string[],
): FittingCall | undefined {
  const slash = end === 0 ? -1 : target.lastIndexOf('/', end - 1)
  if (slash !== -1) {
    const segment = target.slice(slash + 1, end)
    const literal = node.literal.get(segment)
    const further = literal && find(literal, target, slash, segments)
    if (further !== undefined) return further
    const isOperation = segment.startsWith('$')
    const any = segment === '' || isOperation ? undefined : node.any
    const fitting = any && find(any, target, slash, [...segments, segment])
    if (fitting !== undefined) return fitting
  }
  const call = node.calls.find(({ query }) => query.every(({ name }) => has(target, name)))
  return call && { call, segments, target }
}

const has = (target: string, name: string): boolean => queryOf(target)?.has(name) ?? false

function queryOf(target: string): URLSearchParams | undefined {
  const mark = target.indexOf('?')
  return mark === -1 ? undefined : new URLSearchParams(target.slice(mark + 1))
}

function decoded(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Reads the keys that stand in a call's path, query and headers. */
export function keysOfCall({ call, segments, target }: FittingCall, headers: RawHeaders): Keys {
  const keys: { [name in (typeof KEY_NAMES)[number]]?: string } = {}
  const put = (name: string | undefined, value: string | null | undefined): void => {
    if (name === undefined || !isKeyName(name) || typeof value !== 'string') return
    const key = identifierIn(value)
    if (isKey(name, key)) keys[name] = key
  }
  call.names.forEach((name, i) => put(name, decoded(segments[i] ?? '')))
  if (call.query.length > 0) {
    const query = queryOf(target)
    for (const { name, key } of call.query) {
      const [value, second] = query?.getAll(name) ?? []
      if (second === undefined) put(key, value)
    }
  }
  for (const [name, header] of Object.entries(call.headers ?? {})) {
    put(name, lineOf(headers, header.toLowerCase()))
  }
  return keys
}
