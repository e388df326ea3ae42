import type { Id } from '#core/kit/ids.ts'
import { searchCode, searchWords } from '#core/search/text.ts'
import { addedContacts } from '#core/work-orders/added.ts'
import type { Holdings } from '../holdings.ts'
import type { SearchHit } from './types.ts'
import { assetsOf, placeIdOf } from './added.ts'
import { customerNameOf, referenceOf, siteNameOf, siteOf } from './visits.ts'

/** What can be found, with the words it is found by. */
export type SearchIndex = { hit: SearchHit; title: string; words: string; digits: string[] }[]

const most = 40

/** Everything on the phone by name, number, address, serial and phone. Made again only when documents change. */
export function indexOf(holdings: Holdings): SearchIndex {
  const orders = holdings.workOrders().flatMap((id) => holdings.shown(id)?.work ?? [])
  const newest = orders.sort((a, b) => b.raisedAt.localeCompare(a.raisedAt))
  const at = (matches: (work: (typeof newest)[number]) => boolean): Id[] =>
    newest.filter(matches).map((work) => work.id)
  const entry = (
    hit: SearchHit,
    texts: readonly string[],
    codes: readonly string[],
    phones: readonly string[],
  ): SearchIndex[number] => ({
    hit,
    title: searchWords(hit.title),
    words: ` ${[...texts.map(searchWords), ...codes.map(searchCode)].join(' ')}`,
    digits: phones.map(digitsOf).filter(Boolean),
  })
  return [
    ...newest.map((work) => {
      const { details, reported } = work
      const [customer, site] = [customerNameOf(holdings, work), siteNameOf(holdings, work)]
      const met = addedContacts(work)
      const phones = [details.contact?.phone ?? '', reported?.phone ?? '', ...met.map((one) => one.phone)]
      const hit: SearchHit = {
        kind: 'work_order',
        id: work.id,
        title: [referenceOf(work), details.title].filter(Boolean).join(' · '),
        subtitle: [customer, site].filter(Boolean).join(', '),
        workOrders: [work.id],
        phone: phones.find(Boolean) ?? '',
      }
      const texts = [
        details.title,
        customer,
        site,
        siteOf(holdings, work)?.address ?? '',
        details.contact?.name ?? '',
        reported?.contact ?? '',
        ...met.map((one) => one.name),
      ]
      return entry(hit, texts, [work.number ?? '', work.provisional ?? '', details.reference], phones)
    }),
    ...holdings.documents('site').map(({ body: site }) => {
      const phones = [site.phone ?? '', ...site.contacts.map((contact) => contact.phone)]
      const customer = holdings.document('customer', site.customer)?.body.name ?? ''
      const hit: SearchHit = {
        kind: 'site',
        id: site.id,
        title: site.name,
        subtitle: [site.address, customer].filter(Boolean).join(' · '),
        workOrders: at(({ details }) => details.site === site.id),
        phone: phones.find(Boolean) ?? '',
      }
      return entry(
        hit,
        [site.name, site.address, customer, ...site.contacts.map((contact) => contact.name)],
        [],
        phones,
      )
    }),
    ...holdings.documents('customer').map(({ body: customer }) => {
      const hit: SearchHit = {
        kind: 'customer',
        id: customer.id,
        title: customer.name,
        subtitle: customer.number,
        workOrders: at(({ details }) => details.customer === customer.id),
        phone: customer.phone,
      }
      return entry(hit, [customer.name, customer.email], [customer.number], [customer.phone])
    }),
    ...assetsOf(holdings).map((asset) => {
      const site = holdings.document('site', asset.site)?.body
      const hit: SearchHit = {
        kind: 'asset',
        id: asset.id,
        title: asset.name,
        subtitle: [[asset.make, asset.model].filter(Boolean).join(' '), asset.serial, site?.name]
          .filter(Boolean)
          .join(' · '),
        workOrders: at((work) => work.details.assets.includes(asset.id) || placeIdOf(work) === asset.site),
        phone: '',
      }
      return entry(hit, [asset.name, asset.make, asset.location, site?.name ?? ''], [asset.serial, asset.model], [])
    }),
  ]
}

/** Every word typed begins a word of what is found, or its digits are in a phone number. Names that begin so come first. */
export function findIn(index: SearchIndex, text: string): SearchHit[] {
  const typed = searchWords(text)
  if (typed === '') return []
  const words = typed.split(' ')
  const numbers = numbersTyped(text)
  return index
    .filter(
      (entry) =>
        words.every((word) => entry.words.includes(` ${word}`)) ||
        entry.digits.some((phone) => numbers.some((number) => phone.includes(number))),
    )
    .map((entry) => ({ entry, rank: entry.title.startsWith(typed) ? 0 : entry.title.includes(` ${typed}`) ? 1 : 2 }))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ entry }) => entry.hit)
}

/** What was typed as a part of a phone number: its digits, and where it begins with a country's code, those after it. */
function numbersTyped(text: string): string[] {
  if (!/^[\d\s()+./-]+$/.test(text)) return []
  const digits = digitsOf(text)
  if (!/^\s*(\+|00)/.test(text)) return digits.length >= 3 ? [digits] : []
  return [digits, ...[1, 2, 3].map((code) => digitsOf(digits.slice(code)))].filter((number) => number.length >= 5)
}

/** The digits of a number without what only dials. */
function digitsOf(text: string): string {
  return text.replace(/\D/g, '').replace(/^0+/, '')
}
