import type { Priority, TaskKind, WorkOrderKind } from '#core/work-orders/words.ts'
import type { AssetKind } from './assets.ts'
import type { Trade } from './company.ts'

/** Questions of a section; the others stand without one. */
export const demoSections = {
  risk: { title: 'Before the work', purpose: 'risk_assessment' },
  measured: { title: 'Measured', purpose: 'work' },
} as const

export type DemoTask = {
  label: string
  kind: TaskKind
  required: boolean
  section?: keyof typeof demoSections
  help?: string
  options?: string[]
  /** Answers after which work must not start. */
  blocksStart?: string[]
  /** Asked when the question of this label was answered with this word. */
  when?: { label: string; is: string }
  unit?: string
  /** What a sound reading is, least and most, and how many decimals it is read with. */
  range?: [least: number, most: number, decimals: number]
  /** What technicians write there. */
  says?: readonly [string, ...string[]]
}

export type DemoJobType = {
  key: string
  name: string
  trade: Trade
  kind: WorkOrderKind
  priority: Priority
  description: string
  minutes: number
  crew: number
  photosBefore: number
  photosAfter: number
  signOff: boolean
  assets: AssetKind[]
  tasks: DemoTask[]
}

const check = (label: string, required = true): DemoTask => ({ label, kind: 'check', required })
const reading = (label: string, unit: string, range: [number, number, number], required = true): DemoTask => ({
  label,
  kind: 'number',
  required,
  unit,
  range,
})
/** Read off the equipment, so that it has a history there. */
const measured = (label: string, unit: string, range: [number, number, number]): DemoTask => ({
  ...reading(label, unit, range),
  kind: 'reading',
  section: 'measured',
})
const risks: DemoTask[] = [
  {
    label: 'Work area is safe to enter',
    kind: 'check',
    required: true,
    section: 'risk',
    help: 'Access, light, edges, floor',
    blocksStart: ['no'],
  },
  {
    label: 'Gas and carbon monoxide',
    kind: 'choice',
    required: true,
    section: 'risk',
    options: ['None', 'Below the alarm', 'Alarm'],
    blocksStart: ['Alarm'],
    says: ['None'],
  },
  {
    label: 'What was aired or shut off',
    kind: 'text',
    required: true,
    section: 'risk',
    when: { label: 'Gas and carbon monoxide', is: 'Below the alarm' },
  },
  {
    label: 'Protection worn',
    kind: 'choices',
    required: true,
    section: 'risk',
    options: ['Gloves', 'Glasses', 'Hearing', 'Respirator', 'Hard hat'],
  },
]
const words = (label: string, says: readonly [string, ...string[]], required = false): DemoTask => ({
  label,
  kind: 'text',
  required,
  says,
})

export const jobTypes: DemoJobType[] = [
  {
    key: 'boiler_service',
    name: 'Boiler service',
    trade: 'heating',
    kind: 'recurring',
    priority: 'P4',
    minutes: 90,
    crew: 1,
    photosBefore: 1,
    photosAfter: 1,
    signOff: true,
    assets: ['boiler'],
    description: 'Yearly service: clean, test the safeties, combustion analysis, report.',
    tasks: [
      check('Gas and power isolated, burner opened'),
      check('Burner, electrodes and heat exchanger cleaned'),
      check('Low water cut-off and relief valve tested'),
      check('Condensate trap cleaned', false),
      measured('System pressure, cold', 'psi', [12, 18, 1]),
      measured('Carbon monoxide in flue gas', 'ppm', [18, 74, 0]),
      measured('Combustion efficiency', '%', [84, 93, 1]),
      words('Recommendations', [
        'None. Good for another year.',
        'Plan a new expansion tank within two years.',
        'Water is dark: flush the system next summer.',
        'Insulate the bare pipe by the header.',
        'Draft regulator is worn, quote to follow.',
      ]),
      ...risks,
    ],
  },
  {
    key: 'no_heat',
    name: 'No heat',
    trade: 'heating',
    kind: 'reactive',
    priority: 'P2',
    minutes: 90,
    crew: 1,
    photosBefore: 1,
    photosAfter: 0,
    signOff: true,
    assets: ['boiler', 'furnace'],
    description: '',
    tasks: [
      check('Fault code or symptom written down'),
      check('Safeties tested after the repair'),
      reading('Supply temperature at leaving', '°F', [138, 176, 0]),
      ...risks,
    ],
  },
  {
    key: 'leak',
    name: 'Water leak',
    trade: 'plumbing',
    kind: 'reactive',
    priority: 'P2',
    minutes: 75,
    crew: 1,
    photosBefore: 1,
    photosAfter: 1,
    signOff: true,
    assets: ['water heater', 'backflow preventer', 'boiler'],
    description: '',
    tasks: [
      check('Water shut off and area made safe'),
      check('Pressure held for 15 minutes'),
      reading('Line pressure', 'psi', [48, 68, 0], false),
    ],
  },
  {
    key: 'water_heater',
    name: 'Water heater fault',
    trade: 'plumbing',
    kind: 'reactive',
    priority: 'P3',
    minutes: 75,
    crew: 1,
    photosBefore: 0,
    photosAfter: 1,
    signOff: true,
    assets: ['water heater'],
    description: '',
    tasks: [check('Relief valve tested'), reading('Hot water at the nearest tap', '°F', [116, 126, 0])],
  },
  {
    key: 'drain',
    name: 'Blocked drain',
    trade: 'plumbing',
    kind: 'reactive',
    priority: 'P3',
    minutes: 60,
    crew: 1,
    photosBefore: 0,
    photosAfter: 0,
    signOff: true,
    assets: [],
    description: '',
    tasks: [
      check('Flow tested with 5 gallons'),
      words('Cause', ['Grease', 'Wipes', 'Roots at the clay joint', 'Scale in the old cast iron', 'A toy']),
    ],
  },
  {
    key: 'panel_fault',
    name: 'Breaker or panel fault',
    trade: 'electrical',
    kind: 'reactive',
    priority: 'P2',
    minutes: 75,
    crew: 1,
    photosBefore: 1,
    photosAfter: 1,
    signOff: true,
    assets: ['main panel'],
    description: '',
    tasks: [
      check('Locked out and proven dead'),
      check('Lugs and terminations torqued'),
      reading('Voltage between legs', 'V', [236, 244, 0]),
      reading('Hottest termination, thermal', '°F', [84, 118, 0], false),
    ],
  },
  {
    key: 'lighting',
    name: 'Lighting and outlets',
    trade: 'electrical',
    kind: 'reactive',
    priority: 'P4',
    minutes: 60,
    crew: 1,
    photosBefore: 0,
    photosAfter: 0,
    signOff: true,
    assets: [],
    description: '',
    tasks: [check('Circuit identified and locked out'), check('All fixtures of the circuit tested')],
  },
  {
    key: 'emergency_lights',
    name: 'Emergency light test',
    trade: 'electrical',
    kind: 'recurring',
    priority: 'P4',
    minutes: 60,
    crew: 1,
    photosBefore: 0,
    photosAfter: 1,
    signOff: true,
    assets: ['emergency lighting'],
    description: 'Monthly test of every fitting for 30 seconds, yearly for 90 minutes.',
    tasks: [
      check('Every fitting lit for the whole test'),
      check('Exit signs legible and unobstructed'),
      reading('Fittings tested', 'fittings', [12, 46, 0]),
      reading('Fittings that failed', 'fittings', [0, 3, 0]),
      words('Fittings to replace', [
        'None',
        'Second landing, by the riser',
        'Rear exit sign',
        'Corridor 2, both heads',
      ]),
    ],
  },
  {
    key: 'elevator_stuck',
    name: 'Elevator stuck',
    trade: 'elevators',
    kind: 'reactive',
    priority: 'P1',
    minutes: 75,
    crew: 1,
    photosBefore: 1,
    photosAfter: 0,
    signOff: true,
    assets: ['elevator'],
    description: '',
    tasks: [
      check('Nobody in the car'),
      check('Car leveled and doors tested on every floor'),
      words(
        'Fault shown by the controller',
        ['E14 door lock', 'E07 overspeed input', 'E22 door time-out', 'No fault stored', 'E31 oil temperature'],
        true,
      ),
    ],
  },
  {
    key: 'elevator_service',
    name: 'Elevator inspection',
    trade: 'elevators',
    kind: 'contract',
    priority: 'P4',
    minutes: 120,
    crew: 2,
    photosBefore: 0,
    photosAfter: 1,
    signOff: true,
    assets: ['elevator'],
    description: 'Periodic inspection with the logbook of the machine room.',
    tasks: [
      check('Brakes and governor tested'),
      check('Door edges and interlocks tested'),
      check('Emergency phone reached the call center'),
      reading('Leveling accuracy', 'in', [0.1, 0.4, 1]),
      words('Wear found', ['None', 'Door gibs at half', 'Oil level low, topped up', 'Guide shoe inserts next time']),
    ],
  },
  {
    key: 'rooftop',
    name: 'Rooftop unit fault',
    trade: 'heating',
    kind: 'reactive',
    priority: 'P3',
    minutes: 90,
    crew: 1,
    photosBefore: 1,
    photosAfter: 0,
    signOff: true,
    assets: ['rooftop unit'],
    description: '',
    tasks: [
      check('Disconnect pulled and tagged'),
      reading('Supply air', '°F', [54, 104, 0]),
      reading('Compressor current', 'A', [14, 26, 1], false),
    ],
  },
  {
    key: 'filters',
    name: 'Filter change and coil clean',
    trade: 'heating',
    kind: 'contract',
    priority: 'P4',
    minutes: 60,
    crew: 1,
    photosBefore: 0,
    photosAfter: 1,
    signOff: false,
    assets: ['rooftop unit', 'furnace'],
    description: 'Quarterly under the service agreement.',
    tasks: [
      check('Filters changed, date written on the frame'),
      check('Coils rinsed'),
      check('Drain pan flushed'),
      reading('Pressure drop over the filter', 'in. w.c.', [0.2, 0.5, 2], false),
    ],
  },
  {
    key: 'controls',
    name: 'Thermostat and controls',
    trade: 'heating',
    kind: 'reactive',
    priority: 'P3',
    minutes: 60,
    crew: 1,
    photosBefore: 0,
    photosAfter: 0,
    signOff: true,
    assets: ['furnace', 'rooftop unit', 'boiler'],
    description: '',
    tasks: [check('Schedule agreed with the customer'), check('Heating and cooling called and answered')],
  },
  {
    key: 'fire_alarm',
    name: 'Fire alarm fault',
    trade: 'fire',
    kind: 'reactive',
    priority: 'P1',
    minutes: 75,
    crew: 1,
    photosBefore: 1,
    photosAfter: 0,
    signOff: true,
    assets: ['fire panel'],
    description: '',
    tasks: [
      check('Monitoring company told before and after'),
      check('Panel normal when leaving'),
      words(
        'Zone or address',
        ['Zone 3, kitchen corridor', 'Loop 1, address 42', 'Zone 1, lobby', 'Battery supply'],
        true,
      ),
    ],
  },
  {
    key: 'backflow',
    name: 'Backflow preventer test',
    trade: 'plumbing',
    kind: 'recurring',
    priority: 'P4',
    minutes: 45,
    crew: 1,
    photosBefore: 0,
    photosAfter: 1,
    signOff: true,
    assets: ['backflow preventer'],
    description: 'Yearly test, report filed with the water company.',
    tasks: [
      reading('Check valve 1 held at', 'psid', [5.4, 8.2, 1]),
      reading('Relief valve opened at', 'psid', [2.2, 3.6, 1]),
      check('Test report filed'),
    ],
  },
  {
    key: 'replacement',
    name: 'Replacement',
    trade: 'heating',
    kind: 'quoted',
    priority: 'P4',
    minutes: 240,
    crew: 2,
    photosBefore: 1,
    photosAfter: 1,
    signOff: true,
    assets: ['boiler', 'furnace', 'water heater'],
    description: 'By the accepted quote.',
    tasks: [
      check('Old unit removed and disposed of'),
      check('Leak and combustion test'),
      check('Customer shown how it works'),
      reading('System pressure, cold', 'psi', [13, 17, 1], false),
    ],
  },
]
