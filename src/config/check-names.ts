import type { Mistake } from './config-error.ts'
import { candidatesOf, isSimulated, type Inquiry } from './inquiry.ts'
import { meant } from './nearest.ts'

/** Finds names given twice, names of nothing, and names of a system that may not play the part. */
export const checkNames = (inquiry: Inquiry): Mistake[] => [
  ...doubled(inquiry),
  ...candidatesOf(inquiry.fields).flatMap(({ route, path }) => [
    ...side(inquiry, `${path}.legacy`, route.legacy),
    ...side(inquiry, `${path}.cloud`, route.cloud),
    ...rehearsal(inquiry, `${path}.shadow.to`, route.shadow?.to),
    ...cohort(inquiry, `${path}.cohort`, route.cohort),
    ...(route.legacy === route.cloud
      ? [
          {
            path: `${path}.cloud`,
            says: 'is the upstream of the legacy side too, so there would be nothing to migrate to',
            wayOut: 'name another upstream, or leave `cloud` out',
          },
        ]
      : []),
  ]),
  ...simulators(inquiry),
]

function doubled({ fields }: Inquiry): Mistake[] {
  const first = new Map<string, string>()
  return candidatesOf(fields).flatMap(({ route, path }) => {
    const before = first.get(route.name)
    first.set(route.name, before ?? path)
    if (before === undefined) return []
    return [
      {
        path: `${path}.name`,
        says: `\`${route.name}\` is the name of ${before} already`,
        wayOut: 'give each route a name of its own',
      },
    ]
  })
}

function absent({ fields }: Inquiry, path: string, name: string): Mistake[] {
  if (fields.upstreams.has(name)) return []
  return [
    {
      path,
      says: `there is no upstream \`${name}\``,
      wayOut: meant(name, [...fields.upstreams.keys()]),
    },
  ]
}

function side(inquiry: Inquiry, path: string, name: string | undefined): Mistake[] {
  if (name === undefined) return []
  if (inquiry.fields.upstreams.get(name)?.rehearsal !== true) return absent(inquiry, path, name)
  return [
    {
      path,
      says: `\`${name}\` is a rehearsal tenancy and never serves`,
      wayOut: 'send it copies with `shadow: { to: … }` and name a serving upstream here',
    },
  ]
}

function rehearsal(inquiry: Inquiry, path: string, name: string | undefined): Mistake[] {
  if (name === undefined) return []
  const upstream = inquiry.fields.upstreams.get(name)
  if (upstream === undefined || upstream.rehearsal) return absent(inquiry, path, name)
  return [
    {
      path,
      says: `\`${name}\` serves, and \`shadow.to\` gets copies of writes too`,
      wayOut: 'mark the upstream `rehearsal: true` if it is a sandbox tenancy, else leave `to` out',
    },
  ]
}

function cohort({ fields }: Inquiry, path: string, name: string | undefined): Mistake[] {
  if (name === undefined || fields.cohorts.has(name)) return []
  const wayOut = meant(name, [...fields.cohorts.keys()])
  return [{ path, says: `there is no cohort \`${name}\``, wayOut }]
}

function simulators(inquiry: Inquiry): Mistake[] {
  const { environment, upstreams } = inquiry.fields
  if (environment?.confirm !== true) return []
  return [...upstreams.keys()]
    .filter(name => isSimulated(inquiry, name))
    .map(name => ({
      path: `upstreams.${name}.simulated`,
      says: `\`${environment.name}\` asks for confirmation, and nothing simulated may serve there`,
      wayOut: 'take the simulator out, or drop `confirm` if nobody depends on this environment',
    }))
}
