import { z } from 'zod'
import { FLIP_VERBS } from '../telemetry/index.ts'
import { name, object, oneOf, saidOf, text, textLike } from './fields.ts'

/** What somebody can be told of: each verb of a change, a gate that was passed closed, or everything. */
export const NOTIFY_WORDS = [...FLIP_VERBS, 'request', 'approve', 'break-glass', '*'] as const
export type NotifyWord = (typeof NOTIFY_WORDS)[number]

const SECRET = 'a secret is `file:path` or `env:NAME`, never the secret itself'

/** Somebody's receiver that is told of changes, as Standard Webhooks 1.0 have it. */
export const NotifierSchema = object({
  /** Names it in commands, metrics and the fleet's memory of how far it was told. No default. */
  name: name('a notifier has a name'),
  /** `env:NAME`, or `https://…`; `http` on loopback only. Only its host is ever shown. No default. */
  url: text('`env:NAME`, or an address such as https://hooks.example/ficus'),
  /** What it is told of: verbs of changes, `break-glass`, or `*`. No default. */
  on: z
    .array(oneOf(NOTIFY_WORDS), { error: saidOf('is not a list', "write it as ['promote']") })
    .min(1, saidOf('is empty', 'name what it is told of, or `*`')),
  /** What messages are signed with: `file:path` or `env:NAME`; a line each where there are two. No default. */
  secret: textLike(/^(file|env):./, SECRET),
})

export type NotifierFields = z.output<typeof NotifierSchema>
