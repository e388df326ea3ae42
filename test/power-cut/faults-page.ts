import { cpus } from 'node:os'
import { replaceFile } from '#test/support/replace-file.ts'

/** A fault of the long form: what is done, what is promised of it, and what came of it. */
export type Part = {
  what: string
  promise: string
  /** Why this machine cannot do it. */
  cannot?: string | false
  run: () => Promise<Seen>
}
export type Seen = { seen: string; kept: boolean }
/** `kept` is null of what was skipped. */
export type Line = { what: string; promise: string; seen: string; kept: boolean | null }

/** One after the other; each is told as soon as it is over, what is skipped with its reason. */
export async function runParts(parts: readonly Part[], say: (sentence: string) => void): Promise<Line[]> {
  const lines: Line[] = []
  for (const { what, promise, cannot = false, run } of parts) {
    const came = cannot === false ? await run() : { seen: cannot, kept: null }
    lines.push({ what, promise, ...came })
    say(`${came.kept === null ? 'skipped' : came.kept ? 'kept' : 'BROKEN'}  ${what}: ${came.seen}`)
  }
  return lines
}

/** Runs all of them and then writes the page: broken off half way it stays as it was. */
export async function writePage(
  path: string,
  parts: readonly Part[],
  form: string,
  say: (sentence: string) => void,
): Promise<Line[]> {
  const lines = await runParts(parts, say)
  await replaceFile(path, pageOf(lines, form))
  return lines
}

function pageOf(lines: readonly Line[], form: string): string {
  return `# Faults

Written by \`npm run faults\`${form} on a machine with ${cpus().length} processors. An image is a copy of the disk in one instant,
taken while phones hand in; it is mounted, which replays its journal, and everything that was acknowledged before is
looked for. Each promise has controls that must fail: a machine on which nothing can be lost shows nothing.

| fault | promise | seen | kept |
|---|---|---|---|
${lines.map(rowOf).join('\n')}

A forced end is not a power cut: what a process wrote and did not sync outlives it in the kernel’s memory. So both are
here. The short form of each is in every \`npm test\` (\`test/power-cut\`).
`
}

const rowOf = ({ what, promise, seen, kept }: Line) =>
  `| ${what} | ${promise} | ${kept === null ? `skipped: ${seen}` : seen} | ${wordOf(kept)} |`

const wordOf = (kept: Line['kept']) => (kept === null ? 'not tried' : kept ? 'yes' : '**no**')
