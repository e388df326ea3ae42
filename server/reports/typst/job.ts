import type { PrintableValue } from './printable.ts'

/** A document to set, as it goes to the compiler's process. */
export type PaperJob = {
  /** File name of the template. */
  template: 'report.typ' | 'invoice.typ'
  /** What the template reads as `data.json`. */
  data: { readonly [key: string]: PrintableValue }
  direction: 'ltr' | 'rtl'
  /** File names the data speaks of, with their bytes. */
  images: readonly { path: string; bytes: Uint8Array }[]
  standard: 'ua-1' | 'a-3a'
  /** Seconds since 1970, the only time in the file. */
  timestamp: number
}

export type PaperRequest = PaperJob & { id: number }

export type PaperReply =
  | { id: number; pdf: Uint8Array; memory: number }
  | { id: number; refused: string; memory: number }
