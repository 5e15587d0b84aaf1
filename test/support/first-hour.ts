import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { START } from './started.ts'

/** What one command has compiled the next takes over: twenty are typed. */
const COMPILED = resolve('.tap/compiled')

const SECTION = 'Move a route of your own'

/** The fenced blocks of the README's first hour, in their order. */
export function blocksOf(language: 'ts' | 'sh' | 'text'): readonly string[] {
  const readme = readFileSync('README.md', 'utf8')
  const section = readme.split(/^## /m).find(part => part.startsWith(SECTION)) ?? ''
  return [...section.matchAll(/^```(\w+)\n(.*?)^```$/gms)]
    .filter(([, tongue]) => tongue === language)
    .map(([, , text = '']) => text)
}

/** The lines of a block as they are typed; what stands behind a `#` is for whoever reads. */
export const linesOf = (block: string): readonly string[] =>
  block
    .split('\n')
    .map(line => line.replace(/ +#.*$/, ''))
    .filter(Boolean)

/** What a line that was typed came to. */
export interface Came {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** A terminal: lines are typed into a shell of its own, in a folder. */
export interface TypingTerminal {
  /** Types a line and waits for its end. */
  type(line: string): Promise<Came>
  /** Types a line that goes on by itself, and gives the process and what it has said so far. */
  begin(line: string): { readonly child: ChildProcess; readonly said: () => string }
}

/** Opens one. `npx ficus` is this checkout's, on the Node that runs the test. */
export function openTerminal(cwd: string, env: Readonly<Record<string, string>>): TypingTerminal {
  const shell = (line: string): ChildProcess =>
    spawn('bash', ['-c', `npx() { shift; exec "$NODE" "$START" "$@"; }\n${line}`], {
      cwd,
      env: { ...process.env, NODE_COMPILE_CACHE: COMPILED, ...env, NODE: process.execPath, START },
    })
  return {
    type: async line => {
      const child = shell(line)
      const said = { out: '', err: '' }
      child.stdout?.on('data', (chunk: Buffer) => (said.out += chunk.toString()))
      child.stderr?.on('data', (chunk: Buffer) => (said.err += chunk.toString()))
      child.stdin?.end()
      const [code] = (await once(child, 'close')) as [number | null]
      return { code, ...said }
    },
    begin: line => {
      const child = shell(line)
      let text = ''
      for (const stream of [child.stdout, child.stderr]) {
        stream?.on('data', (chunk: Buffer) => (text += chunk.toString()))
      }
      return { child, said: () => text }
    },
  }
}
