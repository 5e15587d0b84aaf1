import { nominated, patient, period, practice } from './pds-golden-cloud.ts'
import { type Pair, who } from './pds-golden-pairs.ts'

/** Pairs about practices and nominations. */
export const PROVIDER_PAIRS: readonly Pair[] = [
  {
    title: 'a general practice',
    cloud: patient('9990001383', '60', {
      generalPractitioner: [practice('cppz', 'Z99001', '2014-02-12')],
    }),
    says: {
      number: '9990001383',
      version: '60',
      providers: [{ code: '1', ods: 'Z99001', low: '20140212', id: 'cppz' }],
    },
    means: {
      ...who('9990001383', '60'),
      'gp[0]/ods': 'Z99001',
      'gp[0]/from': '2014-02-12',
      'gp[0]/id': 'cppz',
    },
  },
  {
    title: 'two general practices, the first of which has an end',
    cloud: patient('9990001391', '61', {
      generalPractitioner: [
        practice('p2', 'Z99002', '2014-02-12', '2020-12-31'),
        practice('p1', 'Z99003', '2021-01-01'),
      ],
    }),
    says: {
      number: '9990001391',
      version: '61',
      providers: [
        { code: '1', ods: 'Z99002', low: '20140212', high: '20201231', id: 'p2' },
        { code: '1', ods: 'Z99003', low: '20210101', id: 'p1' },
      ],
    },
    means: {
      ...who('9990001391', '61'),
      'gp[0]/ods': 'Z99003',
      'gp[0]/from': '2021-01-01',
      'gp[0]/id': 'p1',
      'gp[1]/ods': 'Z99002',
      'gp[1]/from': '2014-02-12',
      'gp[1]/to': '2020-12-31',
      'gp[1]/id': 'p2',
    },
  },
  {
    title: 'a nominated pharmacy, since when nobody says',
    cloud: patient('9990001405', '62', { extension: [nominated('NominatedPharmacy', 'FZ901')] }),
    says: { number: '9990001405', version: '62', providers: [{ code: 'P1', ods: 'FZ901' }] },
    means: { ...who('9990001405', '62'), 'pharmacy[0]/ods': 'FZ901' },
  },
  {
    title: 'every nomination, with its period',
    cloud: patient('9990001413', '63', {
      extension: [
        nominated('NominatedPharmacy', 'FZ902', period('2020-01-01', '2030-01-31')),
        nominated('MedicalApplianceSupplier', 'FZ903', period('2020-02-02', '2030-02-28')),
        nominated('PreferredDispenserOrganization', 'FZ904', period('2020-03-03', '2030-03-31')),
      ],
    }),
    says: {
      number: '9990001413',
      version: '63',
      providers: [
        { code: 'P1', ods: 'FZ902', low: '20200101', high: '20300131' },
        { code: 'P2', ods: 'FZ903', low: '20200202', high: '20300228' },
        { code: 'P3', ods: 'FZ904', low: '20200303', high: '20300331' },
      ],
    },
    means: {
      ...who('9990001413', '63'),
      'pharmacy[0]/ods': 'FZ902',
      'pharmacy[0]/from': '2020-01-01',
      'pharmacy[0]/to': '2030-01-31',
      'appliance[0]/ods': 'FZ903',
      'appliance[0]/from': '2020-02-02',
      'appliance[0]/to': '2030-02-28',
      'dispenser[0]/ods': 'FZ904',
      'dispenser[0]/from': '2020-03-03',
      'dispenser[0]/to': '2030-03-31',
    },
  },
  {
    title: 'two of each nomination, known by their organisations',
    cloud: patient('9990001421', '64', {
      extension: [
        nominated('NominatedPharmacy', 'FZ912'),
        nominated('NominatedPharmacy', 'FZ911'),
        nominated('MedicalApplianceSupplier', 'FZ922'),
        nominated('MedicalApplianceSupplier', 'FZ921'),
        nominated('PreferredDispenserOrganization', 'FZ932'),
        nominated('PreferredDispenserOrganization', 'FZ931'),
      ],
    }),
    says: {
      number: '9990001421',
      version: '64',
      providers: [
        { code: 'P1', ods: 'FZ912' },
        { code: 'P1', ods: 'FZ911' },
        { code: 'P2', ods: 'FZ922' },
        { code: 'P2', ods: 'FZ921' },
        { code: 'P3', ods: 'FZ932' },
        { code: 'P3', ods: 'FZ931' },
      ],
    },
    means: {
      ...who('9990001421', '64'),
      'pharmacy[0]/ods': 'FZ911',
      'pharmacy[1]/ods': 'FZ912',
      'appliance[0]/ods': 'FZ921',
      'appliance[1]/ods': 'FZ922',
      'dispenser[0]/ods': 'FZ931',
      'dispenser[1]/ods': 'FZ932',
    },
  },
]
