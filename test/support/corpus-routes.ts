import type { Config } from '../../src/config/index.ts'
import { configOf } from './proxy.ts'

/** Routes that decide by what stands in a body, so that every message is read. */
export const routedByBody = (upstream: URL): Config => {
  const both = { legacy: 'spine', cloud: 'cloud' }
  const atCanary = { ...both, startsAt: 'canary', shadow: { as: 'marked' } }
  return configOf({
    environment: { name: 'test' },
    upstreams: {
      spine: { url: upstream.origin },
      cloud: { url: upstream.origin, simulated: true },
    },
    cohorts: {
      patients: { key: 'nhsNumber', records: 'shared' },
      senders: { key: 'fromAsid', records: 'shared' },
      messages: { key: 'messageId', records: 'shared' },
    },
    routes: [
      {
        name: 'from',
        match: { from: ['567456789789', '655159266510', '227319907548'] },
        ...atCanary,
        cohort: 'senders',
        withoutKey: { side: 'legacy', why: 'a REST call names no ASID' },
      },
      { name: 'to', match: { to: ['000009199092'] }, ...both, startsAt: 'cloud' },
      {
        name: 'retrieval',
        match: { interaction: ['QUPA_IN000008UK02', 'QUPA_IN000008UK05'] },
        ...atCanary,
        cohort: 'patients',
      },
      { name: 'eps', match: { product: ['eps'] }, ...both, startsAt: 'cloud' },
      {
        name: 'pds-fhir',
        match: { interaction: ['pds-fhir-read', 'pds-fhir-update'] },
        ...both,
        startsAt: 'cloud',
      },
      { name: 'scr', match: { product: ['scr'] }, ...atCanary, cohort: 'messages' },
      { name: 'default', legacy: 'spine' },
    ],
  })
}
