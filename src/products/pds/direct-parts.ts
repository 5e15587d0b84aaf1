import { element, type Outline } from '../../mapping/index.ts'
import { period, V3 } from './retrieval-shapes.ts'

/** An address that stands in no part of its own, as traces and updates have it. */
export const ADDRESS: Outline = element(
  'addr',
  {},
  element('streetAddressLine', {}),
  element('postalCode', {}),
  element('addressKey', {}),
  period('useablePeriod'),
)

/** A name that stands in no part of its own. */
export const NAME: Outline = element(
  'name',
  {},
  element('prefix', {}),
  element('given', {}),
  element('family', {}),
  element('suffix', {}),
  period('validTime'),
)

const provider = (...first: readonly Outline[]): Outline =>
  element(
    'playedOtherProviderPatient',
    { classCode: 'PAT' },
    element(
      'subjectOf',
      { typeCode: 'SBJ' },
      element(
        'patientCareProvision',
        { classCode: 'PCPR', moodCode: 'EVN' },
        ...first,
        element('code', { codeSystem: `${V3}.17.37` }),
        period('effectiveTime'),
        element(
          'performer',
          { typeCode: 'PRF' },
          element('assignedOrganization', { classCode: 'ASSIGNED' }, element('id', {})),
        ),
      ),
    ),
  )

/** Who cares for a patient, of whichever kind. */
export const PROVIDER: Outline = provider()

/** The same as an update names who it was. */
export const NAMED_PROVIDER: Outline = provider(element('id', {}))
