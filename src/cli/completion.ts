import { Argument, type Command } from 'commander'
import { fileURLToPath } from 'node:url'
import { bashScript, quoted } from './completion-bash.ts'
import { fishScript, zshScript } from './completion-others.ts'
import { completedCommands } from './completion-words.ts'
import { NAMES_COMMAND } from './names-asked.ts'
import type { Terminal } from './terminal.ts'

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript } as const
type Shell = keyof typeof SCRIPTS

const START = fileURLToPath(new URL('../start.js', import.meta.url))

const MORE = `
It completes commands, options and stages, and names of routes, cohorts and divergences where
an instance (--admin, FICUS_ADMIN) answers within a fifth of a second. It completes what is
typed after ficus: with a checkout, alias ficus='npx ficus' first.

Exit codes: 0 printed, 2 there is no script for this shell.

Examples:
  ficus completion bash > ~/.local/share/bash-completion/completions/ficus
  ficus completion zsh > ~/.zfunc/_ficus
  ficus completion fish > ~/.config/fish/completions/ficus.fish`

/** Adds `completion <shell>`: a script with which a shell completes what is typed. */
export function addCompletion(program: Command, { stdout }: Terminal): void {
  program
    .command('completion')
    .summary('print a script that completes what is typed, for bash, zsh or fish')
    .description('Print a script with which a shell completes what is typed.')
    .addArgument(new Argument('<shell>', 'which').choices(Object.keys(SCRIPTS)))
    .addHelpText('after', MORE)
    .action((shell: Shell) => {
      const names = [process.execPath, START, NAMES_COMMAND].map(quoted).join(' ')
      stdout.write(SCRIPTS[shell](completedCommands(program), names))
    })
}
