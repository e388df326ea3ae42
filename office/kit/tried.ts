import { toast } from '#ui/blocks/Toast.tsx'
import { sentenceOf } from './problem.ts'

/**
 * Does something and says that it is done, or why not: a dialog that asked for it stays open then, with what was typed.
 * @param work gives what is to be said; null where that is said already
 * @param after whatever came of it: what is shown is asked for anew
 * @returns whether it was done
 */
export async function tried(work: () => Promise<string | null>, after: () => void = () => {}): Promise<boolean> {
  try {
    const said = await work()
    if (said !== null) toast(said)
    return true
  } catch (error) {
    toast(sentenceOf(error), { urgent: true })
    return false
  } finally {
    after()
  }
}
