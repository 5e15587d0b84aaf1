/** `GET /api/notify`: who is told of changes, in the order of the file. Nothing of an address but its host. */
export interface NotifiersView {
  readonly notifiers: readonly {
    readonly name: string
    readonly host: string
    /** What it is told of: verbs, `break-glass`, or `*`. */
    readonly on: readonly string[]
  }[]
}

/** The body of `POST /api/notify/{name}/test`. */
export interface NotifyTestRequest {
  /** The environment that is meant; another is refused. */
  readonly environment?: string
}

/** What came of telling one receiver that this is a test. */
export interface NotifyTestView {
  readonly name: string
  readonly host: string
  /** Whether it was taken: answered 200 to 299. */
  readonly isDelivered: boolean
  /** What it was answered; null where it was not. */
  readonly status: number | null
  /** Why it was not answered, in one word; null where it was. */
  readonly why: string | null
  /** How long that took, milliseconds. */
  readonly ms: number
}
