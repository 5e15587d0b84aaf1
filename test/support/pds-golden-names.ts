import { patient, period } from './pds-golden-cloud.ts'
import { type Pair, who } from './pds-golden-pairs.ts'

/** Pairs about names. */
export const NAME_PAIRS: readonly Pair[] = [
  {
    title: 'a name for every use, one with a suffix and an end',
    cloud: patient('9990001251', '30', {
      name: [
        { id: 'n1', use: 'usual', family: 'FIGTREE', given: ['ADA'] },
        {
          id: 'n2',
          use: 'temp',
          family: 'NIGHTJAR',
          given: ['Zz'],
          suffix: ['OBE'],
          ...period('2015-06-07', '2099-12-31'),
        },
        { id: 'n3', use: 'nickname', family: 'FIGTREE', given: ['Addie'] },
        { id: 'n4', use: 'old', family: 'OLDTREE', ...period('1973-12-02', '1980-05-31') },
        { id: 'n5', use: 'maiden', family: 'ACORN', prefix: ['MISS'] },
      ],
    }),
    says: {
      number: '9990001251',
      version: '30',
      names: [
        { use: 'L', given: ['ADA'], family: 'FIGTREE', id: 'n1' },
        {
          use: 'A',
          given: ['Zz'],
          family: 'NIGHTJAR',
          suffix: 'OBE',
          low: '20150607',
          high: '20991231',
          id: 'n2',
        },
        { use: 'PREFERRED', given: ['Addie'], family: 'FIGTREE', id: 'n3' },
        { use: 'PREVIOUS', family: 'OLDTREE', low: '19731202', high: '19800531', id: 'n4' },
        { use: 'PREVIOUS-MAIDEN', prefix: 'MISS', family: 'ACORN', id: 'n5' },
      ],
    },
    means: {
      ...who('9990001251', '30'),
      'name[0]/use': 'usual',
      'name[0]/given[0]': 'ADA',
      'name[0]/family': 'FIGTREE',
      'name[0]/id': 'n1',
      'name[1]/use': 'alias',
      'name[1]/given[0]': 'Zz',
      'name[1]/family': 'NIGHTJAR',
      'name[1]/suffix': 'OBE',
      'name[1]/from': '2015-06-07',
      'name[1]/to': '2099-12-31',
      'name[1]/id': 'n2',
      'name[2]/use': 'preferred',
      'name[2]/given[0]': 'Addie',
      'name[2]/family': 'FIGTREE',
      'name[2]/id': 'n3',
      'name[3]/use': 'former',
      'name[3]/family': 'OLDTREE',
      'name[3]/from': '1973-12-02',
      'name[3]/to': '1980-05-31',
      'name[3]/id': 'n4',
      'name[4]/use': 'maiden',
      'name[4]/prefix': 'MISS',
      'name[4]/family': 'ACORN',
      'name[4]/id': 'n5',
    },
  },
  {
    title: 'five given names, in their order',
    cloud: patient('9990001278', '31', {
      name: [{ id: 'n1', use: 'usual', family: 'X', given: ['E', 'D', 'C', 'B', 'A'] }],
    }),
    says: {
      number: '9990001278',
      version: '31',
      names: [{ use: 'L', given: ['E', 'D', 'C', 'B', 'A'], family: 'X', id: 'n1' }],
    },
    means: {
      ...who('9990001278', '31'),
      'name[0]/use': 'usual',
      'name[0]/given[0]': 'E',
      'name[0]/given[1]': 'D',
      'name[0]/given[2]': 'C',
      'name[0]/given[3]': 'B',
      'name[0]/given[4]': 'A',
      'name[0]/family': 'X',
      'name[0]/id': 'n1',
    },
  },
  {
    title: 'an empty given name is left out',
    cloud: patient('9990001286', '32', {
      name: [{ id: 'n1', use: 'usual', family: 'X', given: ['ADA', ''] }],
    }),
    says: {
      number: '9990001286',
      version: '32',
      names: [{ use: 'L', given: ['ADA'], family: 'X', id: 'n1' }],
    },
    means: {
      ...who('9990001286', '32'),
      'name[0]/use': 'usual',
      'name[0]/given[0]': 'ADA',
      'name[0]/family': 'X',
      'name[0]/id': 'n1',
    },
    isNotWrittenBack: true,
  },
  {
    title: 'characters with a meaning in XML, beyond ASCII and beyond sixteen bits',
    cloud: patient('9990001294', '33', {
      name: [
        {
          id: 'n1',
          use: 'usual',
          family: `O'Née <&"> ]]>`,
          given: ['Zoë', 'Łucja', '𠮷', 'A\u00a0B'],
        },
      ],
    }),
    says: {
      number: '9990001294',
      version: '33',
      names: [
        { use: 'L', given: ['Zoë', 'Łucja', '𠮷', 'A\u00a0B'], family: `O'Née <&"> ]]>`, id: 'n1' },
      ],
    },
    means: {
      ...who('9990001294', '33'),
      'name[0]/use': 'usual',
      'name[0]/given[0]': 'Zoë',
      'name[0]/given[1]': 'Łucja',
      'name[0]/given[2]': '𠮷',
      'name[0]/given[3]': 'A\u00a0B',
      'name[0]/family': `O'Née <&"> ]]>`,
      'name[0]/id': 'n1',
    },
  },
  {
    title: 'names in an order that is not that of their ids',
    cloud: patient('9990001308', '34', {
      name: [
        { id: 'zz', use: 'usual', family: 'LAST' },
        { id: 'aa', use: 'old', family: 'FIRST' },
      ],
    }),
    says: {
      number: '9990001308',
      version: '34',
      names: [
        { use: 'L', family: 'LAST', id: 'zz' },
        { use: 'PREVIOUS', family: 'FIRST', id: 'aa' },
      ],
    },
    means: {
      ...who('9990001308', '34'),
      'name[0]/use': 'former',
      'name[0]/family': 'FIRST',
      'name[0]/id': 'aa',
      'name[1]/use': 'usual',
      'name[1]/family': 'LAST',
      'name[1]/id': 'zz',
    },
  },
]
