import { FULL_R4, FULL_STU3 } from './nrl-golden-full.ts'
import {
  coded,
  CUSTODIAN,
  PLAIN_R4,
  PLAIN_STU3,
  type Pointer,
  PROFILE,
  SPINES_ID,
} from './nrl-golden-plain.ts'

const asid = {
  related: [
    { identifier: { system: 'https://fhir.nhs.uk/Id/nhsSpineASID', value: '200000000610' } },
  ],
}

const contextOf = (pointer: Pointer): Pointer => pointer['context'] as Pointer // every one here has it

/** One pointer, twice. */
export interface Pair {
  readonly title: string
  readonly stu3: Pointer
  readonly r4: Pointer
}

/** A setting both value sets have under one code. */
const settingIn = (pointer: Pointer, code: string): Pointer => ({
  ...pointer,
  context: { ...contextOf(pointer), practiceSetting: coded(code, `Setting ${code}`) },
})

/** The codes of England-PracticeSetting that NRL-PracticeSetting-1 has too. */
const SETTINGS = [
  ...['224891009', '310167005', '395086005', '395092004', '409971007', '413294000', '444913002'],
  ...['444933003', '714088003', '722140001', '828281000000107', '828811000000104'],
  ...['828821000000105', '829961000000104', '829981000000108', '892571000000101'],
  ...['892581000000104', '892601000000108', '892811000000109', '893081000000100'],
  ...['893251000000101', '893331000000102', '893381000000103', '893451000000102'],
  ...['893531000000105', '89301000000108', '901221000000102', '92151000000102'],
  ...['92191000000105', '931781000000102', '1060971000000108', '1079481000000104'],
]

const docStatus = (code: string): Pair => ({
  title: `a document that is ${code}`,
  stu3: { ...PLAIN_STU3, docStatus: code },
  r4: { ...PLAIN_R4, docStatus: code },
})

/** Pointers both editions say alike, without what a locator adds. */
export const PAIRS: readonly Pair[] = [
  { title: 'a plain pointer', stu3: PLAIN_STU3, r4: PLAIN_R4 },
  { title: 'a pointer that says all there is', stu3: FULL_STU3, r4: FULL_R4 },
  ...['preliminary', 'amended', 'entered-in-error'].map(docStatus),
  ...SETTINGS.map(code => ({
    title: `setting ${code}`,
    stu3: settingIn(PLAIN_STU3, code),
    r4: settingIn(PLAIN_R4, code),
  })),
]

/** The system a record is retrieved from, as a pointer names it where it does. */
export const withAsid = (pointer: Pointer): Pointer => ({
  ...pointer,
  context: { ...contextOf(pointer), ...asid },
})

/** New pointers: what a supplier sends, and what the cloud is sent. */
export const NEW: readonly Pair[] = PAIRS.map(({ title, stu3, r4 }) => {
  const isProxied = JSON.stringify(r4).includes('ssp://')
  return isProxied ? { title, stu3: withAsid(stu3), r4: withAsid(r4) } : { title, stu3, r4 }
})

/** Pointers as they are read: with what a locator adds of its own. */
export const READ: readonly Pair[] = PAIRS.map(({ title, stu3, r4 }) => ({
  title,
  stu3: {
    ...stu3,
    id: SPINES_ID,
    meta: { versionId: '1', lastUpdated: '2018-07-01T15:26:01+01:00', profile: [PROFILE] },
  },
  r4: {
    ...r4,
    id: `${CUSTODIAN}-${SPINES_ID}`,
    meta: { versionId: '1', lastUpdated: '2018-07-01T15:26:01+01:00' },
  },
}))
