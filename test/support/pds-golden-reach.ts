import { addressKey, patient, period, TEXTPHONE } from './pds-golden-cloud.ts'
import { type Pair, who } from './pds-golden-pairs.ts'

/** Pairs about where letters reach someone. */
export const ADDRESS_PAIRS: readonly Pair[] = [
  {
    title: 'a home of five lines with its key, and the reference number only the cloud holds',
    cloud: patient('9990001316', '40', {
      address: [
        {
          id: 'fb0v',
          use: 'home',
          ...period('2016-04-07', '2099-12-31'),
          line: ['Flat 1', '4 Fig Way', 'Fig Row', 'Figton', 'Figshire'],
          postalCode: 'ZZ99 1AA',
          extension: [addressKey('PAF', '06310553'), addressKey('UPRN', '123456789012')],
        },
      ],
    }),
    says: {
      number: '9990001316',
      version: '40',
      addresses: [
        {
          use: 'H',
          lines: ['Flat 1', '4 Fig Way', 'Fig Row', 'Figton', 'Figshire'],
          postcode: 'ZZ99 1AA',
          key: '06310553',
          low: '20160407',
          high: '20991231',
          id: 'fb0v',
        },
      ],
    },
    means: {
      ...who('9990001316', '40'),
      'address[0]/use': 'home',
      'address[0]/line[0]': 'Flat 1',
      'address[0]/line[1]': '4 Fig Way',
      'address[0]/line[2]': 'Fig Row',
      'address[0]/line[3]': 'Figton',
      'address[0]/line[4]': 'Figshire',
      'address[0]/postcode': 'ZZ99 1AA',
      'address[0]/key': '06310553',
      'address[0]/from': '2016-04-07',
      'address[0]/to': '2099-12-31',
      'address[0]/id': 'fb0v',
    },
  },
  {
    title: 'a home of two lines keeps five places',
    cloud: patient('9990001324', '41', {
      address: [{ id: 'a1', use: 'home', line: ['4 Fig Way', 'Figton'], postalCode: 'ZZ99 1AB' }],
    }),
    says: {
      number: '9990001324',
      version: '41',
      addresses: [
        { use: 'H', lines: ['4 Fig Way', 'Figton', '', '', ''], postcode: 'ZZ99 1AB', id: 'a1' },
      ],
    },
    means: {
      ...who('9990001324', '41'),
      'address[0]/use': 'home',
      'address[0]/line[0]': '4 Fig Way',
      'address[0]/line[1]': 'Figton',
      'address[0]/postcode': 'ZZ99 1AB',
      'address[0]/id': 'a1',
    },
  },
  {
    title: 'a blank line is left out',
    cloud: patient('9990001332', '42', {
      address: [{ id: 'a1', use: 'home', line: ['', '4 Fig Way', '', 'Figton'] }],
    }),
    says: {
      number: '9990001332',
      version: '42',
      addresses: [{ use: 'H', lines: ['4 Fig Way', 'Figton', '', '', ''], id: 'a1' }],
    },
    means: {
      ...who('9990001332', '42'),
      'address[0]/use': 'home',
      'address[0]/line[0]': '4 Fig Way',
      'address[0]/line[1]': 'Figton',
      'address[0]/id': 'a1',
    },
    isNotWrittenBack: true,
  },
  {
    title: 'a temporary address with a description, and one for letters',
    cloud: patient('9990001340', '43', {
      address: [
        {
          id: 't1',
          use: 'temp',
          text: 'Student Accommodation',
          line: ['1', '2', '3', '4', '5'],
          postalCode: 'ZZ99 2AA',
          ...period('2026-09-01', '2027-06-30'),
          extension: [addressKey('PAF', '00000012')],
        },
        { id: 'a1', use: 'billing', line: ['9', '8', '7', '6', '5'], postalCode: 'ZZ99 3AA' },
      ],
    }),
    says: {
      number: '9990001340',
      version: '43',
      addresses: [
        {
          use: 'TMP',
          lines: ['1', '2', '3', '4', '5'],
          postcode: 'ZZ99 2AA',
          key: '00000012',
          desc: 'Student Accommodation',
          low: '20260901',
          high: '20270630',
          id: 't1',
        },
        { use: 'PST', lines: ['9', '8', '7', '6', '5'], postcode: 'ZZ99 3AA', id: 'a1' },
      ],
    },
    means: {
      ...who('9990001340', '43'),
      'address[0]/use': 'correspondence',
      'address[0]/line[0]': '9',
      'address[0]/line[1]': '8',
      'address[0]/line[2]': '7',
      'address[0]/line[3]': '6',
      'address[0]/line[4]': '5',
      'address[0]/postcode': 'ZZ99 3AA',
      'address[0]/id': 'a1',
      'address[1]/use': 'temporary',
      'address[1]/line[0]': '1',
      'address[1]/line[1]': '2',
      'address[1]/line[2]': '3',
      'address[1]/line[3]': '4',
      'address[1]/line[4]': '5',
      'address[1]/postcode': 'ZZ99 2AA',
      'address[1]/key': '00000012',
      'address[1]/description': 'Student Accommodation',
      'address[1]/from': '2026-09-01',
      'address[1]/to': '2027-06-30',
      'address[1]/id': 't1',
    },
  },
]

/** Pairs about how else someone is reached. */
export const TELECOM_PAIRS: readonly Pair[] = [
  {
    title: 'a telephone for every use',
    cloud: patient('9990001359', '50', {
      telecom: [
        { id: 'c1', system: 'phone', value: '01632960001', use: 'home', ...period('2020-01-01') },
        { id: 'c2', system: 'phone', value: '07700900002', use: 'mobile' },
        { id: 'c4', system: 'phone', value: '01632960004', use: 'temp' },
        { id: 'c3', system: 'phone', value: '01632960003', use: 'work' },
      ],
    }),
    says: {
      number: '9990001359',
      version: '50',
      telecoms: [
        { use: 'H', value: 'tel:01632960001', low: '20200101', id: 'c1' },
        { use: 'MC', value: 'tel:07700900002', id: 'c2' },
        { use: 'HV', value: 'tel:01632960004', id: 'c4' },
        { use: 'WP', value: 'tel:01632960003', id: 'c3' },
      ],
    },
    means: {
      ...who('9990001359', '50'),
      'telecom[0]/use': 'home',
      'telecom[0]/scheme': 'phone',
      'telecom[0]/value': '01632960001',
      'telecom[0]/from': '2020-01-01',
      'telecom[0]/id': 'c1',
      'telecom[1]/use': 'mobile',
      'telecom[1]/scheme': 'phone',
      'telecom[1]/value': '07700900002',
      'telecom[1]/id': 'c2',
      'telecom[2]/use': 'work',
      'telecom[2]/scheme': 'phone',
      'telecom[2]/value': '01632960003',
      'telecom[2]/id': 'c3',
      'telecom[3]/use': 'holiday',
      'telecom[3]/scheme': 'phone',
      'telecom[3]/value': '01632960004',
      'telecom[3]/id': 'c4',
    },
  },
  {
    title: 'an email address, a fax and a textphone, one with an end, one with a colon in it',
    cloud: patient('9990001367', '51', {
      telecom: [
        {
          id: 'c1',
          system: 'email',
          value: 'ada@example.org',
          use: 'home',
          ...period('2019-01-01', '2022-12-31'),
        },
        { id: 'c2', system: 'fax', value: '01632:960002', use: 'home' },
        { id: 'c3', system: 'other', value: '01632960003', use: 'home', extension: [TEXTPHONE] },
      ],
    }),
    says: {
      number: '9990001367',
      version: '51',
      telecoms: [
        { use: 'H', value: 'mailto:ada@example.org', low: '20190101', high: '20221231', id: 'c1' },
        { use: 'H', value: 'fax:01632:960002', id: 'c2' },
        { use: 'H', value: 'textphone:01632960003', id: 'c3' },
      ],
    },
    means: {
      ...who('9990001367', '51'),
      'telecom[0]/use': 'home',
      'telecom[0]/scheme': 'email',
      'telecom[0]/value': 'ada@example.org',
      'telecom[0]/from': '2019-01-01',
      'telecom[0]/to': '2022-12-31',
      'telecom[0]/id': 'c1',
      'telecom[1]/use': 'home',
      'telecom[1]/scheme': 'fax',
      'telecom[1]/value': '01632:960002',
      'telecom[1]/id': 'c2',
      'telecom[2]/use': 'home',
      'telecom[2]/scheme': 'textphone',
      'telecom[2]/value': '01632960003',
      'telecom[2]/id': 'c3',
    },
  },
  {
    title: 'a pager, which is a use in HL7v3 and a system in FHIR',
    cloud: patient('9990001375', '52', {
      telecom: [
        { id: 'c2', system: 'pager', value: '01632960009', ...period('2020-01-01', '2020-06-30') },
        { id: 'c1', system: 'pager', value: '01632960008' },
      ],
    }),
    says: {
      number: '9990001375',
      version: '52',
      telecoms: [
        { use: 'PG', value: 'tel:01632960009', low: '20200101', high: '20200630', id: 'c2' },
        { use: 'PG', value: 'tel:01632960008', id: 'c1' },
      ],
    },
    means: {
      ...who('9990001375', '52'),
      'pager[0]/value': '01632960008',
      'pager[0]/id': 'c1',
      'pager[1]/value': '01632960009',
      'pager[1]/from': '2020-01-01',
      'pager[1]/to': '2020-06-30',
      'pager[1]/id': 'c2',
    },
  },
]
