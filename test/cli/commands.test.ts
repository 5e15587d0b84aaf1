import type { Command } from 'commander'
import { PassThrough } from 'node:stream'
import t from 'tap'
import { allOf, createProgram, pathOf } from '../../src/cli/program.ts'
import { ficus } from '../support/ficus.ts'

/** A terminal nobody sits at: commands are only looked at. */
const NOWHERE = {
  ...{ env: {}, cwd: '/', stdin: new PassThrough() },
  ...{ stdout: new PassThrough(), stderr: new PassThrough() },
  onSignal: () => () => undefined,
}

const program = createProgram(NOWHERE)
const acts = (command: Command): boolean =>
  command.commands.length === 0 || pathOf(command) === 'ficus routes'
const commands = allOf(program).filter(command => acts(command))
const typed = (command: Command): string[] => pathOf(command).split(' ').slice(1)

/** What prints no view: it serves, prints a script, or writes what was asked for to standard output. */
const WITHOUT_JSON = new Set(['ficus start', 'ficus completion'])

const helpOf = async (command: Command): Promise<string> => {
  const { code, out, err } = await ficus([...typed(command), '--help'])
  if (code !== 0 || err !== '') throw new Error(`${pathOf(command)} --help ends with ${code}`)
  return out
}

t.test('there are the commands there should be', async t => {
  t.ok(commands.length > 30)
  t.strictSame(
    commands.map(pathOf).filter((path, at, all) => all.indexOf(path) !== at),
    [],
  )
})

for (const command of commands) {
  t.test(`${pathOf(command)} says how it is typed and how it ends`, async t => {
    const help = await helpOf(command)
    t.match(help, /^Usage: ficus /)
    t.match(help, /\nExit codes?: (?:[^\n]*\n)*?[^\n]*\b0\b/, 'its exit codes')
    const examples = help.split(/\nExamples?:\n/)[1] ?? ''
    t.match(
      examples,
      new RegExp(`^ {2}(?:\\S+=\\S+ )?${pathOf(command)}(?: |$)`, 'm'),
      'an example',
    )
    t.ok(help.endsWith('\n') && !help.endsWith('\n\n'), 'one end of its last line')
    for (const line of help.split('\n')) t.ok(line.length <= 120, `is not too long: ${line}`)
  })

  t.test(`${pathOf(command)} takes no option it does not know`, async t => {
    const came = await ficus([...typed(command), '--frobnicate'])
    t.equal(came.code, 2)
    t.match(came.err, /^ficus: unknown option '--frobnicate'\n/)
    t.match(came.err, `(${pathOf(command)} --help says how it is typed)`)
    t.equal(came.out, '')
  })

  t.test(`${pathOf(command)} is for programs too`, async t => {
    const isForPrograms = command.options.some(({ long }) => long === '--json')
    t.equal(isForPrograms, !WITHOUT_JSON.has(pathOf(command)))
  })

  t.test(`${pathOf(command)} finds the option that was meant`, async t => {
    for (const { long } of command.options) {
      if (long === undefined || long === '--help') continue
      const came = await ficus([...typed(command), `${long}x`])
      t.match(came.err, new RegExp(`Did you mean (?:one of )?.*${long}`), long)
    }
  })
}

t.test('every example is one that could be typed', async t => {
  for (const command of commands) {
    const [, examples = ''] = (await helpOf(command)).split(/\nExamples?:\n/)
    for (const [, line = ''] of examples.matchAll(/^ {2}(?:\S+=\S+ )?ficus (.*)$/gm)) {
      const words = line.split(/ {2,}| && | \| /)[0]?.match(/'[^']*'|\S+/g) ?? []
      const path = ['ficus', ...words]
      const named = allOf(program).find(
        each =>
          pathOf(each) === path.slice(0, pathOf(each).split(' ').length).join(' ') && acts(each),
      )
      t.ok(named, `ficus ${line} is a command`)
      for (const word of words.filter(each => each.startsWith('--'))) {
        const [long] = word.split('=')
        t.ok(
          named?.options.some(option => option.long === long),
          `${word} of ficus ${line} is an option`,
        )
      }
    }
  }
})

t.test('a misspelt command is told what was meant', async t => {
  for (const [line, meant] of [
    ['routs', 'routes'],
    ['promot', 'promote'],
    ['halts', 'halt'],
    ['audit verfy', 'verify'],
    ['pins mov', 'move'],
    ['override ad', 'add'],
  ] as const) {
    const came = await ficus(line.split(' '))
    t.equal(came.code, 2, line)
    t.match(came.err, `Did you mean ${meant}?`, line)
  }
})

t.test('the help of all commands is what every one of them is in', async t => {
  const { out } = await ficus(['--help'])
  t.match(out, /Exit codes of every command: 0 done, 1 failed, 2 usage/)
  for (const { name, summary } of program.commands.map(each => ({
    name: each.name(),
    summary: each.summary() || each.description(),
  }))) {
    t.match(out, new RegExp(`^ {2}${name}[ [<]`, 'm'), name)
    t.ok(summary.length <= 90 && !summary.endsWith('.'), `${name}: ${summary}`)
  }
})
