import type { Lanes } from './hash.ts'
import { NEVER_IGNORED_BESIDE } from './never-ignored.ts'
import type { Position } from './positions.ts'
import type { JsonValue } from '../json/index.ts'
import { byName, createNode, type TreeNode } from './tree.ts'

type JsonObject = Extract<JsonValue, { is: 'object' }>

/** A property or a member of a list, and where it stands. */
interface Standing {
  readonly name: string
  readonly at: Position
  readonly isProtected?: boolean
}

/**
 * Makes the canonical tree of a JSON value: properties in one order. A resource's type is a step of its path:
 * `Patient/name/family`, `Bundle/entry/resource/Patient/id`.
 */
export function treeOfJson(value: JsonValue, standing: Standing, lanes: Lanes): TreeNode {
  const { at, isProtected } = standing
  const { name } = standing
  switch (value.is) {
    case 'object':
      return createNode(
        { name, form: 'object', at, children: () => withType(value, at, lanes) },
        lanes,
      )
    case 'list': {
      const member = { ...standing, name: '' }
      const children = (): readonly TreeNode[] =>
        value.items.map(item => treeOfJson(item, member, lanes))
      return createNode({ name, form: 'list', at, children }, lanes)
    }
    default: {
      const leaf = { name, form: value.is, at, value: value.text }
      return createNode({ ...leaf, ...(isProtected !== undefined && { isProtected }) }, lanes)
    }
  }
}

function withType(value: JsonObject, at: Position, lanes: Lanes): TreeNode[] {
  const type = value.properties.get('resourceType')
  if (type?.is !== 'string') return propertiesOf(value, at, lanes)
  const within = at.next(type.text)
  const children = (): readonly TreeNode[] => propertiesOf(value, within, lanes)
  return [createNode({ name: type.text, form: 'object', at: within, children }, lanes)]
}

function propertiesOf({ properties }: JsonObject, at: Position, lanes: Lanes): TreeNode[] {
  const beside = NEVER_IGNORED_BESIDE.filter(({ sibling, is }) => {
    const value = properties.get(sibling)
    return value?.is === 'string' && value.text === is
  })
  return byName(
    [...properties].map(([name, value]) => {
      const place = at.next(name)
      const isProtected = beside.some(({ leaf }) => leaf === name)
      return treeOfJson(value, { name, at: place, isProtected }, lanes)
    }),
  )
}
