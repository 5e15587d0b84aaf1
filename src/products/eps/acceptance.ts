import { type AcceptanceRule, defineRules } from '../../acceptance/index.ts'
import { askedBy, idsOf } from '../asked-of.ts'
import {
  claimAcceptance,
  notificationAcceptance,
  returnAcceptance,
  withdrawalAcceptance,
} from './acceptance-dispensing.ts'
import {
  dispenserRules,
  epsRules,
  idRules,
  payloadRules,
  SUBJECT,
  XSLT,
} from './acceptance-parts.ts'
import { cancellationAcceptance, prescriptionAcceptance } from './acceptance-prescribing.ts'
import { EPS_INTERACTIONS } from './interactions.ts'

const idsNamed = (title: string): readonly string[] => idsOf(EPS_INTERACTIONS, title)

/** The first release of prescriptions is of another shape, which another validator reads. */
const PRESCRIPTIONS = idsNamed('Prescription').filter(id => !id.endsWith('UK04'))

const RELEASE = 'Dispenser_Common_Stage_1.xsl'

const RELEASES = defineRules(epsRules(RELEASE, idsNamed('Patient prescription release')), [
  ...payloadRules('eps-release', 'PatientPrescriptionReleaseRequest'),
  ...idRules(
    'eps-release-prescription',
    `${SUBJECT}/PatientPrescriptionReleaseRequest/pertinentInformation/pertinentPrescriptionID`,
  ),
  ...dispenserRules('eps-release'),
])

const NOMINATED = defineRules(
  epsRules(
    'Nominated_Release_Request_PORX_MT121001UK30.xsl',
    idsNamed('Nominated prescription release'),
  ),
  [
    ...payloadRules('eps-nominated-release', 'NominatedPrescriptionReleaseRequest'),
    ...dispenserRules('eps-nominated-release'),
  ],
)

const QUERIES = defineRules(
  {
    family: '1732',
    product: 'eps',
    from: `${XSLT}/GetPrescriptionDocumentQueryValidation.xsl`,
    interactions: EPS_INTERACTIONS.filter(({ transport }) => transport === 'soap').map(
      ({ id }) => id,
    ),
  },
  askedBy('eps-query', 'query'),
)

/** Lists what Spine asks of the messages of a prescription's life. */
export const EPS_ACCEPTANCE: readonly AcceptanceRule[] = [
  ...prescriptionAcceptance(PRESCRIPTIONS),
  ...cancellationAcceptance(idsNamed('Prescription cancellation')),
  ...RELEASES,
  ...NOMINATED,
  ...notificationAcceptance(idsNamed('Dispense notification')),
  ...claimAcceptance(idsNamed('Dispense claim')),
  ...returnAcceptance(idsNamed('Prescription return')),
  ...withdrawalAcceptance(idsNamed('Dispense withdrawal')),
  ...QUERIES,
]
