// Every word here is made up so that no real person, place or organisation can be meant: surnames of trees,
// given names of colours, ZZ99 postcodes (no letter can be delivered to one), telephone numbers of the
// ranges Ofcom keeps for drama, mail addresses under example.org (RFC 2606).

export const FAMILIES = [
  'Aldermoss',
  'Ashwhistle',
  'Beechlantern',
  'Birchbutton',
  'Cedarspoon',
  'Elderkettle',
  'Elmbasket',
  'Firthimble',
  'Hazelpocket',
  'Hollybucket',
  'Junipercup',
  'Larchladder',
  'Limesaddle',
  'Maplewhisk',
  'Oakfiddle',
  'Pinepepper',
  'Poplarjug',
  'Rowanribbon',
  'Sprucelamp',
  'Sycamorsel',
  'Willowspindle',
  'Yewbonnet',
] as const

export const GIVENS = [
  'Amberlina',
  'Azuredo',
  'Beigewyn',
  'Ceruleo',
  'Crimsonette',
  'Ecrumund',
  'Fuchsiana',
  'Indigolf',
  'Ivorina',
  'Khakimir',
  'Lilaca',
  'Magentus',
  'Mauvelyn',
  'Ochrebert',
  'Periwinka',
  'Russetto',
  'Saffronel',
  'Sepiana',
  'Tealward',
  'Umbertha',
  'Vermilio',
  'Violetina',
] as const

export const PREFIXES = ['MR', 'MRS', 'MS', 'MISS', 'DR', 'MX'] as const
export const PREMISES = [
  'Acorn Cottage',
  'Catkin House',
  'Pinecone Court',
  'Sapling Lodge',
] as const
export const STREETS = [
  'Bark Lane',
  'Canopy Street',
  'Leaf Row',
  'Root Avenue',
  'Twig Close',
] as const
export const TOWNS = ['Figborough', 'Much Pollarding', 'Stranglewick', 'Trunkley-on-Loam'] as const
export const COUNTIES = ['Arborshire', 'West Coppice'] as const
export const GPS = ['Z99001', 'Z99002', 'Z99003', 'Z99004', 'Z99005'] as const
export const PHARMACIES = ['ZPH01', 'ZPH02', 'ZPH03'] as const
export const APPLIANCES = ['ZAP01', 'ZAP02'] as const
export const DISPENSERS = ['ZDD01', 'ZDD02'] as const
export const LANGUAGES = [
  ['en', 'English'],
  ['fr', 'French'],
  ['pl', 'Polish'],
  ['ur', 'Urdu'],
] as const
