import type { ProfileName } from './profiles.ts'

/** Stories that once broke a promise: told first, every time, by the name of what they found. */
export const keptSeeds: readonly { name: string; seed: number; profile: ProfileName }[] = [
  { name: 'after a restore new work went before old on the record', seed: 1, profile: 'restored' },
  {
    name: 'a phone took the restored record for the one it had, since the number was the same',
    seed: 6,
    profile: 'restored',
  },
]
