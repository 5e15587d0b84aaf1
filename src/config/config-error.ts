/** One mistake in the operator's file. */
export interface Mistake {
  /** Where it stands: `routes[2].match.interaction[0]`; empty where it is the file as a whole. */
  readonly path: string
  /** What is wrong there. */
  readonly says: string
  /** What to do about it. */
  readonly wayOut: string
  /** The environment variable that is not set, where that is the mistake. */
  readonly variable?: string
}

/** Says that a configuration cannot be used, with every mistake found; none of them holds a secret. */
export class ConfigError extends Error {
  readonly file: string
  readonly mistakes: readonly Mistake[]

  constructor(file: string, mistakes: readonly Mistake[]) {
    const count = mistakes.length === 1 ? '1 mistake' : `${mistakes.length} mistakes`
    super([`${file}: ${count}`, ...mistakes.map(spoken)].join('\n'))
    this.name = 'ConfigError'
    this.file = file
    this.mistakes = mistakes
  }
}

const spoken = ({ path, says, wayOut }: Mistake): string =>
  `  ${path === '' ? '' : `${path}: `}${says}; ${wayOut}`
