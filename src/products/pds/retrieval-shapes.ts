import { always, element, type Outline } from '../../mapping/index.ts'

/** The root of most code systems and ids of Spine's. */
export const V3 = '2.16.840.1.113883.2.1.3.2.4'

/** What every person is. */
export const INSTANCE = { classCode: 'PSN', determinerCode: 'INSTANCE' }

/** What every observation is. */
export const EVENT = { classCode: 'OBS', moodCode: 'EVN' }

/** Outlines a time that has a beginning and may have an end. */
export const period = (name: string): Outline =>
  element(name, {}, element('low', {}), element('high', {}))

/** An observation about the patient: its kind in code (NHS MIM 6.3.01, DemographicObservationType). */
export const observation = (name: string, code: string, ...children: readonly Outline[]): Outline =>
  element(name, EVENT, always('code', { code, codeSystem: `${V3}.17.35` }), ...children)

const subjectOf = (number: number, ...children: readonly Outline[]): Outline =>
  element(`subjectOf${number}`, { typeCode: 'SBJ' }, ...children)

const address = (version: string, ...more: readonly Outline[]): Outline =>
  element(
    `COCT_MT000201${version}.PartOfWhole`,
    { classCode: 'PART' },
    element(
      'addr',
      {},
      element('streetAddressLine', {}),
      element('postalCode', {}),
      element('addressKey', {}),
      ...more,
      period('useablePeriod'),
      element('id', {}),
    ),
  )

const telecom = (version: string): Outline =>
  element(
    `COCT_MT000202${version}.PartOfWhole`,
    { classCode: 'PART' },
    element('telecom', {}, period('useablePeriod'), element('id', {})),
  )

const name = (version: string): Outline =>
  element(
    `COCT_MT000203${version}.PartOfWhole`,
    { classCode: 'PART' },
    element(
      'partPerson',
      INSTANCE,
      element(
        'name',
        {},
        element('prefix', {}),
        element('given', {}),
        element('family', {}),
        element('suffix', {}),
        period('validTime'),
        element('id', {}),
      ),
    ),
  )

const provider = (provision: string): Outline =>
  element(
    'playedOtherProviderPatient',
    { classCode: 'PAT' },
    element(
      'subjectOf',
      { typeCode: 'SBJ' },
      element(
        provision,
        { classCode: 'PCPR', moodCode: 'EVN' },
        element('code', { codeSystem: `${V3}.17.37` }),
        period('effectiveTime'),
        element('id', {}),
        element(
          'performer',
          { typeCode: 'PRF' },
          element('assignedEntity', { classCode: 'ASSIGNED' }, element('id', {})),
        ),
      ),
    ),
  )

const language: Outline = element(
  'languageCommunication',
  {},
  element('languageCode', {}),
  always('preferenceInd', { value: 'true' }),
  element('proficiencyLevelCode', { codeSystem: `${V3}.16.39` }),
)

const birthPlace: Outline = element(
  'COCT_MT000208UK01.BirthPlace',
  { classCode: 'BIRTHPL' },
  element(
    'addr',
    {},
    element('city', {}),
    element('county', {}),
    element('country', {}, element('code', {})),
  ),
)

/** A fact that is a part of its own, so that it can say when it was notified. */
const fact = (template: string, said: string): Outline =>
  element(template, { classCode: 'PART' }, element('partPerson', INSTANCE, element(said, {})))

/** What is said of the patient beside the person they are, in both shapes. */
const roles: readonly Outline[] = [
  subjectOf(
    2,
    observation('deathNotification', '3', element('value', { codeSystem: `${V3}.16.5` })),
  ),
  subjectOf(
    4,
    observation(
      'preferredContactMethod',
      '9',
      element('value', {}),
      element(
        'pertinentInformation',
        { typeCode: 'PERT' },
        observation('pertinentPreferredContactTimes', '10', element('value', {})),
      ),
    ),
  ),
  subjectOf(5, observation('preferredWrittenCommunicationFormat', '13', element('value', {}))),
]

const removal: Outline = subjectOf(
  9,
  element(
    'pCRemovalRegistrationEvent',
    { classCode: 'REG', moodCode: 'EVN' },
    period('effectiveTime'),
    element('reasonCode', {}),
  ),
)

const response = (person: readonly Outline[], more: readonly Outline[]): Outline =>
  element(
    'PDSResponse',
    EVENT,
    element(
      'pertinentInformation',
      { typeCode: 'PERT' },
      observation('pertinentSerialChangeNumber', '2', element('value', {})),
    ),
    element(
      'subject',
      { typeCode: 'SBJ' },
      element(
        'patientRole',
        { classCode: 'PAT' },
        element('confidentialityCode', { codeSystem: `${V3}.16.1` }),
        element('id', {}),
        always('patientPerson', INSTANCE, ...person),
        ...more,
      ),
    ),
  )

/** The subject of QUPA_IN000009UK03 (NHS MIM 6.3.01; nhsconnect/prm-repo-gp2gp-messenger has a recorded one). */
export const MIM6: Outline = response(
  [
    element('administrativeGenderCode', {}),
    element('birthTime', {}),
    element('deceasedTime', {}),
    element('multipleBirthOrderNumber', {}),
    language,
    provider('patientCareProvisionEvent'),
    address('UK02'),
    telecom('UK02'),
    name('UK02'),
  ],
  roles,
)

/** The subject of QUPA_IN000009UK06 (nhsdigitalmait/SPINE_schema, its extractor of that message). */
export const MIM7: Outline = response(
  [
    element('multipleBirthOrderNumber', {}),
    language,
    provider('patientCareProvision'),
    birthPlace,
    fact('COCT_MT000209UK01.PartAdminGenderCode', 'administrativeGenderCode'),
    fact('COCT_MT000210UK01.PartBirthTime', 'birthTime'),
    fact('COCT_MT000211UK01.PartDeceasedTime', 'deceasedTime'),
    address('UK03', element('desc', {})),
    telecom('UK03'),
    name('UK03'),
  ],
  [...roles, removal],
)
