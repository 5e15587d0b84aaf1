import { inside, outer, tagOf, textOf, valueOf } from './xml-text.ts'

/** A resource with its type and id. */
export interface Identified {
  readonly resourceType: string
  readonly id: string
}

const identified = (resourceType: string, id: string, rest: object): Identified => ({
  resourceType,
  id,
  ...rest,
})

const reference = (name: string, { resourceType, id }: Identified): object => ({
  [name]: { reference: `${resourceType}/${id}` },
})

const withSystem = (system: string, value: string | undefined): object =>
  value === undefined ? {} : { identifier: [{ system, value }] }

const named = (text: string | undefined): object =>
  text === undefined ? {} : { name: [{ text: text.replace(/<[^>]*>/g, ' ').trim() }] }

type Author = (author: string, newId: () => string) => readonly Identified[]

const person: Author = (author, newId) => {
  const said = inside(author, 'agentPersonSDS')
  const practitioner = identified('Practitioner', newId(), {
    ...withSystem('https://fhir.nhs.uk/Id/sds-user-id', valueOf(said, 'id', 'extension')),
    ...named(textOf(said, 'name')),
  })
  const role = identified('PractitionerRole', newId(), {
    ...withSystem('http://fhir.nhs.net/Id/sds-role-profile-id', valueOf(author, 'id', 'extension')),
    ...reference('practitioner', practitioner),
  })
  return [role, practitioner]
}

const organisation: Author = (author, newId) => {
  const said = inside(author, 'agentOrganizationSDS')
  const name = textOf(said, 'name')
  const held = identified('Organization', newId(), {
    ...withSystem('https://fhir.nhs.uk/Id/ods-organization-code', valueOf(said, 'id', 'extension')),
    ...(name === undefined ? {} : { name }),
  })
  return [identified('PractitionerRole', newId(), reference('organization', held)), held]
}

const unregistered: Author = (author, newId) => {
  const practitioner = identified('Practitioner', newId(), {
    ...named(textOf(inside(author, 'agentPerson'), 'name')),
  })
  const [address, telecom] = [textOf(author, 'addr'), valueOf(author, 'telecom', 'value')]
  const held = identified('Organization', newId(), {
    ...(telecom === undefined ? {} : { telecom: [{ system: 'phone', value: telecom }] }),
    ...(address === undefined ? {} : { address: [{ text: address }] }),
  })
  const code = tagOf(author, 'code')
  const role = identified('PractitionerRole', newId(), {
    ...reference('practitioner', practitioner),
    ...reference('organization', held),
    code: [
      {
        coding: [
          {
            system: 'https://fhir.nhs.uk/CodeSystem/HL7v3-SDSJobRoleName',
            code: valueOf(code, 'code', 'code'),
            display: valueOf(code, 'code', 'displayName'),
          },
        ],
      },
    ],
  })
  return [role, practitioner, held]
}

const AUTHORS: Readonly<Record<string, Author>> = {
  'UKCT_MT160018UK01.AgentPersonSDS': person,
  'UKCT_MT160018UK01.AgentPerson': unregistered,
  'UKCT_MT160017UK01.AgentOrgSDS': organisation,
}

/** Writes who wrote a document, the role first; nobody where the document says it in a way of its own. */
export function authorOf(document: string, newId: () => string): readonly Identified[] {
  for (const [name, write] of Object.entries(AUTHORS)) {
    const found = outer(inside(document, 'author') ?? '', name)
    if (found !== undefined) return write(found, newId)
  }
  return []
}
