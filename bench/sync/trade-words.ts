/**
 * Words of the trade in an order nothing repeats, the same at every run: a price book of one sentence over and over would
 * compress to nothing and prove nothing.
 */
const vocabulary =
  `valve pump gasket filter sensor board hose fitting bearing relay fuse burner flue thermostat manifold
 radiator cylinder expansion vessel pressure switch contactor breaker busbar gland conduit detector sounder panel battery
 cable tray lift rope governor buffer door operator drive encoder boiler chiller compressor evaporator condenser fan coil
 damper actuator ventilation duct insulation copper brass steel stainless ceramic rubber silicone threaded flanged welded
 left right upper lower return supply inlet outlet bypass drain safety relief mixing motorised manual digital analogue
 replaced cleaned tested measured leaking noisy blocked worn seized loose corroded adjusted tightened isolated vented
 customer asks keys reception basement roof plantroom corridor ladder permit parking gate code after before morning`
    .split(/\s+/)
    .filter(Boolean)

let state = 42
/** Marsaglia's xorshift: below `most`. */
function next(most: number): number {
  state ^= state << 13
  state ^= state >>> 17
  state ^= state << 5
  return (state >>> 0) % most
}

export const words = (count: number): string =>
  Array.from({ length: count }, () => vocabulary[next(vocabulary.length)]).join(' ')

export const digits = (count: number): string => Array.from({ length: count }, () => next(10)).join('')

/** As a part is named: `Valve threaded brass DN 40`. */
export function partName(): string {
  const name = words(3)
  return `${name.charAt(0).toUpperCase()}${name.slice(1)} ${['DN', 'mm', 'kW', 'A', 'bar'][next(5)]} ${next(400)}`
}
