import type { EditClass } from './edit-class.ts'

/** What came of holding the candidate against the control. */
export type Verdict =
  'identical' | 'equivalent' | 'different' | 'not_comparable' | 'not_compared' | 'truncated'

/**
 * Why a verdict is what it is where the differences do not say it: `size`, a body is larger than is read;
 * `both-failed` and `control-failed`, an upstream was down; `control-malformed`, there is nothing to hold the candidate
 * against; `languages`, the bodies are written in two and no mapping read both; `steps` or
 * `differences`, the budget ended before the comparison did; `outcome`, the two came to different ends, so
 * nothing else was compared.
 */
export type Reason =
  | 'size'
  | 'both-failed'
  | 'control-failed'
  | 'control-malformed'
  | 'languages'
  | 'steps'
  | 'differences'
  | 'outcome'

/**
 * In what way the two differ at a path. `missing` is what only the control has, `extra` only the candidate;
 * `duplicate-key` is one more on either side under a key the other has once; `cardinality` is a list where the other
 * has one thing and no list; `encoding` is how the bytes are to be read, or that they cannot be.
 */
export type DifferenceKind =
  | 'missing'
  | 'extra'
  | 'value'
  | 'type'
  | 'order'
  | 'cardinality'
  | 'duplicate-key'
  | 'encoding'
  | 'id-inconsistent'
  | 'namespace'
  | 'domain-outcome'

/** How much a difference weighs: `critical` is a field never to be ignored, or what became of the request. */
export type Severity = 'cosmetic' | 'significant' | 'critical'

/** One path on which the two differ. Nothing in it is a value of a message. */
export interface Difference {
  /** Element, attribute and property names divided by `/`, without the indices of lists. */
  readonly path: string
  readonly kind: DifferenceKind
  readonly editClass: EditClass
  readonly severity: Severity
  /** The rule that explains it; what no rule explains makes the verdict `different`. */
  readonly rule?: string
  /** The rule that would have explained it, had it not expired. */
  readonly expired?: string
  /** The control's value: its shape and a keyed hash. */
  readonly leftToken: string
  /** The candidate's value: its shape and a keyed hash. */
  readonly rightToken: string
}

/** The two observations held against each other. It can leave the process: it holds no value of a message. */
export interface Comparison {
  readonly verdict: Verdict
  readonly reason?: Reason
  /**
   * Every difference no rule explains, and once for each rule, path, kind and edit class those that one does.
   */
  readonly differences: readonly Difference[]
  /** How often each rule explained something, by its id: a difference, or ids that are one renaming. */
  readonly hits: Readonly<Record<string, number>>
  /** What the unexplained differences have in common with those of other pairs; '' where there are none. */
  readonly signature: string
  /** The policy's name and version. */
  readonly policy: string
  readonly steps: number
}
