import { isFicusError } from '../exchange/index.ts'
import type { Problem } from './decline.ts'
import { treeOfJson } from './json-tree.ts'
import { codesIn } from './outcomes.ts'
import { foundIn } from './searchset.ts'
import type { Negative, OutcomeRow } from './spec.ts'
import type { Table } from './table.ts'
import type { Tree } from './tree.ts'

/** What an answer of the cloud came to, whoever asked: one resource, one of legacy's negative answers, or neither. */
export type CameTo =
  | { readonly kind: 'one'; readonly resource: Tree }
  | { readonly kind: 'negative'; readonly negative: Negative }
  | { readonly kind: 'unclear'; readonly problem: Problem }
  | { readonly kind: 'unknown'; readonly says: string }

const SUCCESS = 200

/** Reads a body; undefined where it is no JSON we take. */
export function resourceIn(body: Buffer): Tree | undefined {
  try {
    return treeOfJson(body)
  } catch (error) {
    if (isFicusError(error)) return undefined
    throw error
  }
}

function outcomeRow(
  { spec }: Table,
  status: number,
  resource: Tree | undefined,
): OutcomeRow | undefined {
  const codes = resource === undefined ? [] : codesIn(resource)
  return spec.answer.outcomes.find(row => row.status === status && codes.includes(row.code))
}

/** Says what an answer came to, by its status and what it holds. */
export function cameTo(table: Table, status: number, resource: Tree | undefined): CameTo {
  const negative = outcomeRow(table, status, resource)
  if (negative !== undefined) return { kind: 'negative', negative }
  if (status !== SUCCESS) {
    return { kind: 'unknown', says: `the cloud answered ${status} without a reason the table has` }
  }
  const { searchset, resource: type } = table.spec.answer
  const label = searchset === undefined ? type : 'Bundle'
  if (resource?.label !== label) {
    return { kind: 'unknown', says: `the cloud answered 200 without a ${label}` }
  }
  if (searchset === undefined) return { kind: 'one', resource }
  const found = foundIn(resource, type)
  return found.kind === 'none' || found.kind === 'several'
    ? { kind: 'negative', negative: searchset[found.kind] }
    : found
}
