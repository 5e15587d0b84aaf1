/** One field behind a question mark, as JSON Schema has its form. */
export interface QueryField {
  readonly says: string
  readonly form: {
    readonly type: 'integer' | 'number' | 'string'
    readonly minimum?: number
    readonly maximum?: number
    readonly enum?: readonly string[]
    readonly default?: number
  }
}

/** A status other than 200 that a page answers besides those any page may, in the order of their numbers. */
export type OtherStatus = 202 | 400 | 403 | 404 | 409 | 415 | 500 | 503

/**
 * What a page takes and gives, which the API's document is made from. Shapes go by the names they have in the
 * `*-shapes.ts` of this room: one that is not there is found when the document is made.
 */
export interface Described {
  /** The shape of what 200 answers. */
  readonly gives: string
  /** In which media type; default JSON. */
  readonly as?: string
  /** Whether its ETag names the revision it shows, which a change may be asked for with If-Match. */
  readonly isTagged?: true
  /** The shapes a body may have, one of which it must. */
  readonly takes?: readonly string[]
  readonly query?: Readonly<Record<string, QueryField>>
  /** The shapes of other answers by status; what only says why is a ProblemView. */
  readonly others?: Readonly<Partial<Record<OtherStatus, readonly string[]>>>
}
