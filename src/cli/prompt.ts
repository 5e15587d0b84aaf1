import { Readable } from 'node:stream'
import type { AdminAnswer, AdminClient } from './admin-client.ts'
import { CommandError, EXIT, type Terminal } from './terminal.ts'

/**
 * Posts what changes something. Whoever sits at a terminal and left out the name of an environment that asks for it is
 * asked to type it, once: the instance decides what it is for. Nobody else is asked anything, and gets the refusal.
 */
export async function postNamed(
  client: AdminClient,
  path: string,
  request: { readonly environment?: string },
  terminal: Terminal,
): Promise<AdminAnswer> {
  const answer = await client.post(path, request)
  if (request.environment !== undefined || !isUnnamed(answer.body)) return answer
  const { says } = answer.body
  const { stdin, stderr, env } = terminal
  const isAttended = isTerminal(stdin) && isTerminal(stderr) && env['TERM'] !== 'dumb'
  if (!isAttended || !(stdin instanceof Readable)) return answer
  // What asks is loaded when somebody is to be asked: every other command would wait for it.
  const { isCancel, text } = await import('@clack/prompts')
  const typed = await text({ message: `${says}. Type it:`, input: stdin, output: stderr })
  if (isCancel(typed)) throw new CommandError(EXIT.usage, 'nobody named it: nothing was changed')
  return client.post(path, { ...request, environment: typed })
}

const isTerminal = (stream: object): boolean => 'isTTY' in stream && stream.isTTY === true

const isUnnamed = (body: unknown): body is { readonly says: string } =>
  typeof body === 'object' && body !== null && 'code' in body && body.code === 'environment'
