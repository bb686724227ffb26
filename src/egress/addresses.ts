/** Which addresses may be called. Sources: the special-purpose address registries of IANA (RFC 6890). */
import { BlockList, isIP } from 'node:net'

const notPublicV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]
/** Parts of 2000::/3 that lead elsewhere: Teredo and other protocol assignments, documentation, 6to4. */
const notPublicV6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
]
/** Cloud services that hand out credentials to whoever asks from inside. No allow-list opens them. */
const metadata = [
  '169.254.169.254',
  '169.254.170.2',
  '169.254.169.253',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
]
const metadataV6 = ['fd00:ec2::254', 'fd20:ce::254']

const blocked = new BlockList()
for (const [network, prefix] of notPublicV4) blocked.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of notPublicV6) blocked.addSubnet(network, prefix, 'ipv6')
const globalV6 = new BlockList()
globalV6.addSubnet('2000::', 3, 'ipv6')
const credentials = new BlockList()
for (const address of metadata) credentials.addAddress(address, 'ipv4')
for (const address of metadataV6) credentials.addAddress(address, 'ipv6')

/** False for anything that is not plainly a public unicast address, mapped and translated ones included. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !blocked.check(address, 'ipv4') && !credentials.check(address, 'ipv4')
  if (family !== 6 || address.includes('%')) return false
  return globalV6.check(address, 'ipv6') && !blocked.check(address, 'ipv6')
}

/** A mapped address counts as the one inside it. */
export function isMetadataAddress(address: string): boolean {
  const family = isIP(address)
  return family !== 0 && credentials.check(address, family === 4 ? 'ipv4' : 'ipv6')
}

/**
 * An entry is `host:port`; the host is a name or an address as a URL spells it. A listed name is trusted with
 * whatever it resolves to, a listed address only as itself.
 */
export type AllowList = readonly string[]

export function isAllowed(allow: AllowList, host: string, port: number, address: string): boolean {
  if (isMetadataAddress(address)) return false
  if (isPublicAddress(address)) return true
  const bare = address.includes(':') ? `[${address}]` : address
  return allow.includes(`${host}:${port}`) || allow.includes(`${bare}:${port}`)
}
