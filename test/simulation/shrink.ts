import type { Hub } from './hub.ts'
import { type Case, simulate } from './run.ts'
import { storyOf } from './profiles.ts'
import type { Step } from './steps.ts'

export type Shrunk = { steps: Step[]; runs: number }

/**
 * The few steps of a failing story that matter: halves, quarters and single steps are left out as long as the same
 * promise is still broken without them. What is left is what one has to look at.
 */
export async function shrink(hub: Hub, failing: Case, invariant: string, mostRuns = 40): Promise<Shrunk> {
  let steps = [...(failing.steps ?? storyOf(failing.seed, failing.profile, failing.length))]
  let runs = 0
  const fails = async (fewer: readonly Step[]): Promise<boolean> => {
    runs++
    const { violations } = await simulate(hub, { ...failing, steps: fewer })
    return violations.some((violation) => violation.invariant === invariant)
  }
  for (let size = Math.ceil(steps.length / 2); size >= 1 && runs < mostRuns; size = nextSize(size)) {
    for (let from = steps.length - size; from > -size && runs < mostRuns; from -= size) {
      const fewer = steps.filter((_, index) => index < from || index >= from + size)
      if (fewer.length < steps.length && (await fails(fewer))) steps = fewer
    }
  }
  return { steps, runs }
}

const nextSize = (size: number): number => (size === 1 ? 0 : Math.ceil(size / 2))
