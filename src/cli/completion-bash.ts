import type { Completed, CompletedCommand } from './completion-words.ts'

/** What a line of a shell says literally. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/**
 * Writes the script for bash: what was typed is walked from its beginning, which says in which command the cursor is,
 * and that what can stand there. `names` is the command line that prints names an instance knows.
 */
export const bashScript = (commands: readonly CompletedCommand[], names: string): string =>
  `# Completes what is typed after ficus. Made by: ficus completion bash
_ficus_names() {
  local words="\${COMP_WORDS[*]}" admin=()
  [[ $words =~ --admin[=\\ ]+([^[:space:]]+) ]] && admin=(--admin "\${BASH_REMATCH[1]}")
  ${names} "$1" "\${admin[@]}" 2>/dev/null
}
_ficus_words() { COMPREPLY=($(compgen -W "$1" -- "$cur")); }
_ficus_files() { COMPREPLY=($(compgen -f -- "$cur")); compopt -o filenames 2>/dev/null; }
_ficus() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" path='' open='' args=0 word i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    if [[ -n $open ]]; then open=''; continue; fi
    case "$path|$word" in
${walk(commands)}
      *'|'-*) ;;
      *) args=$((args + 1)) ;;
    esac
  done
  if [[ -n $open ]]; then
    case "$open" in
${commands.flatMap(values).join('\n')}
    esac
    return
  fi
  if [[ $cur == -* ]]; then
    case "$path" in
${commands.map(options).join('\n')}
    esac
    return
  fi
  case "$path|$args" in
${commands.flatMap(words).join('\n')}
  esac
}
complete -F _ficus ficus
`

/** Which words lead into a command, and after which a value follows. */
const walk = (commands: readonly CompletedCommand[]): string =>
  commands
    .flatMap(({ path, commands: below, options: all }) => [
      ...below.map(
        name => `      ${quoted(`${path}|${name}`)}) path=${quoted(`${path} ${name}`.trim())} ;;`,
      ),
      ...all
        .filter(({ value }) => value !== undefined)
        .map(
          ({ long }) => `      ${quoted(`${path}|${long}`)}) open=${quoted(`${path}|${long}`)} ;;`,
        ),
    ])
    .join('\n')

function values({ path, options: all }: CompletedCommand): readonly string[] {
  return all.flatMap(({ long, value }) =>
    value === undefined ? [] : [`      ${quoted(`${path}|${long}`)}) ${filling(value)} ;;`],
  )
}

const options = ({ path, options: all }: CompletedCommand): string =>
  `      ${quoted(path)}) _ficus_words ${quoted([...all.map(({ long }) => long), '--help'].join(' '))} ;;`

function words({ path, commands: below, args }: CompletedCommand): readonly string[] {
  if (below.length > 0)
    return [`    ${quoted(`${path}|0`)}) _ficus_words ${quoted(below.join(' '))} ;;`]
  return args.map((arg, at) => `    ${quoted(`${path}|${at}`)}) ${filling(arg)} ;;`)
}

function filling(value: Completed): string {
  if (value.kind === 'words') return `_ficus_words ${quoted(value.words.join(' '))}`
  if (value.kind === 'names') return `_ficus_words "$(_ficus_names ${value.of})"`
  return value.kind === 'files' ? '_ficus_files' : ':'
}
