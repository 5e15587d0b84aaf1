/** What somebody who asks on the admin port is there for. */
export const ROLES = ['viewer', 'operator', 'approver', 'sample-reader'] as const
export type Role = (typeof ROLES)[number]

/** What can be asked of an instance, as far as it matters who asks. */
export type Act = 'look' | 'halt' | 'change' | 'approve' | 'reject'

/**
 * Who may do what. Whoever is let in may halt: nobody who sees harm being done is to look for somebody with more rights
 * first. Going back is a change, which an operator makes.
 */
export const MAY = {
  look: ROLES,
  halt: ROLES,
  change: ['operator'],
  approve: ['approver'],
  // Whoever asked for something may take it back; that it is theirs is looked at where it is known.
  reject: ['operator', 'approver'],
} as const satisfies Record<Act, readonly Role[]>

/** Who asks, as whoever let them in knows them. */
export interface Asker {
  /** What the audit calls them. */
  readonly actor: string
  readonly roles: readonly Role[]
  /** How whoever may not do something comes to be somebody who may, where that can be said. */
  readonly wayOut?: string
}

/** Says whether any role somebody has allows an act. */
export const mayDo = ({ roles }: Pick<Asker, 'roles'>, act: Act): boolean => {
  const allowed: readonly Role[] = MAY[act]
  return roles.some(role => allowed.includes(role))
}
