import type { Command } from 'commander'
import type { ChangeRequest } from '../admin/index.ts'

/** What is typed where a second person lets something pass. */
export interface GlassOptions {
  readonly breakGlass?: string
}

/** Adds the option by which a second person lets pass what `says` names. */
export const withBreakGlass = (command: Command, says: string): Command =>
  command.option('--break-glass <approver>', `${says}, on a second person’s word`)

/** Gives what was typed of it as the API has it. */
export const glassOf = ({ breakGlass }: GlassOptions): Pick<ChangeRequest, 'breakGlass'> =>
  breakGlass === undefined ? {} : { breakGlass: { approver: breakGlass } }
