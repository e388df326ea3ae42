import { lookup as resolve } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** Where a phone says its notices go is what somebody typed: nothing inside this network is ever called for it. */
export class AddressRefused extends Error {
  constructor(host: string) {
    super(`${host} is no public address`)
  }
}

const inside = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  inside.addSubnet(net, bits, 'ipv4')

/** Of IPv6 only what is given out to be reached; ways to wrap an IPv4 address into one are not taken. */
const outside = new BlockList()
outside.addSubnet('2000::', 3, 'ipv6')
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
] as const)
  inside.addSubnet(net, bits, 'ipv6')

export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !inside.check(address, 'ipv4')
  return isIP(address) === 6 && outside.check(address, 'ipv6') && !inside.check(address, 'ipv6')
}

/** Throws for an address that is written as one; names are looked at when they are resolved. */
export function refuseInside(host: string): void {
  const bare = host.replace(/^\[|\]$/g, '')
  if (isIP(bare) !== 0 && !isPublicAddress(bare)) throw new AddressRefused(bare)
}

/** Resolves a name for the connection itself, so that what was looked at is what is called. */
export const publicLookup: LookupFunction = (host, options, done) => {
  resolve(host, { ...options, all: true }, (error, found) => {
    if (error) return done(error, '')
    if (found.some(({ address }) => !isPublicAddress(address))) return done(new AddressRefused(host), '')
    const [first] = found
    if (!first) return done(new AddressRefused(host), '')
    if (options.all) done(null, found)
    else done(null, first.address, first.family)
  })
}
