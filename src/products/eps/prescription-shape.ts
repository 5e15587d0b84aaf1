import { always, element, type Outline } from '../../mapping/index.ts'
import { NHS_NUMBER } from '../oids.ts'

/** The root of most code systems and ids of Spine's. */
export const V3 = '2.16.840.1.113883.2.1.3.2.4'

export const ODS = '1.2.826.0.1285.0.1.10'
export const ROLE_PROFILE = '1.2.826.0.1285.0.2.0.67'
export const JOB_ROLE = '1.2.826.0.1285.0.2.1.104'
export const PROFESSIONAL = '1.2.826.0.1285.0.2.1.54'

/** SNOMED CT. */
export const SNOMED = `${V3}.15`
export const PERSON = { classCode: 'PSN', determinerCode: 'INSTANCE' }
export const ORGANISATION = { classCode: 'ORG', determinerCode: 'INSTANCE' }
export const OBSERVATION = { classCode: 'OBS', moodCode: 'EVN' }
export const PERTINENT = { contextConductionInd: 'true', typeCode: 'PERT' }

/** A concept that is always the same. */
export const snomed = (code: string, displayName: string): Outline =>
  always('code', { code, codeSystem: SNOMED, displayName })

export const separable = (value: 'true' | 'false'): Outline => always('seperatableInd', { value })

export const template = (extension: string): Outline =>
  always('templateId', { extension: `CSAB_RM-NPfITUK10.${extension}`, root: `${V3}.18.2` })

/** An observation in its slot (NHS MIM 4.2.00, PrescriptionAnnotation). */
export const observation = (
  [slot, name, code]: readonly [slot: string, name: string, code: string],
  value: Outline,
  isSeparable: 'true' | 'false' = 'false',
): Outline =>
  element(
    slot,
    PERTINENT,
    separable(isSeparable),
    element(name, OBSERVATION, always('code', { code, codeSystem: `${V3}.17.30` }), value),
  )

/** A value of one of Spine's code systems. */
export const coded = (system: string): Outline =>
  element('value', { codeSystem: `${V3}.${system}` })

export const ADDRESS = element(
  'addr',
  {},
  element('streetAddressLine', {}),
  element('postalCode', {}),
)

const NAME = element(
  'name',
  {},
  element('prefix', {}),
  element('given', {}),
  element('family', {}),
  element('suffix', {}),
)

/** Whom it is for. */
export const PATIENT = element(
  'Patient',
  { classCode: 'PAT' },
  element('id', { root: NHS_NUMBER }),
  ADDRESS,
  element('telecom', {}),
  element(
    'patientPerson',
    PERSON,
    NAME,
    element('administrativeGenderCode', { codeSystem: `${V3}.16.25` }),
    element('birthTime', {}),
    element(
      'playedProviderPatient',
      { classCode: 'PAT' },
      element(
        'subjectOf',
        { typeCode: 'SBJ' },
        element(
          'patientCareProvision',
          { classCode: 'PCPR', moodCode: 'EVN' },
          always('code', { code: '1', codeSystem: `${V3}.17.37` }),
          element(
            'responsibleParty',
            { typeCode: 'RESP' },
            element('healthCareProvider', { classCode: 'PROV' }, element('id', {})),
          ),
        ),
      ),
    ),
  ),
)

/** An organisation's type, which is never said. */
export const unspecified = always('code', { code: '999', codeSystem: `${V3}.17.94` })

/** Somebody, the organisation they act for, and the one that licenses it. */
export const AGENT_PERSON = element(
  'AgentPerson',
  { classCode: 'AGNT' },
  element('id', {}),
  element('code', { codeSystem: JOB_ROLE }),
  element('telecom', {}),
  element('agentPerson', PERSON, element('id', {}), NAME),
  element(
    'representedOrganization',
    ORGANISATION,
    element('id', {}),
    unspecified,
    element('name', {}),
    element('telecom', {}),
    ADDRESS,
    element(
      'healthCareProviderLicense',
      { classCode: 'PROV' },
      element('Organization', ORGANISATION, element('id', {}), unspecified, element('name', {})),
    ),
  ),
)

export const ADMINISTRATION = snomed(
  '225426007',
  'Administration of therapeutic substance (procedure)',
)
export const DISPENSING = snomed('373784005', 'Dispensing medication (procedure)')
export const NOT_APPLICABLE = always('effectiveTime', { nullFlavor: 'NA' })
export const REPEATS = element('repeatNumber', {}, element('low', {}), element('high', {}))

const LINE_ITEM = element(
  'pertinentLineItem',
  { classCode: 'SBADM', moodCode: 'RQO' },
  element('id', {}),
  ADMINISTRATION,
  NOT_APPLICABLE,
  REPEATS,
  element(
    'product',
    { contextControlCode: 'OP', typeCode: 'PRD' },
    element(
      'manufacturedProduct',
      { classCode: 'MANU' },
      element(
        'manufacturedRequestedMaterial',
        { classCode: 'MMAT', determinerCode: 'KIND' },
        element('code', { codeSystem: SNOMED }),
      ),
    ),
  ),
  element(
    'component',
    { typeCode: 'COMP' },
    separable('false'),
    element(
      'lineItemQuantity',
      { classCode: 'SPLY', moodCode: 'RQO' },
      DISPENSING,
      element('quantity', { unit: '1' }, element('translation', { codeSystem: SNOMED })),
    ),
  ),
  observation(
    ['pertinentInformation1', 'pertinentAdditionalInstructions', 'AI'],
    element('value', {}),
  ),
  observation(['pertinentInformation3', 'pertinentPrescriberEndorsement', 'PE'], coded('16.32')),
  observation(['pertinentInformation2', 'pertinentDosageInstructions', 'DI'], element('value', {})),
)

const SUPPLY = element(
  'component1',
  { typeCode: 'COMP' },
  separable('true'),
  element(
    'daysSupply',
    { classCode: 'SPLY', moodCode: 'RQO' },
    DISPENSING,
    element('effectiveTime', {}, element('low', {}), element('high', {})),
    element('expectedUseTime', {}, element('width', { unit: 'd' })),
  ),
)

const PRESCRIPTION = element(
  'pertinentPrescription',
  { classCode: 'SBADM', moodCode: 'RQO' },
  element('id', {}),
  ADMINISTRATION,
  NOT_APPLICABLE,
  REPEATS,
  element(
    'performer',
    { contextControlCode: 'OP', typeCode: 'PRF' },
    element(
      'AgentOrgSDS',
      { classCode: 'AGNT' },
      element('agentOrganizationSDS', ORGANISATION, element('id', {})),
    ),
  ),
  element(
    'author',
    { contextControlCode: 'OP', typeCode: 'AUT' },
    element('time', {}),
    element('signatureText', {}),
    AGENT_PERSON,
  ),
  element('responsibleParty', { contextControlCode: 'OP', typeCode: 'RESP' }, AGENT_PERSON),
  SUPPLY,
  observation(['pertinentInformation7', 'pertinentReviewDate', 'RD'], element('value', {})),
  observation(
    ['pertinentInformation5', 'pertinentPrescriptionTreatmentType', 'PTT'],
    coded('16.36'),
  ),
  observation(
    ['pertinentInformation1', 'pertinentDispensingSitePreference', 'DSP'],
    coded('17.21'),
    'true',
  ),
  element(
    'pertinentInformation2',
    { ...PERTINENT, inversionInd: 'false', negationInd: 'false' },
    separable('true'),
    template('sourceOf2'),
    LINE_ITEM,
  ),
  always(
    'pertinentInformation8',
    PERTINENT,
    separable('false'),
    always(
      'pertinentTokenIssued',
      OBSERVATION,
      always('code', { code: 'TI', codeSystem: `${V3}.17.30` }),
      always('value', { value: 'false' }),
    ),
  ),
  observation(['pertinentInformation4', 'pertinentPrescriptionType', 'PT'], coded('17.25')),
)

/** A prescription (NHS MIM 4.2.00, PORX_MT132004UK31), in the order its schema has. */
export const PARENT_PRESCRIPTION: Outline = element(
  'ParentPrescription',
  { classCode: 'INFO', moodCode: 'EVN' },
  element('id', {}),
  snomed('163501000000109', 'Prescription - FocusActOrEvent (record artifact)'),
  element('effectiveTime', {}),
  always('typeId', { extension: 'PORX_MT132004UK31', root: `${V3}.18.7` }),
  element('recordTarget', { typeCode: 'RCT' }, PATIENT),
  element('pertinentInformation1', PERTINENT, template('pertinentInformation'), PRESCRIPTION),
  element(
    'pertinentInformation2',
    { typeCode: 'PERT' },
    template('pertinentInformation1'),
    element(
      'pertinentCareRecordElementCategory',
      { classCode: 'CATEGORY', moodCode: 'EVN' },
      snomed('185361000000102', 'Medication - care record element (record artifact)'),
      element(
        'component',
        { typeCode: 'COMP' },
        element('actRef', { classCode: 'SBADM', moodCode: 'RQO' }, element('id', {})),
      ),
    ),
  ),
)
