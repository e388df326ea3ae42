import type { CameBack } from '../offline/store.ts'
import { countOf } from '../words.ts'

/** What became of unsent work when the browser had lost it. */
export function cameBackText({ commands, withoutBytes, damaged }: CameBack): string {
  return [
    `${countOf(commands, 'item')} of your unsent work ${commands === 1 ? 'is' : 'are'} back from a second copy.`,
    withoutBytes > 0 ? `The full size of ${countOf(withoutBytes, 'photo or file', 'photos or files')} is lost.` : '',
    damaged > 0 ? `${countOf(damaged, 'item')} could not be read.` : '',
    'The rest comes with the next connection.',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ')
}
