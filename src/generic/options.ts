import { createHash } from 'node:crypto'

/** What a route says of the JSON its cloud speaks; what it leaves out is as {@link GENERIC_DEFAULTS}. */
export interface GenericAsked {
  /** The paths of elements that are lists also where there is one: names as written, divided by points. */
  readonly arrays?: readonly string[] | undefined
  /** What stands before the name of an attribute. */
  readonly attributePrefix?: string | undefined
  /** What the text of an element is called that has anything else. */
  readonly textName?: string | undefined
  /** `dropped`: blanks between elements say nothing. `kept`: they are text. */
  readonly blanks?: 'kept' | 'dropped' | undefined
  /** Whether siblings keep their order whatever they are called: every element is a list then. */
  readonly preserveOrder?: boolean | undefined
  /** Where the cloud is asked, below its address; where a supplier asks, where it is absent. */
  readonly path?: string | undefined
}

/** The same with nothing left open; plain data. */
export interface GenericOptions {
  readonly arrays: readonly string[]
  readonly attributePrefix: string
  readonly textName: string
  readonly blanks: 'kept' | 'dropped'
  readonly preserveOrder: boolean
  readonly path: string | undefined
}

/** As fast-xml-parser's own. */
export const GENERIC_DEFAULTS: GenericOptions = Object.freeze({
  arrays: [],
  attributePrefix: '@_',
  textName: '#text',
  blanks: 'kept',
  preserveOrder: false,
  path: undefined,
})

/** Fills in what a route left out. */
export const genericOptions = (asked: GenericAsked): GenericOptions => ({
  arrays: asked.arrays ?? GENERIC_DEFAULTS.arrays,
  attributePrefix: asked.attributePrefix ?? GENERIC_DEFAULTS.attributePrefix,
  textName: asked.textName ?? GENERIC_DEFAULTS.textName,
  blanks: asked.blanks ?? GENERIC_DEFAULTS.blanks,
  preserveOrder: asked.preserveOrder ?? GENERIC_DEFAULTS.preserveOrder,
  path: asked.path,
})

/** Another for every edition of how JSON and XML are written: what is changed here changes what evidence counts for. */
const EDITION = '1'

/** Names an edition of the mapping under these options: twelve hexadecimal digits. */
export const versionOf = (options: GenericOptions): string =>
  createHash('sha256')
    .update(JSON.stringify([EDITION, options]))
    .digest('hex')
    .slice(0, 12)
