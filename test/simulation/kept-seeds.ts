import type { ProfileName } from './profiles.ts'
import type { Step } from './steps.ts'

/** Stories that once broke a promise: told first, every time, by the name of what they found; of some the few steps that mattered. */
export const keptSeeds: readonly { name: string; seed: number; profile: ProfileName; steps?: readonly Step[] }[] = [
  { name: 'after a restore new work went before old on the record', seed: 1, profile: 'restored' },
  {
    name: 'a phone took the restored record for the one it had, since the number was the same',
    seed: 6,
    profile: 'restored',
  },
  {
    name: 'what a tab had kept when it fell asleep was handed in after what came later in another',
    seed: 200,
    profile: 'asleep',
    steps: [
      { do: 'freeze', phone: 0, after: 0, at: 'answer' },
      { do: 'pass', seconds: 120 },
      { do: 'press', phone: 0, seed: 1038452708 },
      { do: 'open a tab', phone: 0 },
      { do: 'press', phone: 0, seed: 1289345381 },
    ],
  },
  {
    name: 'what was captured in one tab on a work order another had just let go of was shown nowhere',
    seed: 201,
    profile: 'asleep',
    steps: [
      { do: 'office', act: 'share', seed: 508045661 },
      { do: 'open a tab', phone: 0 },
      { do: 'freeze', phone: 0, after: 4, at: 'moment' },
      { do: 'press', phone: 0, seed: 1062695467 },
      { do: 'pass', seconds: 30 },
    ],
  },
  {
    name: 'a clock set ahead for one pull made the phone forget what a restored server had to be offered',
    seed: 5,
    profile: 'restored-clocks',
  },
]
