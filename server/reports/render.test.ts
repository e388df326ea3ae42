import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import sharp from 'sharp'
import type { ReportContent } from '#core/reports/content.ts'
import { languages } from '#core/reports/labels.ts'
import { readPdf } from '#test/support/pdf.ts'
import type { ImageSource } from './collect-images.ts'
import { createPaperRenderer, type PaperRenderer } from './render.ts'
import { sampleInvoice, sampleReport } from './sample.ts'
import { samplePictures } from './sample-pictures.ts'

const pictures = samplePictures(700)
let renderer: PaperRenderer
before(() => {
  renderer = createPaperRenderer()
})
after(() => renderer.close())

const report = async (content: ReportContent) => readPdf(await renderer.renderReport(content, pictures))
/** As many different pictures as are asked for, each one of a few in another colour: to draw them takes longer than to typeset them. */
function manyPictures(): ImageSource {
  const drawn = new Map<number, Promise<Uint8Array | null>>()
  return async (image) => {
    const index = /^photo-(\d+)$/.exec(image)?.[1]
    if (index === undefined) return pictures(image)
    const base = Number(index) % 4
    if (!drawn.has(base)) drawn.set(base, pictures(`photo-${base}`))
    return sharp((await drawn.get(base)) ?? undefined)
      .modulate({ hue: Number(index) })
      .jpeg()
      .toBuffer()
  }
}

const squeezed = (text: string) => text.replace(/\s+/g, '')

describe('the report', () => {
  it('says what was done, when, with what, and who signed', async () => {
    const { run, pages } = await report(sampleReport())
    for (const text of [
      'Service report',
      'WO-2026-0412',
      'Boiler 1 loses pressure, heating fails overnight',
      'Elbe Property Management GmbH',
      'Kontorhaus Nord, basement plant room',
      'PO 4500 118 204',
      'watched it hold 1.5 bar for 45 minutes.',
      'System pressure, cold 0.4 bar (out of range)',
      '08:12 – 11:55 CET',
      'recorded by Luis Ortega',
      'RFX-NG80-6',
      'NG80-26-11-00418',
      'Please keep the way to the plant room clear',
      'Photo 1 Before Expansion vessel, gauge reads 0.4 bar',
      'Anke Petersen, Facility manager',
      'Summary signed 9f2c 41d0 7be3 5a8c',
      'Return needed: Parts',
      'Planned: Tue 1 Dec 2026, 08:00 – 10:00 CET',
      'Record version 37',
      `1 of ${pages}`,
      `${pages} of ${pages}`,
    ]) {
      assert.ok(run.includes(squeezed(text)), text)
    }
    assert.ok(!run.includes('Draft'))
  })

  it('can be read by a screen reader: tagged, titled, in its language, a text for each picture', async () => {
    const pdf = await report(sampleReport({ photos: 3 }))
    assert.equal(pdf.tagged, true)
    assert.match(pdf.metadata, /<pdfuaid:part>1</)
    assert.equal(pdf.title, 'Service report · WO-2026-0412 · Boiler 1 loses pressure, heating fails overnight')
    assert.equal(pdf.language, 'en')
    assert.deepEqual(
      new Set(pdf.alts),
      new Set([
        'Logo of Harbour Heating & Cooling',
        'Signature of Anke Petersen',
        'Photo 1, Before, Expansion vessel, gauge reads 0.4 bar, Luis Ortega, 09:00 CET',
        'Photo 2, After, Expansion vessel replaced, 1.5 bar, Luis Ortega, 09:02 CET',
        'Photo 3, Before, Flange seal at the return, weeping, Luis Ortega, 09:04 CET',
      ]),
    )
  })

  it('names a photo that has not arrived, in its place and at its head', async () => {
    const pdf = await report(sampleReport({ photos: 6, missing: 2 }))
    assert.equal(pdf.text.split('Photo has not arrived yet').length - 1, 2)
    assert.ok(pdf.text.includes('4 of 6'))
    assert.ok(pdf.text.includes('Not shown here: 2 of 6 photos. Each is named in its place.'))
    assert.ok(pdf.run.includes(squeezed('Photo 5')))
    assert.ok(pdf.run.includes(squeezed('Photo 6')))
  })

  it('names a photo the store does not have, or whose bytes are no picture', async () => {
    const content = sampleReport({ photos: 3 })
    const pdf = readPdf(
      await renderer.renderReport(content, async (image) => {
        if (image === 'photo-0') return null
        return image === 'photo-1' ? new TextEncoder().encode('<svg onload="x"/>') : pictures(image)
      }),
    )
    assert.equal(pdf.text.split('Photo has not arrived yet').length - 1, 1)
    assert.equal(pdf.text.split('Photo cannot be read').length - 1, 1)
    assert.ok(pdf.text.includes('1 of 3'))
  })

  it('never asks for the bytes of a photo that is still on a phone', async () => {
    const asked: string[] = []
    await renderer.renderReport(sampleReport({ photos: 3, missing: 1 }), async (image) => {
      asked.push(image)
      return pictures(image)
    })
    assert.deepEqual(asked.sort(), ['logo', 'photo-0', 'photo-1', 'signature'])
  })

  it('says when somebody refused to sign and why, when nobody was there, and when it was agreed not to', async () => {
    const { run } = await report({
      ...sampleReport({ photos: 0 }),
      signOffs: [
        {
          kind: 'refused',
          visit: 'Visit 1',
          at: 'Fri 20 Nov 2026, 09:30 CET',
          name: 'Anke Petersen',
          reason: 'Disputes the extent',
          statement: 'I ordered a check only.',
        },
        { kind: 'unattended', visit: 'Visit 2', at: 'Mon 23 Nov 2026, 11:51 CET', reason: 'Caretaker out of reach' },
        { kind: 'waived', visit: 'Visit 3', at: 'Tue 24 Nov 2026, 11:51 CET', agreement: 'Agreement AG-12' },
      ],
    })
    for (const text of [
      'Signature refused · Visit 1',
      'Disputes the extent',
      'I ordered a check only.',
      'Nobody present to sign · Visit 2',
      'Caretaker out of reach',
      'Signature waived by agreement',
      'Agreement AG-12',
    ]) {
      assert.ok(run.includes(squeezed(text)), text)
    }
  })

  it('is the same file, byte by byte, for the same content', async () => {
    const other = createPaperRenderer()
    try {
      const first = await renderer.renderReport(sampleReport(), pictures)
      const same = (pdf: Uint8Array) => Buffer.compare(pdf, first) === 0
      assert.ok(same(await renderer.renderReport(sampleReport(), pictures)))
      assert.ok(same(await other.renderReport(sampleReport(), pictures)), 'another process')
      const later = { ...sampleReport(), frozenAt: '2026-11-23T14:20:06.000Z' }
      assert.ok(!same(await renderer.renderReport(later, pictures)))
    } finally {
      other.close()
    }
  })

  it('prints what people typed as they typed it, whatever it looks like', async () => {
    const text = '#import "/etc/passwd": * $x^2$ *bold* _it_ `raw` \\ <label> @ref // c /* d */ #panic() #sys.inputs'
    const content: ReportContent = {
      ...sampleReport({ photos: 2 }),
      subject: text,
      asked: [text],
      summary: [text, `= Head\n- item\n+ item\n\n/ term: x`],
      notes: [{ text, author: text, at: text }],
      customer: { name: text, lines: [text] },
    }
    content.photos.flatMap((group) => group.pairs).forEach(({ before }) => Object.assign(before, { caption: text }))
    const pdf = await report(content)
    assert.ok(pdf.run.split(squeezed(text)).length - 1 >= 6)
    assert.ok(pdf.run.includes('=Head-item+item/term:x'))
    assert.ok(pdf.alts.some((alt) => alt.includes(text)))
  })

  it('prints a text of 5,000 characters in any place whole, on as many pages as it takes', async () => {
    const words = 'quartz '.repeat(715)
    const word = '§'.repeat(5000)
    const plain = sampleReport({ photos: 1 })
    const [photo] = plain.photos[0]?.others ?? []
    assert.ok(photo)
    const pdf = await report({
      ...plain,
      asked: [word],
      summary: [words, word],
      tasks: [
        {
          heading: null,
          tasks: [
            {
              title: 'Readings',
              state: 'done',
              remark: words,
              answers: [
                { question: words, answer: word, deviates: false },
                { question: '', answer: word, deviates: false },
              ],
            },
          ],
        },
      ],
      photos: [{ heading: null, pairs: [], others: [{ ...photo, caption: words }] }],
      signOffs: [{ kind: 'refused', visit: null, at: 'now', name: null, reason: 'No', statement: words }],
    })
    assert.equal(pdf.run.split('quartz').length - 1, 715 * 5)
    assert.equal(pdf.run.split('§').length - 1, 20_000)
  })

  it('shows Arabic, Japanese, emoji and scripts without a font, and never fails over them', async () => {
    const pdf = await report({
      ...sampleReport({ photos: 0 }),
      subject: '冷房が効かない',
      summary: ['مرحبا بالعالم', 'Fixed 👍🏽 한국어 \u0007\u202e\ue000\ud800 ok', 'Ünïcödé Ελληνικά Кириллица हिन्दी'],
    })
    assert.ok(pdf.run.includes('冷房が効かない'))
    assert.ok(pdf.run.includes('Fixed□□□□□□ok'))
    assert.ok(pdf.run.includes('ÜnïcödéΕλληνικάКириллица'))
    assert.ok(!['\u202e', '\u0007'].some((control) => pdf.run.includes(control)))
  })

  for (const language of languages) {
    it(`is set in ${language}, empty and full, on A4 and Letter`, async () => {
      const full = await report({ ...sampleReport({ photos: 2, missing: 1 }), language, size: 'letter' })
      assert.equal(full.language, language)
      assert.equal(full.widths[0], 612)
      const empty: ReportContent = {
        ...sampleReport({ photos: 0 }),
        language,
        draft: true,
        number: null,
        facts: [],
        asked: [],
        summary: [],
        outcome: null,
        visits: [],
        tasks: [],
        times: [],
        timeTotals: [],
        parts: [],
        notes: [],
        signOffs: [],
        followUps: [],
      }
      const none = await report(empty)
      assert.equal(none.pages, 1)
      assert.equal(Math.round(none.widths[0] ?? 0), 595)
    })
  }

  it('stays below 10 MB with 60 photos of noise as phones send them, the worst a camera can do', async () => {
    const noise = await sharp({
      create: {
        width: 2048,
        height: 1536,
        channels: 3,
        background: '#888',
        noise: { type: 'gaussian', mean: 128, sigma: 60 },
      },
    })
      .jpeg({ quality: 80 })
      .toBuffer()
    const content = sampleReport({ photos: 60 })
    let asked = 0
    const bytes = await renderer.renderReport(content, async (image) => {
      if (!image.startsWith('photo-')) return null
      asked++
      return noise
    })
    assert.equal(asked, 60)
    assert.ok(bytes.byteLength <= 10_000_000, `${bytes.byteLength} bytes`)
  })
})

it('a report with 200 photos shares the memory and the size of one with a hundred', async () => {
  const own = createPaperRenderer()
  try {
    const bytes = await own.renderReport(sampleReport({ photos: 200 }), manyPictures())
    assert.ok(bytes.byteLength <= 15_000_000)
    const pdf = readPdf(bytes)
    assert.equal(pdf.alts.filter((alt) => alt.startsWith('Photo ')).length, 200)
    const sizes = [
      ...Buffer.from(bytes)
        .toString('latin1')
        .matchAll(/\/DCTDecode\s+\/Width (\d+)\s+\/Height (\d+)/g),
    ]
    const decoded = sizes.reduce((total, [, width, height]) => total + Number(width) * Number(height) * 3, 0)
    assert.equal(sizes.length, 200)
    assert.ok(decoded <= 160_000_000, `${decoded} bytes of pixels`)
  } finally {
    own.close()
  }
})

describe('the invoice', () => {
  it('has number, dates, references, lines with their why, tax by rate, totals and where to pay', async () => {
    const pdf = readPdf(await renderer.renderInvoice(sampleInvoice(), pictures))
    for (const text of [
      'Invoice INV-2026-00187',
      'Due date 8 Dec 2026',
      'Purchase order PO 4500 118 204',
      'Tax number DE 811 442 093',
      'WO-2026-0412 · Boiler 1 loses pressure',
      '223 min, rounded up to 225 (step 15 min), standard rate 3 h 45 min €90.00 19 % €337.50',
      'Tax 19 % (Net €933.30) €177.33',
      'Tax 7 % (Net €46.17) €3.23',
      'Total due €1,160.03',
      'Payable within 14 days',
      'IBAN DE02 1203 0000 0000 2020 51',
      'managing director Inga Roth',
      '1 of 1',
    ]) {
      assert.ok(pdf.run.includes(squeezed(text)), text)
    }
    assert.ok(!pdf.run.includes('Draft'))
    assert.match(pdf.metadata, /<pdfaid:part>3</)
    assert.match(pdf.metadata, /<pdfaid:conformance>A</)
    assert.equal(pdf.tagged, true)
  })

  it('says in words that it is a draft, void, or a credit note', async () => {
    const sample = sampleInvoice()
    const draft = readPdf(await renderer.renderInvoice({ ...sample, state: 'draft', number: null }, pictures))
    assert.ok(draft.text.includes('Draft, not issued'))
    const voided = readPdf(await renderer.renderInvoice({ ...sample, state: 'void' }, pictures))
    assert.ok(voided.text.includes('Void'))
    const credit = readPdf(await renderer.renderInvoice({ ...sample, kind: 'credit_note' }, pictures))
    assert.ok(credit.text.includes('Credit note') && credit.text.includes('Total credit'))
  })

  it('repeats the head of the lines and the work order on each page they go on over', async () => {
    const sample = sampleInvoice()
    const group = sample.groups[0]
    assert.ok(group)
    const lines = Array.from({ length: 12 }, () => group.lines).flat()
    const pdf = readPdf(await renderer.renderInvoice({ ...sample, groups: [{ ...group, lines }] }, pictures))
    assert.ok(pdf.pages >= 3)
    assert.equal(pdf.run.split('Callout,zone1').length + pdf.run.split('Call-out,zone1').length - 2, 12)
    assert.ok(pdf.run.split('WO-2026-0412·Boiler').length - 1 >= 3)
  })
})
