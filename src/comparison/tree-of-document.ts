import { createHash } from 'node:crypto'
import { headerOf, headersOf, type RawHeaders } from '../exchange/index.ts'
import type { XmlElement } from '../xml/index.ts'
import type { Lanes } from './hash.ts'
import type { Policy } from './policy.ts'
import type { Position } from './positions.ts'
import type { Document, DocumentPart } from './read-document.ts'
import { byName, createNode, type TreeNode } from './tree.ts'
import { treeOfJson } from './tree-of-json.ts'
import { treeOfXml } from './tree-of-xml.ts'

/**
 * Makes the canonical tree of an answer: its header lines that count below `http`, and its body. Paths in a
 * body begin with its root element or the resource's type, in a multipart one with `multipart/part`.
 */
export function treeOfAnswer(
  headers: RawHeaders,
  document: Document,
  { policy, lanes }: { readonly policy: Policy; readonly lanes: Lanes },
): TreeNode {
  const at = policy.start
  const lines = treeOfHeaders(headers, policy, lanes)
  const children = [lines, ...treeOf(document, at, lanes)]
  return createNode({ name: '', form: 'document', at, children: () => children }, lanes)
}

function treeOf(document: Document, at: Position, lanes: Lanes): TreeNode[] {
  switch (document.is) {
    case 'nothing':
      return []
    case 'xml':
      return [treeOfRoot(document.root, at, lanes)]
    case 'json':
      return [treeOfJson(document.value, { name: '', at }, lanes)]
    case 'multipart':
      return [treeOfParts(document.parts, at.next('multipart'), lanes)]
    case 'bytes':
      return [treeOfBytes(document.bytes, at.next('body'), lanes)]
  }
}

const treeOfRoot = (element: XmlElement, at: Position, lanes: Lanes): TreeNode =>
  treeOfXml({ element, keepsBlanks: false }, at.next(element.name), lanes)

function treeOfParts(parts: readonly DocumentPart[], at: Position, lanes: Lanes): TreeNode {
  const place = at.next('part')
  const children = parts.map(({ contentId, document }) => {
    const id = place.next('@Content-Id')
    const own =
      contentId === undefined
        ? []
        : [createNode({ name: '@Content-Id', form: 'attribute', at: id, value: contentId }, lanes)]
    const content = [...own, ...treeOf(document, place, lanes)]
    return createNode({ name: 'part', form: 'element', at: place, children: () => content }, lanes)
  })
  return createNode({ name: 'multipart', form: 'element', at, children: () => children }, lanes)
}

/** Of what is no document only its length and digest are held. */
const treeOfBytes = (bytes: Buffer, at: Position, lanes: Lanes): TreeNode =>
  createNode(
    {
      name: 'body',
      form: 'bytes',
      at,
      value: `${bytes.length} ${createHash('sha256').update(bytes).digest('hex')}`,
    },
    lanes,
  )

function treeOfHeaders(headers: RawHeaders, policy: Policy, lanes: Lanes): TreeNode {
  const at = policy.start.next('http')
  const type = headerOf(headers, 'content-type')
  const lines = [
    ...(type === undefined ? [] : [['content-type', mediaType(type)] as const]),
    ...policy.headers.flatMap(name => headersOf(headers, name).map(line => [name, line] as const)),
  ]
  const children = lines.map(([name, value]) =>
    createNode({ name, form: 'attribute', at: at.next(name), value: value.trim() }, lanes),
  )
  return createNode({ name: 'http', form: 'object', at, children: () => byName(children) }, lanes)
}

/** What of a type says what a body is: neither boundaries nor how its bytes are to be read (RFC 9110 §8.3.1). */
const mediaType = (contentType: string): string =>
  contentType.split(';', 1)[0]?.trim().toLowerCase() ?? ''
