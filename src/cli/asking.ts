import { type Command, Option } from 'commander'
import { type AskingTerminal, clientAt, expected } from './admin-client.ts'

/** The options of every command that asks an instance. */
export interface AskOptions {
  readonly json?: boolean
  readonly admin?: string
}

/** Adds the options of every command that asks an instance. */
export const withAskOptions = (command: Command, json: string = 'print one JSON object'): Command =>
  command
    .option('--json', json)
    .option('--admin <address>', 'the admin port of an instance (FICUS_ADMIN, 127.0.0.1:9400)')

/** Asks an instance for one view. Ends the command where it does not answer, or says that there is none. */
export const ask = async <View>(
  path: string,
  { admin }: Pick<AskOptions, 'admin'>,
  terminal: AskingTerminal,
): Promise<View> => expected(await clientAt(admin, terminal).get(path)) as View // the API's own shape

/** An option of what can be divided among the suppliers of the routes file. */
export interface ByOptions {
  readonly by?: 'supplier'
}

/** Adds `--by supplier`. */
export const withByOption = (command: Command): Command =>
  command.addOption(
    new Option('--by <what>', 'divided among the suppliers of the routes file').choices([
      'supplier',
    ]),
  )

/** Asks for a page divided by that. */
export const askedBy = (path: string, { by }: ByOptions): string =>
  by === undefined ? path : `${path}?by=${by}`
