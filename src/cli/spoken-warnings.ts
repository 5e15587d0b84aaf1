import type { Config } from '../config/index.ts'

/** Sets what is wrong with a file that is used all the same, a line each. */
export const setWarnings = ({ warnings }: Pick<Config, 'warnings'>): readonly string[] =>
  warnings.map(({ path, says, wayOut }) => `warning: ${path}: ${says}; ${wayOut}`)
