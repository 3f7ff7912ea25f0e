import { Enums, Models, Serialize, Spec, SPDX, Validation } from '@cyclonedx/cyclonedx-library'
import { readLocked, type Locked } from './lock.ts'

const { ComponentType, HashAlgorithm } = Enums
const version = Spec.Version.v1dot6

/**
 * The bill of materials of a release, in CycloneDX 1.6 as JSON: Navish, the packages that are built in, and the runtime. It is the same
 * whenever it is made of the same commit. Throws when it is not as the schema of CycloneDX wants it.
 */
export async function billOf(facts: { version: string; epoch: number }): Promise<string> {
  const navish = component(ComponentType.Application, {
    name: 'navish',
    version: facts.version,
    license: 'MIT',
  })
  const bill = new Models.Bom({
    metadata: new Models.Metadata({ component: navish, timestamp: new Date(facts.epoch * 1000) }),
  })
  for (const each of [runtime(), ...readLocked().map(library)]) {
    bill.components.add(each)
    navish.dependencies.add(each.bomRef)
  }
  const serializer = new Serialize.JsonSerializer(
    new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6),
  )
  const text = `${serializer.serialize(bill, { space: 2, sortLists: true })}\n`
  const fault = await new Validation.JsonStrictValidator(version).validate(text)
  if (fault !== null)
    throw new Error(`the bill of materials is not valid: ${JSON.stringify(fault)}`)
  return text
}

/** It brings SQLite, and the C libraries that it is made of. */
function runtime(): Models.Component {
  const bun = { name: 'bun', version: Bun.version, license: 'MIT' }
  const found = component(ComponentType.Platform, bun)
  found.purl = `pkg:github/oven-sh/bun@bun-v${Bun.version}`
  return found
}

function library(locked: Locked): Models.Component {
  const found = component(ComponentType.Library, locked)
  found.purl = `pkg:npm/${locked.name.replace('@', '%40')}@${locked.version}`
  const sha512 = /^sha512-(.+)$/.exec(locked.integrity)?.[1]
  if (sha512 !== undefined) {
    found.hashes.set(HashAlgorithm['SHA-512'], Buffer.from(sha512, 'base64').toString('hex'))
  }
  return found
}

function component(
  type: Enums.ComponentType,
  facts: Pick<Locked, 'name' | 'version' | 'license'>,
): Models.Component {
  const { name, version: own, license } = facts
  const found = new Models.Component(type, name, { version: own, bomRef: `${name}@${own}` })
  if (license !== null) found.licenses.add(licenseCalled(license))
  return found
}

function licenseCalled(license: string): Models.License {
  return SPDX.isSupportedSpdxId(license)
    ? new Models.SpdxLicense(license)
    : new Models.NamedLicense(license)
}
