/** Each interaction that is answered is compared as its product says, but for those named here. */
import t from 'tap'
import { INTERACTIONS, POLICIES, policyFor, PRODUCTS } from '../../src/products/index.ts'

/** What is compared strictly, as whatever no product speaks of, and why. */
const STRICTLY: readonly (readonly [why: string, ids: readonly string[]])[] = [
  [
    'a trace lists people, whose order and scores nobody has described yet',
    [
      ...['QUPA_IN000005UK01', 'QUPA_IN000005UK03', 'QUPA_IN010000UK13', 'QUPA_IN010000UK32'],
      ...['QUPA_IN000006UK02', 'QUPA_IN000006UK05', 'QUPA_IN020000UK14', 'QUPA_IN020000UK31'],
      ...['QUPA_IN000014UK01', 'QUPA_IN000014UK03', 'QUPA_IN000014SM03', 'QUPA_IN060000UK30'],
      ...['QUPA_IN000016UK02', 'GET_NHS_NUMBER_REQUEST', 'pds-fhir-search'],
    ],
  ],
  [
    'a record in the message model of 4.2, which no reading of ours knows',
    ['QUPA_IN040000UK14', 'QUPA_IN040000UK32'],
  ],
  [
    'a write of demographics is acknowledged with a version and nothing else',
    [
      ...['PRPA_IN000203UK03', 'PRPA_IN000203UK06', 'PRPA_IN160000UK01', 'PRPA_IN160000UK30'],
      ...['PRPA_IN040000UK15', 'PRPA_IN040000UK30'],
      ...['PRPA_IN000204UK03', 'PRPA_IN000204UK06', 'PRPA_IN000204SM13'],
      ...['PRPA_IN000200UK03', 'PRPA_IN000200UK04', 'PRPA_IN000200SM13'],
      ...['PRPA_IN000205UK03', 'PRPA_IN000205UK05'],
      ...['pds-fhir-update', 'pds-fhir-create', 'pds-fhir-birth', 'pds-fhir-coverage-update'],
    ],
  ],
  [
    'people and cover beside a patient, which legacy has no answer for',
    ['pds-fhir-related', 'pds-fhir-coverage'],
  ],
  [
    'batch tracing moves files, which are compared as bytes',
    [
      ...['DBS_GETFILELIST_INUK01', 'DBS_DOWNLOADFILE_INUK01'],
      ...['DBS_ACKNOWLEDGEDOWNLOAD_INUK01', 'DBS_SEND_FILE_UK01'],
    ],
  ],
]

const STRICT = new Set(STRICTLY.flatMap(([, ids]) => ids))

t.test('each interaction is compared by a policy of its own product, or strictly', async t => {
  for (const { id, product } of INTERACTIONS) {
    const { name } = policyFor(id)
    if (STRICT.has(id)) t.match(name, /^(?:generic|pds\.)/, id)
    else t.equal(name.split('.')[0], product, id)
  }
})

t.test('what is compared strictly is known, and of demographics alone', async t => {
  for (const id of STRICT) {
    t.equal(INTERACTIONS.find(each => each.id === id)?.product, 'pds', id)
  }
})

t.test('no interaction is in two policies, and each product has one', async t => {
  const all = POLICIES.flatMap(({ interactions }) => interactions)
  t.equal(new Set(all).size, all.length)
  for (const product of PRODUCTS) {
    t.ok(
      POLICIES.some(
        ({ name, interactions }) => name.startsWith(`${product}.`) && interactions.length > 0,
      ),
      product,
    )
  }
})
