/** What a person can do with an entry that could not be applied. */
export type HeldChoice = 'again' | 'place' | 'aside'

/** The few that can lead anywhere, by why it is held; the first is what is usually right. */
export function choicesFor(code: string, isPlaced: boolean): HeldChoice[] {
  switch (code) {
    case 'wrong_shape':
      return ['aside']
    case 'visit_unknown':
    case 'unknown_target':
      return ['place', 'aside']
    case 'already_raised':
    case 'id_conflict':
      return isPlaced ? ['place', 'aside'] : ['aside']
    default:
      return isPlaced ? ['again', 'place', 'aside'] : ['place', 'aside']
  }
}

const choiceWords: Readonly<Record<string, Partial<Record<HeldChoice, string>>>> = {
  actor_without_membership: { again: 'Take it in' },
  phone_signed_out: { again: 'Take it in' },
  visit_unknown: { place: 'Put on a visit' },
  unknown_target: { place: 'Choose where it belongs' },
}
const usual: Readonly<Record<HeldChoice, string>> = {
  again: 'Try again',
  place: 'Apply elsewhere',
  aside: 'Put aside',
}

export function choiceWord(code: string, choice: HeldChoice): string {
  return choiceWords[code]?.[choice] ?? usual[choice]
}
