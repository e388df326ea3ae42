import type { Ports } from './ports.ts'
import { noTurn, type Plan, type Store, type Turn } from './store.ts'

/**
 * Whose turn it is to hand in (S27). A Web Lock lets one tab at it, but a browser may freeze that tab with the lock in its
 * hand: it shows life by a beat on the disk, is robbed when the beat stands still, and what it writes afterwards is
 * refused by the number of its turn. So taking a turn from a tab that lives after all costs a request, and nothing else.
 */
export type Turns = {
  take: () => Promise<MyTurn>
  /** Another tab is at it: true once it has shown no life since this was asked some time ago. */
  isSilent: () => Promise<boolean>
}
export type MyTurn = {
  /** The number the next command of this phone gets: another tab may have counted on and told nobody. */
  nextDseq: number
  /** Writes only while the turn is this one's; throws `Robbed` otherwise. */
  guard: (plan: Plan) => Plan
  end: () => void
}

/** Another tab took over: what this one was about to write is the other's to find out. */
export class Robbed extends Error {
  constructor() {
    super('another tab hands in now')
    this.name = 'Robbed'
  }
}

const betweenBeats = 5_000
/** Three beats missed. */
const silence = 16_000

export function openTurns(store: Store, ports: Ports): Turns {
  let seen: { turn: Turn; at: number } | null = null

  async function read(): Promise<Turn> {
    let turn = noTurn
    await store.change(async (rows) => {
      turn = await rows.turn()
      return {}
    })
    return turn
  }

  return {
    async take() {
      seen = null
      let n = 0
      let nextDseq = 0
      await store.change(async (rows) => {
        n = (await rows.turn()).n + 1
        nextDseq = (await rows.meta()).nextDseq
        return { turn: { n, beat: 0 } }
      })
      let ended = false
      let stop = () => {}
      const beat = () => {
        if (!ended) stop = ports.later(betweenBeats, () => void store.change(showLife).then(beat, ports.report))
      }
      const showLife: Plan = async (rows) => {
        const turn = await rows.turn()
        if (turn.n !== n) ended = true
        return ended ? {} : { turn: { n, beat: turn.beat + 1 } }
      }
      beat()
      return {
        nextDseq,
        guard: (plan) => async (rows) => {
          if ((await rows.turn()).n !== n) throw new Robbed()
          return plan(rows)
        },
        end() {
          ended = true
          stop()
        },
      }
    },
    async isSilent() {
      const turn = await read()
      const isSame = seen?.turn.n === turn.n && seen.turn.beat === turn.beat
      if (!seen || !isSame) seen = { turn, at: ports.mono() }
      return ports.mono() - seen.at >= silence
    },
  }
}
