import { readFileSync } from 'node:fs'

/** Places at which losing the process would lose something, were the order of things there any other. */
export type KillPoint =
  | 'push_begun'
  | 'push_written'
  | 'push_committed'
  | 'piece_written'
  | 'piece_named'
  | 'file_half_written'
  | 'file_named'
  | 'file_not_marked'
  | 'job_done'

/** Tests of a server in a process of its own name a file here; the point it holds is where that process ends. */
const armed = process.env['ROUNDTRIP_KILL_POINT_FILE']

/** Nothing, but for a test that ends the process here without a word, as a power cut would. */
export function reached(point: KillPoint): void {
  if (armed === undefined) return
  if (readFileSync(armed, 'utf8') === point) process.kill(process.pid, 'SIGKILL')
}
