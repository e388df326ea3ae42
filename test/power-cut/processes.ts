import { readdirSync, readFileSync } from 'node:fs'

type Held = 'SIGSTOP' | 'SIGCONT'

/** Stops processes where they are, or lets them go on. */
export function signalAll(pids: readonly number[], name: Held): void {
  for (const pid of pids) signal(pid, name)
}

function signal(pid: number, name: Held): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    // It ended meanwhile.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

/** A process and all that came of it. */
export function familyOf(pid: number): number[] {
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
    const parent = parentOf(Number(name))
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  const family: number[] = [pid]
  for (const one of family) family.push(...(children.get(one) ?? []))
  return family
}

function parentOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return null
    throw error
  }
}
