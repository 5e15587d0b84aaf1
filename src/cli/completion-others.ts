import { bashScript, quoted } from './completion-bash.ts'
import type { Completed, CompletedCommand } from './completion-words.ts'

/** Writes the script for zsh, which reads bash's by its own bashcompinit. */
export const zshScript = (commands: readonly CompletedCommand[], names: string): string =>
  `#compdef ficus
autoload -U +X compinit && compinit
autoload -U +X bashcompinit && bashcompinit
${bashScript(commands, names)}`

/** Writes the script for fish: a line for each word, and when it can stand there. */
export function fishScript(commands: readonly CompletedCommand[], names: string): string {
  const lines = commands.flatMap(command => {
    const when = whenOf(command)
    const first = command.path === '' ? when : `${when}; and not ${seen(command.commands)}`
    return [
      ...command.commands.map(name => {
        const path = `${command.path} ${name}`.trim()
        const says = commands.find(each => each.path === path)?.says ?? ''
        return `complete -c ficus -f -n ${quoted(first)} -a ${name} -d ${quoted(says)}`
      }),
      ...command.options.map(
        ({ long, says, value }) =>
          `complete -c ficus -n ${quoted(when)} -l ${long.slice(2)}${taking(value, names)} -d ${quoted(says)}`,
      ),
      ...(command.commands.length > 0 ? [] : command.args.slice(0, 1)).map(
        arg => `complete -c ficus${given(arg, names)} -n ${quoted(when)}`,
      ),
    ]
  })
  return `# Completes what is typed after ficus. Made by: ficus completion fish\n${lines.join('\n')}\n`
}

const seen = (words: readonly string[]): string => `__fish_seen_subcommand_from ${words.join(' ')}`

/** When the cursor is in a command: each of its words was typed; in the program itself, none yet. */
const whenOf = ({ path }: CompletedCommand): string =>
  path === ''
    ? '__fish_use_subcommand'
    : path
        .split(' ')
        .map(word => seen([word]))
        .join('; and ')

const taking = (value: Completed | undefined, names: string): string =>
  value === undefined ? '' : ` -r${given(value, names)}`

function given(value: Completed, names: string): string {
  if (value.kind === 'words') return ` -f -a ${quoted(value.words.join(' '))}`
  if (value.kind === 'names') return ` -f -a ${quoted(`(${names} ${value.of} 2>/dev/null)`)}`
  return value.kind === 'files' ? ' -F' : ' -f'
}
