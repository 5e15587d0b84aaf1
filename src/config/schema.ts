import { z } from 'zod'
import { STAGES } from '../exchange/index.ts'
import { ApprovalsSchema } from './approvals.ts'
import {
  between,
  count,
  day,
  duration,
  flag,
  inside,
  name,
  object,
  oneOf,
  saidOf,
  text,
  textLike,
  texts,
} from './fields.ts'
import { GenericSchema } from './generic-schema.ts'
import { NotifierSchema } from './notify-schema.ts'
import { FreezeSchema, MaintenanceSchema } from './window-schema.ts'

const PEM = 'a path, beside this file or absolute, or `env:NAME`, to certificates in PEM'
const SECRET = 'a private key is `file:path` or `env:NAME`, never the key itself'
const secret = (): z.ZodString => textLike(/^(file|env):./, SECRET)

/** A certificate to show and its key. */
const Identity = object({
  /** The certificate, and what stands between it and its authority: a path or `env:NAME`, PEM. */
  cert: text(PEM),
  /** Its private key: `file:path` or `env:NAME`, PEM. */
  key: secret(),
})

// A name in place of what runs there would stay the same when something else runs there.
const VERSION = /^(?!env:)(?! )[\p{L}\p{M}\p{N}\p{P}\p{S} ]{1,64}(?<! )$/u
const VERSION_FORM =
  '1 to 64 printable characters, as they stand (nothing is taken from the environment), such as 2026.4.1'

/** A named system Ficus forwards to. */
export const UpstreamSchema = object({
  /** `env:NAME`, or an address as `https://host:port/base`. No default. */
  url: text('`env:NAME`, or an address such as https://host:8443'),
  /** How to trust it and who we are to it; an `https` address only. */
  tls: object({
    /** Trust only these authorities. Default: those of the system. */
    ca: text(PEM).optional(),
    /** The certificate shown to it; needs `key`. Default: none. */
    cert: text(PEM).optional(),
    /** The key of that certificate: `file:path` or `env:NAME`; needs `cert`. Default: none. */
    key: secret().optional(),
  }).optional(),
  /** By ASID, the certificate shown to it for that supplier. Default: the one of `tls` for all. */
  as: z.record(z.string(), Identity).optional(),
  /** The name of the client credentials its tokens are asked with. Default: no token. */
  credentials: text('the name of client credentials').optional(),
  /** Whom it believes: us alone, a signed-on user, or what we assert by agreement. No default. */
  access: oneOf(['application', 'user', 'asserted']).optional(),
  /** The whole time a request may take there, queueing included. Milliseconds, default 30 000. */
  timeoutMs: count('milliseconds').default(30_000),
  /** Sockets at most. Default 256. */
  connections: count('sockets').default(256),
  /** Requests that may wait for a socket; the next is refused. Default 1 024. */
  queue: count('requests').default(1_024),
  /** Keep the supplier's Host header instead of the upstream's own. Default false. */
  preserveHost: flag('keep the supplier’s Host header').default(false),
  /** It is a simulator: the only cloud a write may go to, and never in a `confirm` environment. Default false. */
  simulated: flag('this upstream is a simulator').default(false),
  /** It is a rehearsal tenancy: gets copies of anything and never serves. Default false. */
  rehearsal: flag('this upstream is a rehearsal tenancy').default(false),
  /** When it is worked on: no copies go to it, nothing is counted, nobody is woken for it. Default: never. */
  maintenance: z.array(MaintenanceSchema).optional(),
  /** What runs there, as whoever deploys it says; another begins a new epoch of evidence. Default: none. */
  version: textLike(VERSION, VERSION_FORM).optional(),
})

const RECORDS =
  '`shared` (one store behind both sides), `apart` (with `pin: true`) or `{ copied: { within: "60s" } }`'

/** A named set of entities that move together. */
export const CohortSchema = object({
  /** What an entity is known by. No default. */
  key: oneOf(['nhsNumber', 'prescriptionId', 'fromAsid', 'messageId']),
  /** Decides with the key who comes first. Default: the cohort's name. A new seed is a new draw. */
  seed: text('any text').optional(),
  /** Where an entity's data is while both sides live. No default: nobody can guess it. */
  records: z.union(
    [oneOf(['shared', 'apart']), object({ copied: object({ within: duration('how long') }) })],
    {
      error: issue =>
        saidOf(issue.input === undefined ? 'is missing' : 'is none of its forms', RECORDS),
    },
  ),
  /** Remember which side holds an entity and send it there. Default false. */
  pin: flag('remember which side holds an entity').default(false),
  /** How many people a change needs that leads one of its routes forward. Default 1: whoever asks. */
  approvals: ApprovalsSchema.optional(),
  /** What the cloud does of it cannot be taken back by a rollback: at least 2 people. Default: it can. */
  back: oneOf(['none']).optional(),
})

const ids = (what: string) => texts(text(what), what).optional()

/** Which requests a route owns: every field given must hold, and within a field any of its values. */
export const MatchSchema = object({
  /** Full interaction ids, such as `QUPA_IN000008UK02`. Default: any. */
  interaction: ids('full interaction ids'),
  /** Every interaction of a product: `pds`, `eps` or `scr`. Default: any. */
  product: ids('names of products'),
  /** The SOAPAction header without its quotes. Default: any. */
  soapAction: ids('a service, a slash and an interaction'),
  /** A beginning of the target up to a segment's end, or up to a trailing `*`. Default: any. */
  path: texts(textLike(/^\//, 'a path begins with a slash'), 'paths').optional(),
  /** HTTP methods, in capitals. Default: any. */
  method: texts(textLike(/^[A-Z]+$/, 'a method is in capitals'), 'methods').optional(),
  /** Headers and the one value each must have. Default: none. */
  header: z.record(z.string(), text('the whole value')).optional(),
  /** ASIDs or party keys of senders. Default: any. */
  from: ids('ASIDs or party keys'),
  /** ASIDs or party keys of receivers. Default: any. */
  to: ids('ASIDs or party keys'),
}).refine(match => Object.values(match).some(value => value !== undefined), {
  error: saidOf('asks nothing', 'only the last route may own everything: leave `match` out of it'),
})

const MODULE =
  'a path, beside this file or absolute, to a module that ends in .ts, .mts, .js or .mjs'
const TRANSLATE =
  'it is the name of a mapping, `{ module: "./my-mapping.ts" }` or `{ generic: { … } }`'

/** A named rule that owns some requests. The first that owns a request has it. */
export const RouteSchema = object({
  /** Names the route in commands, metrics and the fleet's memory of its stage. No default. */
  name: name('a route has a name'),
  /** What it owns. Left out by the last route only, which is called `default`. */
  match: MatchSchema.optional(),
  /** The upstream on its legacy side. No default. */
  legacy: text('the name of an upstream'),
  /** The upstream on its cloud side. Default: none, and the route stays where it is. */
  cloud: text('the name of an upstream').optional(),
  /** What interactions do that no product knows. Default `write`, which is never mirrored. */
  class: oneOf(['read', 'write']).optional(),
  /** The mapping between the sides' languages: its name, a module's path, or generic. Default: bytes pass untouched. */
  translate: z
    .union(
      [
        text('the name of a mapping'),
        object({ module: textLike(/\.m?[jt]s$/, MODULE) }),
        object({ generic: GenericSchema }),
      ],
      { error: saidOf('is none of its forms', TRANSLATE) },
    )
    .optional(),
  /** Its requests and copies carry a `traceparent`. Default: those that are translated do, no others. */
  trace: flag('its requests carry a `traceparent`').optional(),
  /** The cohort its requests are counted in. Default: none, and there is no canary. */
  cohort: text('the name of a cohort').optional(),
  /** Who serves a message that lacks the cohort's key, where an interaction never carries it. Default: none. */
  withoutKey: z
    .union(
      [
        object({
          side: oneOf(['legacy', 'cloud']),
          why: text('the reason, for whoever reads this'),
        }),
        object({ key: oneOf(['fromAsid', 'messageId']) }),
        z.literal('both'),
      ],
      { error: saidOf('is none of its forms', 'it is `{ side: "legacy", why: "…" }`') },
    )
    .optional(),
  /** The stage in a fleet that has never seen this route. Default `legacy`. */
  startsAt: oneOf(STAGES).default('legacy'),
  /** How copies are made. Default: none that need an identity, 0.01 of others. */
  shadow: object({
    /** The ASID of a marked system identity that copies are sent under. Default: no copies that need one. */
    as: text('the name of a system identity').optional(),
    /** The ODS code copies name where the cloud is told who asks. Default: no copies that name somebody. */
    organisation: textLike(/^[A-Z0-9]{1,10}$/, 'an ODS code, in capitals').optional(),
    /** Send copies to this upstream that is `rehearsal: true`. Default: to the cloud side. */
    to: text('the name of an upstream').optional(),
    /** Share of requests that are copied, above 0 and at most 1. Default 0.01. */
    sample: between(0.000001, 1, 'a share').default(0.01),
  }).optional(),
  /** The largest body that is read whole; a larger one is refused (413). Bytes, default 8 MiB. */
  maxBodyBytes: count('bytes').default(8 * 1024 * 1024),
  /** Differences that are expected, each with its reason, owner and last day. Default: none. */
  ignore: z
    .array(
      object({
        /** Names from the answer's root, divided by `/`; `*` is any one name, `**` any number. No default. */
        path: text('a path in the answer, such as **/systemEffectiveDate'),
        /** Why it may differ. No default. */
        why: text('the reason'),
        /** Who answers for it. No default. */
        owner: text('who answers for it'),
        /** The last day it explains anything, UTC. No default. */
        expires: day('the last day it holds'),
      }),
    )
    .optional(),
  /** What a promotion asks of the evidence. Default: what each of its fields says. */
  gate: object({
    /** Share of comparisons that may differ, above 0 and below 0.5. Default 0.001. */
    divergenceBelow: inside(0, 0.5, 'a share').optional(),
    /** How certain that must be, 0.5 to 0.9999. Default 0.95. */
    confidence: between(0.5, 0.9999, 'a share').optional(),
    /** The cloud's latency divided by legacy's, 0.1 to 100, must be below it. Default: not asked. */
    latencyRatioBelow: between(0.1, 100, 'a ratio').optional(),
    /** How long the route must have stood where it stands, such as `24h`. Default: not asked. */
    soak: duration('how long').optional(),
  }).optional(),
  /** What its suppliers are promised; a budget of what may go wrong is kept by it. Default: what each field says. */
  slo: object({
    /** Share of requests that are answered, above 0 and below 1. Default 0.999. */
    answered: inside(0, 1, 'a share').optional(),
    /** Share of replies that end within `within`, above 0 and below 1. Default 0.99. */
    inTime: inside(0, 1, 'a share').optional(),
    /** In time is within this: a bound that durations are measured by, such as `250ms`. Default `1s`. */
    within: duration('how long').optional(),
  }).optional(),
  /** The name this route had before, so that its state comes along. Default: none. */
  was: name('the name it had').optional(),
  /** How many people a change needs that leads it forward, its cohort's number if that is larger. Default 1. */
  approvals: ApprovalsSchema.optional(),
  /** What the cloud does of it cannot be taken back by a rollback: at least 2 people. Default: it can. */
  back: oneOf(['none']).optional(),
})

/** Where this configuration runs. */
export const EnvironmentSchema = object({
  /** Such as `int` or `live`; commands name it. No default. */
  name: name('an environment has a name'),
  /** Changes must name the environment, and nothing simulated runs. For live; default false. */
  confirm: flag('changes must name the environment').default(false),
})

const ASID = /^\d{12}$/

const Supplier = z.union(
  [
    text('the supplier’s name'),
    object({
      /** Its name. No default. */
      name: text('the supplier’s name'),
      /** `poll`: it fetches the answers to its ebXML messages. Default: they are brought to it, so legacy's. */
      reply: oneOf(['poll']).optional(),
    }),
  ],
  { error: saidOf('is none of its forms', 'it is a name, or `{ name: "…", reply: "poll" }`') },
)

/** ASID to name: the suppliers that metrics tell apart, and how each takes its answers. Default: none. */
export const SuppliersSchema = z.record(
  z.string().regex(ASID, saidOf('is not an ASID', 'an ASID is twelve digits')),
  Supplier,
)

const named = (what: string): z.ZodString => name(`${what} has a name`)

/** The operator's file. */
export const RoutesFileSchema = object({
  /** Where this configuration runs. No default. */
  environment: EnvironmentSchema,
  /** ASID to name: the suppliers that metrics tell apart, and how each takes its answers. Default: none. */
  suppliers: SuppliersSchema.default({}),
  /** The systems Ficus forwards to, by name. No default. */
  upstreams: z.record(named('an upstream'), UpstreamSchema),
  /** Sets of entities that move together, by name. Default: none. */
  cohorts: z.record(named('a cohort'), CohortSchema).default({}),
  /** The rules, in the order they are asked. No default. */
  routes: z.array(RouteSchema).min(1, saidOf('is empty', 'write at least the default route')),
  /** Times in which nothing leads forward: no promotion, and nobody is sent to the cloud. Default: none. */
  freeze: z.array(FreezeSchema).optional(),
  /** What happens to a request no route owns, in a file without a default route: it is refused (404). */
  unmatched: oneOf(['refuse']).optional(),
  /** Receivers that are told of changes, signed. Default: nobody is. */
  notify: z.array(NotifierSchema).default([]),
})

/** What an operator writes. */
export type RoutesFile = z.input<typeof RoutesFileSchema>
export type SupplierFields = z.output<typeof Supplier>
export type UpstreamFields = z.output<typeof UpstreamSchema>
export type CohortFields = z.output<typeof CohortSchema>
export type MatchFields = z.output<typeof MatchSchema>
export type RouteFields = z.output<typeof RouteSchema>
export type EnvironmentFields = z.output<typeof EnvironmentSchema>
