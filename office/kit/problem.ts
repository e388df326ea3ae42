import { sentence } from '#core/kit/sentences.ts'
import { Problem } from '#ui/client.ts'

/** What went wrong, as one sentence to read. */
export function sentenceOf(error: unknown): string {
  return error instanceof Problem ? error.detail : sentence('unavailable')
}

/** The sentence beside each field of a form, by its path, where the server named fields. */
export function fieldSentences(error: unknown): Readonly<Record<string, string>> {
  if (!(error instanceof Problem)) return {}
  return Object.fromEntries((error.fields ?? []).map((field) => [field.path, field.detail]))
}
