import type { InvoiceContent, Letterhead, ReportContent, ReportPhoto, ReportPhotoGroup } from '#core/reports/content.ts'
import { pairPhotos } from '#core/reports/photos.ts'

/** A made-up company's papers: what the preview of the letterhead, the tests and the measurements set. */
const letterhead: Letterhead = {
  name: 'Harbour Heating & Cooling',
  address: ['14 Quay Street', '20457 Hamburg, Germany'],
  contact: ['+49 40 5550 142', 'service@harbour-heating.example', 'harbour-heating.example'],
  taxNumber: 'DE 318 204 977',
  logo: 'logo',
  accent: '#0b6e6e',
}

const customer = {
  name: 'Elbe Property Management GmbH',
  lines: ['Accounts payable', 'Speicherstraße 8', '20459 Hamburg'],
}
const site = {
  name: 'Kontorhaus Nord, basement plant room',
  lines: ['Am Sandtorkai 30', '20457 Hamburg', 'Gate code with reception'],
}
const hash = '9f2c41d07be35a8c16f0e7d24ab3905c7714e0d9a2b86f53c1de48079ba65f12'

const captions = [
  'Expansion vessel, gauge reads 0.4 bar',
  'Expansion vessel replaced, 1.5 bar',
  'Flange seal at the return, weeping',
  'New seal, dry after 30 minutes under pressure',
  'Plate of the boiler',
  'Pressure log over the last week',
  'Access to the plant room is blocked by pallets',
  'Pump, bearing noise',
]

function samplePhoto(index: number, missing: boolean): ReportPhoto {
  const phase = index % 5 === 4 ? 'during' : index % 2 === 0 ? 'before' : 'after'
  return {
    image: `photo-${index}`,
    state: missing ? 'awaited' : 'stored',
    phase,
    caption: captions[index % captions.length] ?? null,
    credit: `Luis Ortega, ${String(9 + Math.floor(index / 30)).padStart(2, '0')}:${String((index * 2) % 60).padStart(2, '0')} CET`,
  }
}

function samplePhotos(count: number, missing: number): ReportPhotoGroup[] {
  const photos = Array.from({ length: count }, (_, index) => samplePhoto(index, index >= count - missing))
  if (count === 0) return []
  if (count <= 6) return [{ heading: null, ...pairPhotos(photos) }]
  const half = Math.ceil(count / 2)
  return [
    { heading: 'Boiler 1, Vitocrossal 200', ...pairPhotos(photos.slice(0, half)) },
    { heading: 'Return pump', ...pairPhotos(photos.slice(half)) },
  ]
}

export function sampleReport(options: { photos?: number; missing?: number } = {}): ReportContent {
  const { photos = 3, missing = 0 } = options
  return {
    language: 'en',
    size: 'a4',
    draft: false,
    letterhead,
    number: 'WO-2026-0412',
    frozenAt: '2026-11-23T14:20:05.000Z',
    frozenAtText: 'Mon 23 Nov 2026, 15:20 CET',
    version: 37,
    visit: null,
    customer,
    site,
    subject: 'Boiler 1 loses pressure, heating fails overnight',
    facts: [
      { label: 'job_type', text: 'Reactive repair' },
      { label: 'priority', text: 'P2' },
      { label: 'reported_by', text: 'Anke Petersen' },
      { label: 'reported_at', text: 'Thu 19 Nov 2026, 16:42 CET' },
      { label: 'purchase_order', text: 'PO 4500 118 204' },
      { label: 'customer_reference', text: 'KHN-HZG-77' },
      { label: 'asset', text: 'Viessmann Vitocrossal 200, 186 kW' },
      { label: 'serial', text: '7543128 004 1187' },
    ],
    asked: ['No heating since the morning. The gauge at the boiler shows almost nothing; topping up did not hold.'],
    summary: [
      'The heating ran out of pressure because the membrane of the expansion vessel had failed and the seal at the return flange was weeping. We replaced both, refilled and vented the system, and watched it hold 1.5 bar for 45 minutes.',
      'Heating and hot water are running. The bearing of the return pump is worn: it works for now and should be replaced before the winter.',
    ],
    outcome: 'Temporary fix',
    visits: [
      {
        name: 'Visit 1',
        day: 'Fri 20 Nov 2026',
        window: '08:00 – 10:00 CET',
        onSite: '08:52 – 09:35 CET',
        crew: ['Marcus Weber'],
        outcome: 'Needs return: parts',
      },
      {
        name: 'Visit 2',
        day: 'Mon 23 Nov 2026',
        window: '08:00 – 10:00 CET',
        onSite: '08:12 – 11:55 CET',
        crew: ['Luis Ortega', 'Jana Brandt'],
        outcome: 'Temporary fix',
      },
    ],
    tasks: [
      {
        heading: 'Boiler 1, Vitocrossal 200',
        tasks: [
          {
            title: 'Find the loss of pressure',
            state: 'done',
            answers: [],
            remark:
              'Vessel membrane ruptured (water at the valve). Flange seal at the return weeping, about 2 drops a minute.',
          },
          { title: 'Locked out and proven dead', state: 'yes', answers: [], remark: null },
          { title: 'Relief valve seats', state: 'no', answers: [], remark: 'Drips after lifting.' },
          {
            title: 'Static pressure',
            state: 'done',
            answers: [{ question: '', answer: '1.5 bar', deviates: false }],
            remark: null,
          },
          {
            title: 'Cause',
            state: 'done',
            answers: [
              {
                question: '',
                answer:
                  'The membrane of the expansion vessel had split along its rim, so the vessel was full of water.',
                deviates: false,
              },
            ],
            remark: null,
          },
          {
            title: 'Readings before and after',
            state: 'done',
            answers: [
              { question: 'System pressure, cold', answer: '0.4 bar', deviates: true },
              { question: 'System pressure after the work', answer: '1.5 bar', deviates: false },
              { question: 'Flow temperature', answer: '68 °C', deviates: false },
              { question: 'Return temperature', answer: '51 °C', deviates: false },
            ],
            remark: null,
          },
          {
            title: 'Combustion check',
            state: 'done',
            answers: [
              { question: 'CO₂', answer: '9.1 %', deviates: false },
              { question: 'CO', answer: '18 ppm', deviates: false },
              { question: 'O₂', answer: '4.6 %', deviates: false },
              { question: 'Flue gas temperature', answer: '62 °C', deviates: false },
            ],
            remark: null,
          },
        ],
      },
      {
        heading: 'Return pump',
        tasks: [
          { title: 'Replace the bearing', state: 'open', answers: [], remark: 'Part to be ordered, see follow-up.' },
          { title: 'Check the electrical connection', state: 'not_applicable', answers: [], remark: null },
        ],
      },
    ],
    times: [
      {
        day: 'Fri 20 Nov',
        technician: 'Marcus Weber',
        activity: 'Travel',
        span: '08:21 – 08:52 CET',
        duration: '31 min',
        source: null,
      },
      {
        day: 'Fri 20 Nov',
        technician: 'Marcus Weber',
        activity: 'Work',
        span: '08:52 – 09:35 CET',
        duration: '43 min',
        source: null,
      },
      {
        day: 'Mon 23 Nov',
        technician: 'Luis Ortega',
        activity: 'Travel',
        span: '07:40 – 08:12 CET',
        duration: '32 min',
        source: null,
      },
      {
        day: 'Mon 23 Nov',
        technician: 'Luis Ortega',
        activity: 'Work',
        span: '08:12 – 11:55 CET',
        duration: '3 h 43 min',
        source: null,
      },
      {
        day: 'Mon 23 Nov',
        technician: 'Jana Brandt',
        activity: 'Work',
        span: '08:12 – 11:55 CET',
        duration: '3 h 43 min',
        source: 'recorded by Luis Ortega',
      },
    ],
    timeTotals: [
      { activity: 'Travel', duration: '1 h 3 min' },
      { activity: 'Work', duration: '8 h 9 min' },
    ],
    parts: [
      {
        quantity: '1',
        unit: 'pc',
        number: 'RFX-NG80-6',
        description: 'Expansion vessel 80 l, 6 bar',
        serial: 'NG80-26-11-00418',
      },
      { quantity: '2', unit: 'pc', number: 'FD-DN50', description: 'Flange seal DN 50, fibre', serial: null },
      { quantity: '4.5', unit: 'l', number: null, description: 'Heating water additive', serial: null },
    ],
    notes: [
      {
        text: 'Please keep the way to the plant room clear: pallets stood in front of the door on both visits.',
        author: 'Luis Ortega',
        at: 'Mon 23 Nov 2026, 11:40 CET',
      },
    ],
    photos: samplePhotos(photos, missing),
    signOffs: [
      {
        kind: 'signed',
        visit: 'Visit 2',
        at: 'Mon 23 Nov 2026, 11:51 CET',
        name: 'Anke Petersen',
        capacity: 'Facility manager',
        signature: 'signature',
        consent: 'I have read the summary above and confirm that the work described was done.',
        hash,
        remote: false,
      },
    ],
    followUps: [
      {
        reason: 'Parts',
        text: 'Replace the bearing of the return pump (Grundfos UPS 50-120 F). Quote QU-2026-0098 follows by mail.',
        planned: 'Tue 1 Dec 2026, 08:00 – 10:00 CET',
        state: 'open',
      },
    ],
  }
}

export function sampleInvoice(): InvoiceContent {
  return {
    language: 'en',
    size: 'a4',
    kind: 'invoice',
    state: 'issued',
    letterhead,
    number: 'INV-2026-00187',
    frozenAt: '2026-11-24T09:05:00.000Z',
    frozenAtText: 'Tue 24 Nov 2026, 10:05 CET',
    customer: { ...customer, taxNumber: 'DE 811 442 093' },
    facts: [
      { label: 'invoice_date', text: '24 Nov 2026' },
      { label: 'due_date', text: '8 Dec 2026' },
      { label: 'supply_period', text: '20 – 23 Nov 2026' },
      { label: 'purchase_order', text: 'PO 4500 118 204' },
      { label: 'customer_reference', text: 'KHN-HZG-77' },
      { label: 'work_order', text: 'WO-2026-0412' },
      { label: 'customer_number', text: 'C-1043' },
    ],
    introduction: null,
    groups: [
      {
        heading: 'WO-2026-0412 · Boiler 1 loses pressure, heating fails overnight',
        detail: 'Kontorhaus Nord, Am Sandtorkai 30, 20457 Hamburg · visits of 20 and 23 Nov 2026',
        lines: [
          {
            description: 'Call-out, zone 1',
            why: 'Once for each visit without agreement, rate card 2026-07',
            quantity: '2',
            unitPrice: '€49.00',
            taxRate: '19 %',
            amount: '€98.00',
          },
          {
            description: 'Labour, Marcus Weber, Fri 20 Nov',
            why: '43 min, rounded up to 60 (minimum 60 min), standard rate',
            quantity: '1 h',
            unitPrice: '€90.00',
            taxRate: '19 %',
            amount: '€90.00',
          },
          {
            description: 'Labour, Luis Ortega, Mon 23 Nov',
            why: '223 min, rounded up to 225 (step 15 min), standard rate',
            quantity: '3 h 45 min',
            unitPrice: '€90.00',
            taxRate: '19 %',
            amount: '€337.50',
          },
          {
            description: 'Labour, Jana Brandt (apprentice), Mon 23 Nov',
            why: '223 min, rounded up to 225 (step 15 min), apprentice rate',
            quantity: '3 h 45 min',
            unitPrice: '€48.00',
            taxRate: '19 %',
            amount: '€180.00',
          },
          {
            description: 'Expansion vessel 80 l, 6 bar (RFX-NG80-6)',
            why: 'Price book 2026-10',
            quantity: '1 pc',
            unitPrice: '€214.90',
            taxRate: '19 %',
            amount: '€214.90',
          },
          {
            description: 'Flange seal DN 50, fibre (FD-DN50)',
            why: 'Price book 2026-10',
            quantity: '2 pc',
            unitPrice: '€6.45',
            taxRate: '19 %',
            amount: '€12.90',
          },
          {
            description: 'Heating water additive',
            why: 'Price book 2026-10, discount 10 % (price agreed by Inga Roth: regular customer)',
            quantity: '4.5 l',
            unitPrice: '€11.40',
            taxRate: '7 %',
            amount: '€46.17',
          },
        ],
        subtotal: null,
      },
    ],
    taxes: [
      { rate: '19 %', net: '€933.30', tax: '€177.33', reason: null },
      { rate: '7 %', net: '€46.17', tax: '€3.23', reason: null },
    ],
    totals: { net: '€979.47', tax: '€180.56', gross: '€1,160.03' },
    terms: ['Payable within 14 days without deduction. Please name the invoice number with your payment.'],
    payment: [
      { label: 'account_holder', text: 'Harbour Heating & Cooling GmbH' },
      { label: 'bank', text: 'Hafenbank Hamburg' },
      { label: 'iban', text: 'DE02 1203 0000 0000 2020 51' },
      { label: 'bic', text: 'BYLADEM1001' },
    ],
    footer: [
      'Harbour Heating & Cooling GmbH · registered office Hamburg · HRB 148 220, district court Hamburg · managing director Inga Roth',
    ],
  }
}
