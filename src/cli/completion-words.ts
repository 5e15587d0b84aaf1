import type { Argument, Command, Option } from 'commander'

/** What an argument or the value of an option is completed with. */
export type Completed =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  /** Asked of an instance, where one answers at once. */
  | { readonly kind: 'names'; readonly of: AskedNames }
  | { readonly kind: 'files' }
  | { readonly kind: 'nothing' }

/** What an instance has names of. */
export type AskedNames = (typeof ASKED_NAMES)[number]

export const ASKED_NAMES = ['routes', 'cohorts', 'names', 'divergences'] as const

/** One command as its completion sees it. */
export interface CompletedCommand {
  /** As it is typed, without `ficus`: `audit list`; empty for the program itself. */
  readonly path: string
  readonly says: string
  readonly commands: readonly string[]
  readonly options: readonly {
    readonly long: string
    readonly says: string
    /** Undefined for one without a value. */
    readonly value: Completed | undefined
  }[]
  /** What stands where; the last one again where more are typed and it repeats. */
  readonly args: readonly Completed[]
}

/** Gives every command there is, in the order of the program. */
export const completedCommands = (command: Command, path = ''): readonly CompletedCommand[] => [
  {
    path,
    says: command.summary() || command.description().split('\n')[0] || '',
    commands: command.commands.map(each => each.name()),
    options: command.options.flatMap(option =>
      option.long === undefined || option.hidden
        ? []
        : [{ long: option.long, says: option.description, value: valueOf(option) }],
    ),
    args: command.registeredArguments.map(argument => argOf(argument, path)),
  },
  ...command.commands.flatMap(each =>
    completedCommands(each, path === '' ? each.name() : `${path} ${each.name()}`),
  ),
]

/** By the name of an argument, what an instance is asked for. */
const NAMES: Readonly<Record<string, AskedNames>> = {
  route: 'routes',
  routes: 'routes',
  name: 'names',
  cohort: 'cohorts',
}

/** Where the same word names something else: a command, and what its argument is. */
const OF_THEIR_OWN: Readonly<Record<string, Completed>> = {
  divergence: { kind: 'names', of: 'divergences' },
  'notify test': { kind: 'nothing' },
}

const FILES = /^(?:files?|folder|left|right)$/

const wordsOf = (words: readonly string[]): Completed => ({ kind: 'words', words })

function argOf(argument: Argument, path: string): Completed {
  const own = OF_THEIR_OWN[path]
  if (own !== undefined) return own
  if (argument.argChoices !== undefined) return wordsOf(argument.argChoices)
  return byName(argument.name())
}

function valueOf(option: Option): Completed | undefined {
  if (!option.required && !option.optional) return undefined
  if (option.argChoices !== undefined) return wordsOf(option.argChoices)
  const [, name = ''] = /[<[]([^>\]]+)[>\]]/.exec(option.flags) ?? []
  if (name === 'side') return wordsOf(['legacy', 'cloud'])
  return FILES.test(name) ? { kind: 'files' } : { kind: 'nothing' }
}

function byName(name: string): Completed {
  const of = NAMES[name]
  if (of !== undefined) return { kind: 'names', of }
  return FILES.test(name) ? { kind: 'files' } : { kind: 'nothing' }
}
