import type { ImageId, InvoiceContent, ReportContent } from '#core/reports/content.ts'
import { directionOf } from '#core/reports/labels.ts'
import { collectImages, type ImageSource } from './collect-images.ts'
import { invoiceData, reportData } from './page-data.ts'
import { createPress, type PressOptions } from './typst/press.ts'

export type { ImageSource } from './collect-images.ts'
export { PaperError, type PaperErrorCode } from './typst/paper-error.ts'

/** Sets papers. The same content and images give the same bytes. One per server process. */
export type PaperRenderer = {
  /**
   * The report as a tagged PDF (PDF/UA-1). A photo whose bytes are not there is named in its place.
   * @throws {PaperError}
   */
  renderReport(content: ReportContent, images: ImageSource): Promise<Uint8Array>
  /**
   * The invoice or credit note as a tagged PDF for archives (PDF/A-3a), to which an electronic invoice can be attached.
   * @throws {PaperError}
   */
  renderInvoice(content: InvoiceContent, images: ImageSource): Promise<Uint8Array>
  /** Ends the compiler's process; it starts with the first paper. */
  close(): void
  /** The compiler's process, while there is one. */
  pid(): number | undefined
}

export function createPaperRenderer(options: PressOptions = {}): PaperRenderer {
  const press = createPress(options)
  return {
    async renderReport(content, source) {
      const images = await collectImages(imagesOfReport(content), source)
      return press.print({
        template: 'report.typ',
        data: reportData(content, images),
        direction: directionOf(content.language),
        images: files(images),
        standard: 'ua-1',
        timestamp: seconds(content.frozenAt),
      })
    },
    async renderInvoice(content, source) {
      const images = await collectImages(drawings([content.letterhead.logo]), source)
      return press.print({
        template: 'invoice.typ',
        data: invoiceData(content, images),
        direction: directionOf(content.language),
        images: files(images),
        standard: 'a-3a',
        timestamp: seconds(content.frozenAt),
      })
    },
    close: press.close,
    pid: press.pid,
  }
}

function imagesOfReport(content: ReportContent) {
  const photos = content.photos.flatMap((group) => [
    ...group.pairs.flatMap(({ before, after }) => [before, after]),
    ...group.others,
  ])
  const stored = photos
    .filter((photo) => photo.state === 'stored')
    .map(({ image }) => ({ image, use: 'photo' as const }))
  const signatures = content.signOffs.map((signOff) => (signOff.kind === 'signed' ? signOff.signature : null))
  return [...stored, ...drawings([content.letterhead.logo, ...signatures])]
}

function drawings(images: readonly (ImageId | null)[]) {
  return images.flatMap((image) => (image === null ? [] : [{ image, use: 'drawing' as const }]))
}

function files(images: Awaited<ReturnType<typeof collectImages>>) {
  return [...images.values()].flatMap((image) =>
    typeof image === 'string' ? [] : [{ path: image.path, bytes: image.bytes }],
  )
}

function seconds(instant: string): number {
  return Math.floor(Date.parse(instant) / 1000)
}
