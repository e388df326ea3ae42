import { checkWords } from '#core/work-orders/form-problems.ts'
import { heading } from '#core/work-orders/labels.ts'
import type { TaskKind } from '#core/work-orders/words.ts'

export const kindWords: Readonly<Record<TaskKind, string>> = {
  check: 'Yes or no',
  choice: 'One of several',
  choices: 'Several of several',
  number: 'Number',
  reading: 'Reading of an asset',
  text: 'Text',
  date: 'Date',
  photo: 'Photo',
}

const codes: readonly string[] = [...checkWords, 'out_of_range']

/** `Yes`, `Outside the range`; the words of a choice are their own. */
export function answerWord(word: string): string {
  return codes.includes(word) ? heading(word) : word
}
