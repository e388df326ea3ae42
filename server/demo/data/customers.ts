import type { Zone } from '#core/kit/time.ts'
import { central, eastern } from './company.ts'

export type SiteKind =
  | 'apartments'
  | 'school'
  | 'bakery'
  | 'clinic'
  | 'hotel'
  | 'offices'
  | 'senior'
  | 'warehouse'
  | 'church'
  | 'shop'
  | 'home'

export type DemoSite = {
  name: string
  street: string
  town: Town
  kind: SiteKind
  access?: string
  hazards?: string
  /** Who to ask for on site. */
  contact?: [name: string, role: string]
}
export type DemoCustomer = {
  key: string
  name: string
  contact?: [name: string, role: string]
  notes?: string
  purchaseOrder?: true
  terms?: number
  exempt?: string
  account?: string
  sites: DemoSite[]
}

export const towns = {
  louisville: {
    city: 'Louisville',
    region: 'KY',
    postcode: '40204',
    zone: eastern,
    lat: 38.241,
    lon: -85.727,
    area: '502',
  },
  downtown: {
    city: 'Louisville',
    region: 'KY',
    postcode: '40202',
    zone: eastern,
    lat: 38.2542,
    lon: -85.7594,
    area: '502',
  },
  jeffersonville: {
    city: 'Jeffersonville',
    region: 'IN',
    postcode: '47130',
    zone: eastern,
    lat: 38.2776,
    lon: -85.7372,
    area: '812',
  },
  newalbany: {
    city: 'New Albany',
    region: 'IN',
    postcode: '47150',
    zone: eastern,
    lat: 38.2856,
    lon: -85.8241,
    area: '812',
  },
  evansville: {
    city: 'Evansville',
    region: 'IN',
    postcode: '47708',
    zone: central,
    lat: 37.9716,
    lon: -87.5711,
    area: '812',
  },
  newburgh: {
    city: 'Newburgh',
    region: 'IN',
    postcode: '47630',
    zone: central,
    lat: 37.9445,
    lon: -87.4053,
    area: '812',
  },
  henderson: {
    city: 'Henderson',
    region: 'KY',
    postcode: '42420',
    zone: central,
    lat: 37.8362,
    lon: -87.59,
    area: '270',
  },
  owensboro: {
    city: 'Owensboro',
    region: 'KY',
    postcode: '42301',
    zone: central,
    lat: 37.7719,
    lon: -87.1112,
    area: '270',
  },
} satisfies Record<
  string,
  { city: string; region: string; postcode: string; zone: Zone; lat: number; lon: number; area: string }
>
export type Town = keyof typeof towns

const keyBox = 'Key box by the service door. Ask the office for the code, it changes on the first of the month.'
const signIn = 'Sign in at reception and wear the visitor badge.'

const organizations: DemoCustomer[] = [
  {
    key: 'beargrass',
    name: 'Beargrass Housing Association',
    contact: ['Denise Whitaker', 'Maintenance coordinator'],
    purchaseOrder: true,
    terms: 30,
    account: '10040',
    notes: 'Purchase order number before we invoice. Tenants must get a call half an hour ahead.',
    sites: [
      {
        name: 'Cooper Court, Block A',
        street: '410 Cooper St',
        town: 'louisville',
        kind: 'apartments',
        access: keyBox,
        contact: ['Ray Tolliver', 'Caretaker'],
      },
      {
        name: 'Cooper Court, Block B',
        street: '414 Cooper St',
        town: 'louisville',
        kind: 'apartments',
        access: keyBox,
        hazards: 'Asbestos lagging on the old risers in the basement. Do not disturb.',
      },
      {
        name: 'Cooper Court, Block C',
        street: '418 Cooper St',
        town: 'louisville',
        kind: 'apartments',
        access: keyBox,
      },
      {
        name: 'Mill Race House',
        street: '77 Mill Race Ln',
        town: 'louisville',
        kind: 'apartments',
        access: 'Plant room in the basement, second door left of the bins.',
        contact: ['Olive Pruitt', 'Tenant representative'],
      },
      {
        name: 'Ferryman Terrace',
        street: '1902 Ferry Rd',
        town: 'newalbany',
        kind: 'apartments',
        access: 'Parking behind the laundry only.',
      },
      {
        name: 'Linden Row 1 to 24',
        street: '1 Linden Row',
        town: 'jeffersonville',
        kind: 'apartments',
        access: keyBox,
      },
      {
        name: 'Linden Row 25 to 48',
        street: '25 Linden Row',
        town: 'jeffersonville',
        kind: 'apartments',
        access: keyBox,
      },
      {
        name: 'Quarry Heights',
        street: '560 Quarry Hill Rd',
        town: 'louisville',
        kind: 'apartments',
        access: 'Gate code from Denise.',
        hazards: 'Roof hatch ladder is loose at the top bracket.',
      },
    ],
  },
  {
    key: 'schools',
    name: 'Falls Community School Trust',
    contact: ['Howard Nakamura', 'Facilities manager'],
    purchaseOrder: true,
    terms: 45,
    exempt: 'EX-55012',
    account: '10044',
    notes: 'No noisy work between 8:30 and 11:30 on exam days. Background-checked technicians only.',
    sites: [
      {
        name: 'Sycamore Elementary',
        street: '220 Sycamore Ave',
        town: 'louisville',
        kind: 'school',
        access: signIn,
        contact: ['Pat Odum', 'Building manager'],
      },
      {
        name: 'Riverside Middle School',
        street: '900 Levee Rd',
        town: 'jeffersonville',
        kind: 'school',
        access: signIn,
      },
      {
        name: 'Clark Hill High School',
        street: '3100 Clark Hill Pike',
        town: 'newalbany',
        kind: 'school',
        access: `${signIn} Boiler house is behind the gym.`,
        hazards: 'Chlorine store next to the boiler house.',
      },
      {
        name: 'Clark Hill Sports Hall',
        street: '3120 Clark Hill Pike',
        town: 'newalbany',
        kind: 'school',
        access: 'Coach has the key to the plant deck.',
      },
      { name: 'Trust Office', street: '48 Chapel St', town: 'downtown', kind: 'offices', access: signIn },
      {
        name: 'Bus Depot',
        street: '15 Depot Ln',
        town: 'louisville',
        kind: 'warehouse',
        hazards: 'Moving vehicles. High-visibility vest.',
      },
    ],
  },
  {
    key: 'bakery',
    name: 'Three Loaves Bakery',
    contact: ['Sofia Marchetti', 'Owner'],
    terms: 14,
    account: '10051',
    notes: 'Ovens start at 2 in the morning. Best time for work is after 1 PM.',
    sites: [
      {
        name: 'Three Loaves, Frankfort Ave',
        street: '2214 Frankfort Ave',
        town: 'louisville',
        kind: 'bakery',
        access: 'Back door from the alley, ring twice.',
      },
      {
        name: 'Three Loaves, Market House',
        street: '31 Market House Sq',
        town: 'downtown',
        kind: 'bakery',
        access: 'Loading bay until 10 AM, then on foot.',
      },
      {
        name: 'Three Loaves production',
        street: '702 Millstone Dr',
        town: 'jeffersonville',
        kind: 'warehouse',
        access: 'Hairnet and clean boots past the yellow line.',
        hazards: 'Flour dust. No hot work without Sofia.',
      },
    ],
  },
  {
    key: 'clinics',
    name: 'Ohio Valley Family Clinics',
    contact: ['Dr. Lena Forsythe', 'Practice director'],
    terms: 30,
    account: '10058',
    sites: [
      {
        name: 'Clinic St. Matthews',
        street: '118 Wallace Ct',
        town: 'louisville',
        kind: 'clinic',
        access: `${signIn} Treatment rooms after 5 PM only.`,
      },
      { name: 'Clinic Spring Street', street: '640 Spring St', town: 'jeffersonville', kind: 'clinic', access: signIn },
      {
        name: 'Clinic West Side',
        street: '2900 W Franklin St',
        town: 'evansville',
        kind: 'clinic',
        access: signIn,
        contact: ['Beth Ruiz', 'Office manager'],
      },
      {
        name: 'Clinic Owensboro',
        street: '415 Frederica St',
        town: 'owensboro',
        kind: 'clinic',
        access: signIn,
        hazards: 'X-ray room: wait for the light to go out.',
      },
    ],
  },
  {
    key: 'lantern',
    name: 'Lantern Hotels',
    contact: ['Julian Price', 'Chief engineer'],
    terms: 30,
    account: '10063',
    notes: 'Guests first: no work on guest floors before 9 AM.',
    sites: [
      {
        name: 'Lantern Hotel Riverfront',
        street: '12 Wharf St',
        town: 'downtown',
        kind: 'hotel',
        access: 'Service entrance on 2nd St. Engineer on duty: dial 4400 from the house phone.',
        contact: ['Hal Jennings', 'Duty engineer'],
      },
      {
        name: 'Lantern Inn New Albany',
        street: '300 Pearl St',
        town: 'newalbany',
        kind: 'hotel',
        access: 'Ask for the engineer at the desk.',
      },
      {
        name: 'Lantern Hotel Evansville',
        street: '85 Riverside Dr',
        town: 'evansville',
        kind: 'hotel',
        access: 'Service elevator key at the desk.',
        contact: ['Carmen Diaz', 'Duty engineer'],
      },
    ],
  },
  {
    key: 'keystone',
    name: 'Keystone Lane Property Management',
    contact: ['Walter Simms', 'Property manager'],
    purchaseOrder: true,
    terms: 30,
    account: '10069',
    sites: [
      { name: 'Keystone Lane 100', street: '100 Keystone Ln', town: 'louisville', kind: 'offices', access: signIn },
      { name: 'Keystone Lane 200', street: '200 Keystone Ln', town: 'louisville', kind: 'offices', access: signIn },
      {
        name: 'Harbor Exchange',
        street: '55 Exchange Pl',
        town: 'downtown',
        kind: 'offices',
        access: 'Security desk has the roof key. Photo identification.',
        hazards: 'Roof edge without rail on the north side.',
      },
      {
        name: 'Holly Point Apartments',
        street: '1717 Holly Point Dr',
        town: 'louisville',
        kind: 'apartments',
        access: keyBox,
      },
      {
        name: 'Cardinal Arcade',
        street: '9 Arcade Walk',
        town: 'newalbany',
        kind: 'shop',
        access: 'Shutters open at 7 AM.',
      },
    ],
  },
  {
    key: 'pigeon',
    name: 'Pigeon Creek Property Partners',
    contact: ['Nadine Fowler', 'Building operations'],
    terms: 30,
    account: '10071',
    sites: [
      {
        name: 'Creekside Plaza',
        street: '701 Creekside Blvd',
        town: 'evansville',
        kind: 'offices',
        access: signIn,
        contact: ['Tom Ashby', 'Security'],
      },
      {
        name: 'Walnut Tower',
        street: '20 Walnut St',
        town: 'evansville',
        kind: 'offices',
        access: 'Machine room key from security, level P1.',
        hazards: 'Machine room floor is oily in front of the controller.',
      },
      { name: 'Garfield Flats', street: '1420 Garfield Ave', town: 'evansville', kind: 'apartments', access: keyBox },
      { name: 'Audubon Row', street: '66 Audubon Row', town: 'henderson', kind: 'apartments', access: keyBox },
    ],
  },
  {
    key: 'green',
    name: 'Green River Senior Living',
    contact: ['Margaret Boone', 'Director'],
    terms: 30,
    account: '10075',
    notes: 'Residents are frail: heat and elevators are always urgent.',
    sites: [
      {
        name: 'Green River House',
        street: '2600 Veach Rd',
        town: 'owensboro',
        kind: 'senior',
        access: `${signIn} Wash hands at the door.`,
        contact: ['Irene Cobb', 'Head nurse'],
      },
      { name: 'Magnolia Court', street: '180 Magnolia Ct', town: 'henderson', kind: 'senior', access: signIn },
      { name: 'River Bluff Residence', street: '44 Bluff Rd', town: 'newburgh', kind: 'senior', access: signIn },
    ],
  },
  {
    key: 'wabash',
    name: 'Wabash Cold Storage',
    contact: ['Frank Dillard', 'Plant manager'],
    terms: 14,
    account: '10080',
    sites: [
      {
        name: 'Cold store 1',
        street: '5000 Industrial Pkwy',
        town: 'evansville',
        kind: 'warehouse',
        access: 'Report at the weighbridge. Steel toes.',
        hazards: 'Ammonia plant in the north hall: alarm means leave by the east door.',
      },
      {
        name: 'Cold store 2',
        street: '5020 Industrial Pkwy',
        town: 'evansville',
        kind: 'warehouse',
        access: 'Report at the weighbridge. Steel toes.',
      },
    ],
  },
  {
    key: 'foundry',
    name: 'Old Foundry Offices',
    contact: ['Iris Langford', 'Building manager'],
    sites: [{ name: 'Old Foundry', street: '330 Foundry Row', town: 'downtown', kind: 'offices', access: signIn }],
  },
  {
    key: 'highland',
    name: 'Highland Terrace Condominiums',
    contact: ['Bruce Ellery', 'Board president'],
    sites: [
      {
        name: 'Highland Terrace',
        street: '1500 Highland Ter',
        town: 'louisville',
        kind: 'apartments',
        access: 'Ring Bruce, unit 1.',
      },
    ],
  },
  {
    key: 'brigid',
    name: 'St. Brigid Parish',
    contact: ['Fr. Thomas Lyle', 'Pastor'],
    exempt: 'EX-20417',
    sites: [
      {
        name: 'St. Brigid Church',
        street: '40 Church Hill',
        town: 'louisville',
        kind: 'church',
        access: 'Sacristy door is open after morning mass.',
      },
      {
        name: 'St. Brigid Parish Hall',
        street: '44 Church Hill',
        town: 'louisville',
        kind: 'church',
        access: 'Key from the parish office.',
      },
    ],
  },
  {
    key: 'brewing',
    name: 'Two Bridges Brewing',
    contact: ['Cody Baum', 'Brewer'],
    sites: [
      {
        name: 'Brewery and taproom',
        street: '808 E Main St',
        town: 'downtown',
        kind: 'bakery',
        access: 'Through the taproom.',
        hazards: 'Wet floor, carbon dioxide in the cellar: carry the meter.',
      },
    ],
  },
  {
    key: 'dental',
    name: 'Market Street Dental',
    contact: ['Dr. Amy Cho', 'Owner'],
    sites: [
      {
        name: 'Dental office',
        street: '512 W Market St',
        town: 'downtown',
        kind: 'clinic',
        access: 'Before 8 AM or at lunch.',
      },
    ],
  },
  {
    key: 'books',
    name: 'Owl and Anchor Books',
    contact: ['Felix Moreau', 'Owner'],
    sites: [{ name: 'Book shop and cafe', street: '1021 Bardstown Rd', town: 'louisville', kind: 'shop' }],
  },
  {
    key: 'fitness',
    name: 'Iron Path Fitness',
    contact: ['Shawna Pierce', 'Manager'],
    sites: [
      {
        name: 'Iron Path gym',
        street: '2400 Brownsboro Rd',
        town: 'louisville',
        kind: 'shop',
        access: 'Front desk opens the plant room.',
      },
    ],
  },
  {
    key: 'cannery',
    name: 'Cannery Lofts',
    contact: ['Vivian Shaw', 'Building manager'],
    sites: [
      { name: 'Cannery Lofts', street: '1300 Story Ave', town: 'louisville', kind: 'apartments', access: keyBox },
    ],
  },
  {
    key: 'tool',
    name: 'Jefferson Tool and Die',
    contact: ['Ed Kessler', 'Shop foreman'],
    terms: 14,
    sites: [
      {
        name: 'Tool shop',
        street: '77 Utica Pike',
        town: 'jeffersonville',
        kind: 'warehouse',
        hazards: 'Crane in the main bay. Eye protection.',
      },
    ],
  },
  {
    key: 'animal',
    name: 'Riverport Animal Hospital',
    contact: ['Dr. Noel Vance', 'Owner'],
    sites: [
      {
        name: 'Animal hospital',
        street: '6110 Riverport Dr',
        town: 'louisville',
        kind: 'clinic',
        access: 'Side door. Keep it shut: dogs.',
      },
    ],
  },
  {
    key: 'marina',
    name: 'Newburgh Marina',
    contact: ['Gail Trask', 'Harbor master'],
    sites: [{ name: 'Marina clubhouse', street: '1 Harbor Rd', town: 'newburgh', kind: 'shop' }],
  },
  {
    key: 'reading',
    name: 'Henderson Reading Rooms',
    contact: ['Louise Farmer', 'Librarian'],
    exempt: 'EX-31188',
    sites: [
      {
        name: 'Reading Rooms',
        street: '101 S Main St',
        town: 'henderson',
        kind: 'school',
        access: 'Quiet, please: readers until 6 PM.',
      },
    ],
  },
  {
    key: 'daycare',
    name: 'Maple and Main Daycare',
    contact: ['Rhonda Ellis', 'Director'],
    sites: [
      {
        name: 'Daycare',
        street: '250 Maple St',
        town: 'newalbany',
        kind: 'clinic',
        access: 'Nap time 12:30 to 2:30 PM: no drilling.',
      },
    ],
  },
  {
    key: 'diner',
    name: 'Sunrise Diner',
    contact: ['Gus Petrakis', 'Owner'],
    sites: [
      {
        name: 'Sunrise Diner',
        street: '4 Levee Plaza',
        town: 'evansville',
        kind: 'bakery',
        access: 'Kitchen door, between 2 and 4 PM.',
      },
    ],
  },
  {
    key: 'glass',
    name: 'Owensboro Glassworks',
    contact: ['Henrik Aas', 'Works manager'],
    terms: 14,
    sites: [
      {
        name: 'Glassworks',
        street: '90 Kiln Rd',
        town: 'owensboro',
        kind: 'warehouse',
        hazards: 'Hot glass and open furnaces. Long sleeves.',
      },
    ],
  },
]

const homes: [name: string, street: string, town: Town, access?: string][] = [
  ['Ruth Delacroix', '1234 Everett Ave', 'louisville'],
  ['Sam Whitlock', '87 Sherwood Rd', 'louisville', 'Dog in the yard. Ring first.'],
  ['Priya Raman', '2009 Eastern Pkwy', 'louisville'],
  ['Gus Lindqvist', '416 Camp St', 'newalbany', 'Side gate is open.'],
  ['Elena Marsh', '55 Walnut Ridge', 'jeffersonville'],
  ['Theo Baptiste', '730 Ormsby Ave', 'louisville', 'Park on the street, the drive is soft.'],
  ['Dorothy Keane', '18 Orchard Ct', 'louisville', 'Hard of hearing: knock loud.'],
  ['Hank Sorrell', '2550 Blackiston Mill Rd', 'newalbany'],
  ['Mei Tanaka', '309 Sunset Rd', 'louisville'],
  ['Carlos Ibarra', '1611 Main Cross St', 'newalbany'],
  ['Joan Pettigrew', '12 Plum St', 'newburgh'],
  ['Walt Brandvold', '844 Bayard Park Dr', 'evansville'],
  ['Amina Yusuf', '2117 Lincoln Ave', 'evansville'],
  ['Nora Castellano', '530 Griffith Ave', 'owensboro'],
  ['Fay and Bill Ostrander', '77 Zion Rd', 'henderson', 'Call on the way: gate is locked.'],
  ['Leo Zimmer', '9 Park Pl', 'evansville'],
]

export const customers: DemoCustomer[] = [
  ...organizations,
  ...homes.map(
    ([name, street, town, access], index): DemoCustomer => ({
      key: `home${index + 1}`,
      name,
      sites: [{ name: 'Home', street, town, kind: 'home', ...(access ? { access } : {}) }],
    }),
  ),
]
