// What Spine's published validators ask of what is asked for, a sentence each, broken by hand.
import { inDocument, type Row, type Sentence, to, twice, without } from './sentence.ts'

const PDS: readonly Sentence[] = [
  ...(
    [
      [
        'historicDataIndicator 0 or 1',
        to(/value code="0"/, 'value code="2"'),
        ['pds-retrieval-history'],
      ],
      [
        'an NHS number of ten characters',
        to(/9990001006/, '999 000 1006'),
        ['pds-retrieval-number-length'],
      ],
    ] satisfies readonly Row[]
  ).map(inDocument('retrieval', 'envelope')),
  ...(
    [
      [
        'a date of birth',
        without(/<person.birthTime>.*?<\/person.birthTime>/),
        ['pds-trace-birth'],
      ],
      ['one family', twice(/<family>.*?<\/family>/), ['pds-trace-family']],
      ['a gender of 0, 1, 2 or 9', to(/value code="2"/, 'value code="3"'), ['pds-trace-gender']],
    ] satisfies readonly Row[]
  ).map(inDocument('simple trace', 'envelope')),
  ...(
    [
      [
        'historicDataIndicator',
        without(/<historicDataIndicator>.*?<\/historicDataIndicator>/),
        ['pds-advanced-history'],
      ],
      ['a person’s name', without(/<person.name>.*?<\/person.name>/), ['pds-advanced-name']],
      [
        'exactly one searchParameter',
        twice(/<searchParameter>.*?<\/searchParameter>/),
        ['pds-advanced-algorithm'],
      ],
      [
        'a searchParameter of 1 or 2',
        to(/code="1"( codeSystem="[^"]*17\.39")/, 'code="3"$1'),
        ['pds-advanced-algorithm-code'],
      ],
    ] satisfies readonly Row[]
  ).map(inDocument('advanced trace', 'message')),
  ...(
    [
      [
        'a date of birth',
        without(/<person.birthTime>.*?<\/person.birthTime>/),
        ['pds-cross-check-birth'],
      ],
      [
        'an NHS number under the new root',
        to(/2\.16\.840\.1\.113883\.2\.1\.4\.1/, '2.16.840.1.113883.2.1.3.2.4.8'),
        ['pds-cross-check-number'],
      ],
    ] satisfies readonly Row[]
  ).map(inDocument('cross-check', 'envelope')),
]

const PATIENT: readonly Row[] = [
  ['an NHS number', /(<Patient .*?<id root="[\d.]+)"/, 'eps-prescription-patient-number'],
  ['an address', /<addr use="H">.*?<\/addr>/, 'eps-prescription-patient-address'],
  ['a gender', /<administrativeGenderCode [^>]*>/, 'eps-prescription-patient-gender'],
  ['a birth', /<birthTime [^>]*>/, 'eps-prescription-patient-birth'],
  ['a GP', /<healthCareProvider .*?<\/healthCareProvider>/, 'eps-prescription-patient-gp'],
].map(([says, pattern, rule]) => [
  `a patient with ${String(says)}`,
  rule === 'eps-prescription-patient-number'
    ? to(pattern as RegExp, '$10"')
    : without(pattern as RegExp),
  [String(rule)],
])

const EPS: readonly Sentence[] = [
  ...(
    [
      [
        'a prescription’s short id of twenty characters',
        to(/(18\.8" extension=")./, '$1'),
        ['eps-prescription-short'],
      ],
      ['a signature', without(/<Signature[^]*<\/Signature>/), ['eps-prescription-signature']],
      [
        'a signed time',
        without(/<time value="[^"]*"\/>(?=<signatureText>)/),
        ['eps-prescription-signed-at'],
      ],
      ...PATIENT,
      [
        'a patient with a name',
        to(/<patientPerson [^>]*><name[^]*?<\/name>/, '<patientPerson>'),
        ['eps-prescription-patient-name'],
      ],
      [
        'a licensed organisation',
        without(/<healthCareProviderLicense [^]*?<\/healthCareProviderLicense>/),
        ['eps-prescription-licence'],
      ],
    ] satisfies readonly Row[]
  ).map(inDocument('prescription', 'message')),
  ...(
    [
      [
        'a prescription’s id in the short form of twenty characters',
        to(/(<value [^>]*extension="[^"]*)(")/, '$10$2'),
        ['eps-return-prescription-short'],
      ],
      [
        'a prescription’s id in the long form of 36 or 37 characters',
        to(/<value root="[^"]*18\.8" extension="[^"]*"/, '<value root="5F0A4B44-9B7B"'),
        ['eps-return-prescription-form'],
      ],
    ] satisfies readonly Row[]
  ).map(inDocument('return', 'message')),
  ...(
    [
      [
        'a claim for one item at least',
        without(
          /<pertinentInformation1 [^>]*><seperatableInd[^>]*><templateId[^>]*><pertinentSuppliedLineItem [^]*<\/pertinentSuppliedLineItem><\/pertinentInformation1>/,
        ),
        ['eps-claim-items'],
      ],
      [
        'a replaced claim named by 36 characters',
        to(/(priorMessageRef [^>]*><id root=")./, '$1'),
        ['eps-claim-replaced'],
      ],
    ] satisfies readonly Row[]
  ).map(inDocument('claim', 'message')),
  ...(
    [
      [
        'eight reasons at most',
        to(/<pertinentInformation [^]*?<\/pertinentInformation>/, '$&'.repeat(9)),
        ['eps-cancel-reasons'],
      ],
      ['reasons of the list of reasons', to(/\.16\.27"/, '.16.28"'), ['eps-cancel-reason']],
    ] satisfies readonly Row[]
  ).map(inDocument('cancellation', 'message')),
]

/** Every sentence of a product. */
export const OF_PRODUCTS: readonly Sentence[] = [...PDS, ...EPS]
