import { death, type Json, patient, period } from './pds-golden-cloud.ts'
import { type Pair, who } from './pds-golden-pairs.ts'

const smyth: Json = { id: 'cppz', use: 'usual', family: 'SMYTH-TEST' }

/** Pairs about who someone is, their birth and their death. */
export const LIFE_PAIRS: readonly Pair[] = [
  {
    title: 'a plain record',
    cloud: patient('9990001006', '137', {
      name: [
        {
          id: 'ewjq',
          use: 'usual',
          ...period('1973-12-02'),
          prefix: ['MRS'],
          given: ['ANNE', 'BERYL'],
          family: 'SMYTH-TEST',
        },
      ],
      gender: 'female',
      birthDate: '1973-12-02',
    }),
    says: {
      number: '9990001006',
      version: '137',
      gender: '2',
      birth: '19731202',
      names: [
        {
          use: 'L',
          prefix: 'MRS',
          given: ['ANNE', 'BERYL'],
          family: 'SMYTH-TEST',
          low: '19731202',
          id: 'ewjq',
        },
      ],
    },
    means: {
      ...who('9990001006', '137'),
      gender: 'female',
      birthDate: '1973-12-02',
      'name[0]/use': 'usual',
      'name[0]/prefix': 'MRS',
      'name[0]/given[0]': 'ANNE',
      'name[0]/given[1]': 'BERYL',
      'name[0]/family': 'SMYTH-TEST',
      'name[0]/from': '1973-12-02',
      'name[0]/id': 'ewjq',
    },
  },
  {
    title: 'a record of poor quality: a number, a version and nothing else',
    cloud: patient('9990001014', '1'),
    says: { number: '9990001014', version: '1' },
    means: who('9990001014', '1'),
  },
  {
    title: 'a man',
    cloud: patient('9990001022', '2', { gender: 'male', name: [smyth] }),
    says: {
      number: '9990001022',
      version: '2',
      gender: '1',
      names: [{ use: 'L', family: 'SMYTH-TEST', id: 'cppz' }],
    },
    means: {
      ...who('9990001022', '2'),
      gender: 'male',
      'name[0]/use': 'usual',
      'name[0]/family': 'SMYTH-TEST',
      'name[0]/id': 'cppz',
    },
  },
  {
    title: 'a gender nobody knows',
    cloud: patient('9990001030', '3', { gender: 'unknown' }),
    says: { number: '9990001030', version: '3', gender: '0' },
    means: { ...who('9990001030', '3'), gender: 'unknown' },
  },
  {
    title: 'a gender that is neither',
    cloud: patient('9990001049', '4', { gender: 'other' }),
    says: { number: '9990001049', version: '4', gender: '9' },
    means: { ...who('9990001049', '4'), gender: 'other' },
  },
  {
    title: 'a birth of which the year is known',
    cloud: patient('9990001057', '5', { birthDate: '1931' }),
    says: { number: '9990001057', version: '5', birth: '1931' },
    means: { ...who('9990001057', '5'), birthDate: '1931' },
  },
  {
    title: 'a birth of which the month is known',
    cloud: patient('9990001065', '6', { birthDate: '1931-08' }),
    says: { number: '9990001065', version: '6', birth: '193108' },
    means: { ...who('9990001065', '6'), birthDate: '1931-08' },
  },
  {
    title: 'a birth on a day there is every fourth year',
    cloud: patient('9990001073', '7', { birthDate: '2000-02-29' }),
    says: { number: '9990001073', version: '7', birth: '20000229' },
    means: { ...who('9990001073', '7'), birthDate: '2000-02-29' },
  },
  {
    title: 'a death the registrar told of',
    cloud: patient('9990001081', '8', {
      deceasedDateTime: '2022-03-03T00:00:00+00:00',
      extension: [death('2', '2022-08-08T17:28:41+00:00')],
    }),
    says: { number: '9990001081', version: '8', death: '20220303', deathStatus: '2' },
    means: { ...who('9990001081', '8'), deceased: '2022-03-03', deathStatus: 'formal' },
  },
  {
    title: 'a death the practice told of, to the minute',
    cloud: patient('9990001103', '9', {
      deceasedDateTime: '2003-12-02T06:35:00+00:00',
      extension: [death('1', '2003-12-03T00:00:00+00:00')],
    }),
    says: { number: '9990001103', version: '9', death: '200312020635', deathStatus: '1' },
    means: { ...who('9990001103', '9'), deceased: '2003-12-02T06:35', deathStatus: 'informal' },
  },
  {
    title: 'a death of which the year is known, and no notice of it',
    cloud: patient('9990001111', '10', { deceasedDateTime: '1999' }),
    says: { number: '9990001111', version: '10', death: '1999' },
    means: { ...who('9990001111', '10'), deceased: '1999' },
  },
  {
    title: 'the first of several born together',
    cloud: patient('9990001138', '11', { multipleBirthInteger: 1 }),
    says: { number: '9990001138', version: '11', birthOrder: '1' },
    means: { ...who('9990001138', '11'), birthOrder: '1' },
  },
  {
    title: 'several born together, in an order nobody knows',
    cloud: patient('9990001146', '12', { multipleBirthInteger: 9 }),
    says: { number: '9990001146', version: '12', birthOrder: '9' },
    means: { ...who('9990001146', '12'), birthOrder: '9' },
  },
]
