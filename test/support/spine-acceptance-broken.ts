// Each rule of a request broken once: what of a good message is put otherwise. A rule's row is tried on every good
// message of a kind until one holds what it changes.

/** A rule by its name, what it is broken at, and what is put there. */
export type Break = readonly [rule: string, find: RegExp, put: string]

const without = (name: string): RegExp => new RegExp(`<${name}\\b[^]*?</${name}>`)

/** Everything that is broken around a payload, of a request and of a reply. */
export const WRAPPER_BREAKS: readonly Break[] = [
  ['an id', /<id [^>]*\/>(?=<creationTime)/, '<id root=""/>'],
  ['a creation time', /<creationTime value="\d+"/, '<creationTime value="2026"'],
  ['a version', /<versionCode code="[^"]*"/, '<versionCode code=""'],
  ['its root is its interaction', /(<interactionId [^>]*extension=")/, '$1X'],
  [
    'a receiver',
    /(<communicationFunctionRcv[^]*?extension=")[^"]*(?![^]*<communicationFunctionRcv)/,
    '$1',
  ],
  [
    'a sender',
    /(<communicationFunctionSnd[^]*?extension=")[^"]*(?![^]*<communicationFunctionSnd)/,
    '$1',
  ],
  ['one control act', /<\/ControlActEvent>/, '$&<ControlActEvent/>'],
  ['one author at most', /<author1\b/, '<author/><author/>$&'],
  ['an author of a role profile', /1\.2\.826\.0\.1285\.0\.2\.0\.67/, '1.2'],
  ['an author of a user', /1\.2\.826\.0\.1285\.0\.2\.0\.65/, '1.2'],
  ['an author of a job role', /1\.2\.826\.0\.1285\.0\.2\.1\.104/, '1.2'],
  ['one or two systems', without('author1'), ''],
  ['a system that is named', /(<author1[^]*?extension=")[^"]*/, '$1'],
  ['its children in their order', /(<processingCode[^>]*\/>)(<processingModeCode[^>]*\/>)/, '$2$1'],
]

/** Everything that is broken in a payload. */
export const PAYLOAD_BREAKS: readonly Break[] = [
  ['a payload of its kind', /(<subject[^>]*>)[^]*(<\/subject>)(?=<\/ControlActEvent>)/, '$1$2'],
  ['a payload with one id', /(<subject[^>]*><\w+[^>]*>)<id [^>]*\/>/, '$1'],
  [
    'a time of its own',
    /(<subject[^>]*><\w+[^>]*>(?:<(?:id|code) [^>]*\/>)*)<effectiveTime [^>]*\/>/,
    '$1',
  ],
  ['one patient', without('recordTarget'), ''],
  ['an NHS number', /"999\d{7}"/, '"999"'],
  ['a patient’s address', without('addr'), ''],
  ['a patient’s name', /(<patientPerson[^>]*>)<name[^]*?<\/name>/, '$1'],
  ['a patient’s gender', /<administrativeGenderCode[^>]*>/, ''],
  ['a patient’s birth', /<birthTime[^>]*>/, ''],
  ['a patient’s practice', /(<healthCareProvider [^>]*>)<id[^>]*\/>/, '$1'],
  ['a signature', /(<signatureText>)[^]*(<\/signatureText>)/, '$1$2'],
  ['a signed time', /<time value="\d+"/, '<time value=""'],
  ['a treatment type', /\.16\.36"/, '.16.37"'],
  ['one prescriber', /(<\/signatureText>)<AgentPerson[^]*?<\/AgentPerson>/, '$1'],
  [
    'one prescription',
    /<(pertinentPrescription|pertinentPrescriptionID|pertinentWithdrawID)\b[^]*<\/\1>/,
    '',
  ],
  ['a licensed organisation', without('healthCareProviderLicense'), ''],
  ['a short prescription id of twenty characters', /"\w{6}-\w{6}-\w{5}[\dA-Z+]"/, '"ABCDEF"'],
  ['a prescription id of a form there is', /\.18\.8"/, '.18.7"'],
  ['nobody nominated where nobody is to be', /code="P1"/, 'code="0004"'],
  ['somebody nominated where somebody is to be', without('performer'), ''],
  ['an agent’s role profile', /(<AgentPerson [^>]*>)<id[^>]*\/>/, '$1'],
  ['an agent’s job role', /(<AgentPerson [^>]*><id[^>]*\/>)<code[^>]*\/>/, '$1'],
  ['an agent’s name', /(<agentPerson [^>]*><id[^>]*\/>)<name[^]*?<\/name>/, '$1'],
  ['an agent’s number', /(<agentPerson [^>]*>)<id[^>]*\/>/, '$1'],
  ['an organisation', without('representedOrganization'), ''],
  ['an organisation’s id', /(<representedOrganization [^>]*>)<id[^>]*\/>/, '$1'],
  ['an organisation’s type', /(<representedOrganization [^>]*><id[^>]*\/>)<code[^>]*\/>/, '$1'],
  [
    'an organisation’s name',
    /(<representedOrganization [^>]*><id[^>]*\/><code[^>]*\/>)<name[^]*?<\/name>/,
    '$1',
  ],
  ['an organisation’s number', /(<representedOrganization [^]*?)<telecom[^>]*\/>/, '$1'],
  ['an organisation’s address', /(<representedOrganization [^]*?)<addr[^]*?<\/addr>/, '$1'],
  ['a prescriber’s number to call', /(<AgentPerson [^]*?)<telecom[^>]*\/>/, '$1'],
  ['one line item at most', without('pertinentInformation1'), '$&$&'],
  ['one to eight reasons', without('pertinentInformation'), ''],
  ['a reason of the list', /\.16\.27"/, '.16.28"'],
  ['one supply', without('pertinentSupplyHeader'), ''],
  ['one status', /\.16\.35"/, '.16.36"'],
  [
    'an item',
    /(?<=<pertinentSupplyHeader[^]*)<pertinentInformation1\b[^]*<\/pertinentInformation1>(?=[^]*<\/pertinentSupplyHeader>)/,
    '',
  ],
  ['a replaced message of 36 characters', /(<priorMessageRef[^>]*><id root=")[^"]*/, '$1short'],
  ['one reason', /<(pertinentReturnReason|pertinentWithdrawReason)\b[^]*?<\/\1>/, ''],
  ['one author', /(<ETPWithdraw[^]*?)<author[^]*?<\/author>/, '$1'],
  ['one type', /\.17\.109"/, '.17.108"'],
  ['one dispensing that is withdrawn', without('pertinentInformation4'), '$&$&'],
  ['one issue at most', without('pertinentInformation1'), '$&$&'],
]

/** The rules, by name, of which no break of a good message shows. */
export function unproven(
  rules: readonly string[],
  breaks: readonly Break[],
  messages: readonly string[],
  brokenIn: (message: string) => readonly string[],
): readonly string[] {
  const shows = (rule: string): boolean =>
    breaks
      .filter(([name]) => name === rule)
      .some(([, find, put]) =>
        messages.some(message => {
          const changed = message.replace(find, put)
          return changed !== message && brokenIn(changed).includes(rule)
        }),
      )
  return [...new Set(rules)].filter(rule => !shows(rule))
}
