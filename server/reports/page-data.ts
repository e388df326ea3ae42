import type { ImageId, InvoiceContent, ReportContent, ReportPhoto, ReportSignOff } from '#core/reports/content.ts'
import { directionOf, type Labels, labelsOf } from '#core/reports/labels.ts'
import { accentForPaper } from './accent.ts'
import type { Collected } from './collect-images.ts'
import type { PaperJob } from './typst/job.ts'

type PageData = PaperJob['data']

/** What a logo may take at most, in millimetres. */
const logoBox = { width: 62, height: 15 }

/** The content of a report as its template reads it: numbered photos, paths of images, what the first page says at a glance. */
export function reportData(content: ReportContent, images: Collected): PageData {
  const labels = labelsOf(content.language)
  const photos = numberedPhotos(content, images, labels)
  return {
    ...content,
    ...shared(content, images),
    title: titleOf([content.visit === null ? labels.report : labels.visit_report, content.number, content.subject]),
    photos,
    signOffs: content.signOffs.map((signOff) => signOffData(signOff, images)),
    glance: glance(content, photos, labels),
  }
}

export function invoiceData(content: InvoiceContent, images: Collected): PageData {
  const labels = labelsOf(content.language)
  return {
    ...content,
    ...shared(content, images),
    draft: content.state === 'draft',
    title: titleOf([labels[content.kind], content.number, content.customer.name]),
  }
}

function titleOf(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join(' · ')
}

function shared(content: ReportContent | InvoiceContent, images: Collected) {
  return {
    labels: { ...labelsOf(content.language) },
    direction: directionOf(content.language),
    accent: accentForPaper(content.letterhead.accent),
    logo: logoOf(content.letterhead.logo, images),
    frozen: dateParts(content.frozenAt),
  }
}

function dateParts(instant: string) {
  const date = new Date(instant)
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  }
}

function logoOf(logo: ImageId | null, images: Collected) {
  const picture = logo === null ? undefined : images.get(logo)
  if (!picture || typeof picture === 'string') return null
  const scale = Math.min(logoBox.width / picture.width, logoBox.height / picture.height)
  return { path: picture.path, width: Math.round(picture.width * scale * 100) / 100 }
}

function numberedPhotos(content: ReportContent, images: Collected, labels: Labels) {
  let number = 0
  const show = (photo: ReportPhoto) => photoData(photo, ++number, images, labels)
  return content.photos.map((group) => ({
    heading: group.heading,
    pairs: group.pairs.map(({ before, after }) => [show(before), show(after)]),
    others: group.others.map(show),
  }))
}

function photoData(photo: ReportPhoto, number: number, images: Collected, labels: Labels) {
  const picture = images.get(photo.image) ?? 'awaited'
  const phase = photo.phase === null ? null : labels[photo.phase]
  const name = labels.photo.replace('{n}', String(number))
  return {
    number,
    phase: photo.phase,
    caption: photo.caption,
    credit: photo.credit,
    path: typeof picture === 'string' ? null : picture.path,
    missing: typeof picture === 'string' ? picture : null,
    alt: [name, phase, photo.caption, photo.credit].filter((part) => part !== null && part !== '').join(', '),
  }
}

function signOffData(signOff: ReportSignOff, images: Collected) {
  if (signOff.kind !== 'signed') return { ...signOff, path: null }
  const picture = signOff.signature === null ? undefined : images.get(signOff.signature)
  return {
    ...signOff,
    path: picture && typeof picture !== 'string' ? picture.path : null,
    shortHash: (signOff.hash.slice(0, 16).match(/.{1,4}/g) ?? []).join(' '),
  }
}

function glance(content: ReportContent, groups: ReturnType<typeof numberedPhotos>, labels: Labels) {
  const photos = groups.flatMap((group) => [...group.pairs.flat(), ...group.others])
  const shown = photos.filter((photo) => photo.path !== null).length
  const open = content.followUps.find((followUp) => followUp.state === 'open')
  const count = (n: number) => ({ n: String(n), m: String(photos.length) })
  return {
    signOff: signOffInWords(content.signOffs.at(-1), labels),
    photos: photos.length === 0 ? null : count(shown),
    missing: shown === photos.length ? null : count(photos.length - shown),
    followUp: open ? (open.planned ?? open.reason) : null,
  }
}

function signOffInWords(signOff: ReportSignOff | undefined, labels: Labels): string {
  if (!signOff) return labels.not_signed
  if (signOff.kind !== 'signed') return labels[signOff.kind]
  return `${signOff.remote ? labels.signed_by_link : labels.signed}: ${signOff.name}`
}
