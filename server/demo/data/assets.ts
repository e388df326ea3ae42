import type { SiteKind } from './customers.ts'

export type AssetKind =
  | 'boiler'
  | 'furnace'
  | 'water heater'
  | 'rooftop unit'
  | 'elevator'
  | 'main panel'
  | 'emergency lighting'
  | 'fire panel'
  | 'backflow preventer'

/** Makes and models of nobody. */
export const ranges: Readonly<
  Record<AssetKind, readonly [{ make: string; model: string }, ...{ make: string; model: string }[]]>
> = {
  boiler: [
    { make: 'Calder', model: 'CG-300 gas boiler' },
    { make: 'Norvane', model: 'Condens 120' },
    { make: 'Calder', model: 'CG-180 gas boiler' },
  ],
  furnace: [
    { make: 'Airmont', model: 'HomeComfort 80' },
    { make: 'Norvane', model: 'Hearth 96' },
  ],
  'water heater': [
    { make: 'Bristow', model: 'WH-75 gas' },
    { make: 'Bristow', model: 'WH-50 electric' },
    { make: 'Hydrix', model: 'Tankless 199' },
  ],
  'rooftop unit': [
    { make: 'Airmont', model: 'RT-10 packaged' },
    { make: 'Airmont', model: 'RT-20 packaged' },
    { make: 'Coldwell', model: 'Skyline 15' },
  ],
  elevator: [
    { make: 'Vantor', model: 'Hydraulic 2500' },
    { make: 'Vantor', model: 'Traction 3500' },
    { make: 'Elmark', model: 'Gearless 9' },
  ],
  'main panel': [
    { make: 'Elmark', model: 'MP-400 A' },
    { make: 'Elmark', model: 'LP-200 A' },
  ],
  'emergency lighting': [
    { make: 'Lumisafe', model: 'Central battery 24' },
    { make: 'Lumisafe', model: 'Self-contained set' },
  ],
  'fire panel': [
    { make: 'Sentrel', model: 'FP-8 zone' },
    { make: 'Sentrel', model: 'Addressable 250' },
  ],
  'backflow preventer': [{ make: 'Hydrix', model: 'RPZ 2 in' }],
}

/** What stands at a site of this kind, the most telling first. */
export const equipment: Readonly<Record<SiteKind, readonly { kind: AssetKind; name: string; location: string }[]>> = {
  apartments: [
    { kind: 'boiler', name: 'Heating boiler', location: 'Basement plant room' },
    { kind: 'emergency lighting', name: 'Stair lighting', location: 'Staircases' },
  ],
  school: [
    { kind: 'boiler', name: 'Boiler 1', location: 'Boiler house' },
    { kind: 'fire panel', name: 'Fire alarm panel', location: 'Main entrance' },
  ],
  bakery: [
    { kind: 'rooftop unit', name: 'Kitchen air unit', location: 'Roof' },
    { kind: 'water heater', name: 'Water heater', location: 'Behind the wash-up' },
  ],
  clinic: [{ kind: 'rooftop unit', name: 'Rooftop unit', location: 'Roof' }],
  hotel: [
    { kind: 'elevator', name: 'Guest elevator', location: 'Lobby' },
    { kind: 'boiler', name: 'Hot water boiler', location: 'Plant room, level B1' },
    { kind: 'elevator', name: 'Service elevator', location: 'Kitchen corridor' },
    { kind: 'fire panel', name: 'Fire alarm panel', location: 'Reception' },
  ],
  offices: [
    { kind: 'elevator', name: 'Elevator 1', location: 'Lobby' },
    { kind: 'rooftop unit', name: 'Rooftop unit', location: 'Roof, north end' },
  ],
  senior: [
    { kind: 'boiler', name: 'Heating boiler', location: 'Plant room' },
    { kind: 'elevator', name: 'Elevator', location: 'Main hall' },
    { kind: 'emergency lighting', name: 'Escape lighting', location: 'All floors' },
  ],
  warehouse: [
    { kind: 'main panel', name: 'Main panel', location: 'Switch room' },
    { kind: 'backflow preventer', name: 'Backflow preventer', location: 'Water entry' },
  ],
  church: [{ kind: 'boiler', name: 'Heating boiler', location: 'Undercroft' }],
  shop: [{ kind: 'rooftop unit', name: 'Rooftop unit', location: 'Roof' }],
  home: [{ kind: 'furnace', name: 'Furnace', location: 'Basement' }],
}
