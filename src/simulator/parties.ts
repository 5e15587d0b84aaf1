/** A supplier's system as the directory knows it; all made up. */
export interface Supplier {
  readonly name: string
  readonly asid: string
  readonly partyKey: string
  /** The organisation its user works for. */
  readonly ods: string
}

/** The suppliers whose requests the traffic consists of: two GP systems and two dispensing ones. */
export const SUPPLIERS: readonly Supplier[] = [
  { name: 'Acme GP', asid: '200000000115', partyKey: 'Z99001-820115', ods: 'Z99001' },
  { name: 'Borealis GP', asid: '200000000216', partyKey: 'Z99002-820216', ods: 'Z99002' },
  { name: 'Capsule Pharmacy', asid: '200000000317', partyKey: 'ZPH01-820317', ods: 'ZPH01' },
  { name: 'Dosette Pharmacy', asid: '200000000418', partyKey: 'ZPH02-820418', ods: 'ZPH02' },
]

/** The legacy Spine as the suppliers address it. */
export const SPINE = {
  asid: '990000000001',
  partyKey: 'YEZ-0000001',
  cpaId: 'S20009A000001',
} as const
