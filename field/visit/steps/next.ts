import type { WorkState } from '#core/work-orders/words.ts'

/** What a press on the bar does. `pause`, `leave` and `finish` ask for more first. */
export type Move = 'accept' | 'travel' | 'arrive' | 'resume' | 'pause' | 'leave' | 'finish'

const moveWords: Readonly<Record<Move, string>> = {
  accept: 'Accept',
  travel: 'Travel',
  arrive: 'Arrive',
  resume: 'Resume',
  pause: 'Pause',
  leave: 'Leave',
  finish: 'Finish',
}

export function moveWord(move: Move, state: WorkState): string {
  return move === 'leave' && state === 'travelling' ? 'Stop' : moveWords[move]
}

/** The one next thing for how far a technician is, and the one beside it. */
export function movesFor(state: WorkState, planned: boolean): { next: Move; beside: Move | null } {
  switch (state) {
    case 'none':
      return planned ? { next: 'accept', beside: 'travel' } : { next: 'arrive', beside: 'travel' }
    case 'accepted':
      return { next: 'travel', beside: 'arrive' }
    case 'travelling':
      return { next: 'arrive', beside: 'leave' }
    case 'on_site':
      return { next: 'finish', beside: 'pause' }
    case 'paused':
      return { next: 'resume', beside: 'finish' }
    case 'left':
      return { next: 'finish', beside: 'arrive' }
  }
}

/** What is said once it is kept. */
export const doneWords: Readonly<Record<Move, string>> = {
  accept: 'Accepted.',
  travel: 'On the way.',
  arrive: 'On site. The clock runs.',
  resume: 'Back at work.',
  pause: 'Paused.',
  leave: 'Left. The clock is stopped.',
  finish: 'Finished.',
}

/** Moves that start a clock, so that another one running has to be asked about. */
export function startsClock(move: Move): boolean {
  return move === 'travel' || move === 'arrive' || move === 'resume'
}
