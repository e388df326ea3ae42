import { officeFileTypes } from '#core/customers/file-api.ts'

/** What may be opened in a page of this app. Anything else could carry a script, and is only ever handed over as bytes. */
export function isKept(type: string | undefined): type is (typeof officeFileTypes)[number] {
  return officeFileTypes.some((kept) => kept === type)
}
