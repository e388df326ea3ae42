/** Whether words to choose from stand beside each other on a small phone; others stand below each other. */
export function fitsOneLine(words: readonly string[]): boolean {
  return words.length <= 3 && words.join('').length <= 24
}
