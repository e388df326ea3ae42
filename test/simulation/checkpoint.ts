import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Figures } from './figures.ts'

const root = join(import.meta.dirname, '../..')
/** What an interrupted run has told, a line a story: the same command goes on from there. */
const pathHere = join(root, '.build/simulated/heavy-days.jsonl')
/** What `npm run bench:sync` prints. */
const figurePath = join(root, 'bench/sync/simulated.json')

/** Which run it is: another seed or another commit is another one. */
export type RunOf = { seed: number; commit: string; startedAt: string }
export type ToldStory = { seed: number; figures: Figures; broken: string[]; milliseconds: number }

/** All of it: how many facts, what became of them, and where and when it was measured. */
export type Simulated = Figures & {
  stories: number
  brokenStories: number
  /** From the first seed on, one after the other. */
  seed: number
  processes: number
  /** The processes' own time, together, in minutes; and from the first story to the last. */
  minutesOfWork: number
  startedAt: string
  measuredAt: string
  commit: string
}

export type Checkpoint = { of: RunOf; told: ToldStory[]; add: (story: ToldStory) => Promise<void> }

/** Goes on where the same run was interrupted, or begins. */
export async function openCheckpoint(run: RunOf, path = pathHere): Promise<Checkpoint> {
  const before = await readBefore(path)
  const isSame = before !== null && before.of.seed === run.seed && before.of.commit === run.commit
  const of = isSame ? before.of : run
  const told = isSame ? before.told : []
  await mkdir(dirname(path), { recursive: true })
  // Also where it goes on: without the line that was cut off.
  await writeFile(path, [of, ...told].map((line) => `${JSON.stringify(line)}\n`).join(''))
  return {
    of,
    told,
    async add(story) {
      told.push(story)
      await appendFile(path, `${JSON.stringify(story)}\n`)
    },
  }
}

async function readBefore(path: string): Promise<{ of: RunOf; told: ToldStory[] } | null> {
  const text = await readOrNull(path)
  // A line that was cut off when the run was interrupted is told again.
  const [first, ...lines] = (text ?? '').split('\n').slice(0, -1)
  if (first === undefined) return null
  const told = lines.map((line): ToldStory => JSON.parse(line))
  return { of: JSON.parse(first), told }
}

export async function writeFigure(figure: Simulated): Promise<void> {
  await writeFile(figurePath, `${JSON.stringify(figure, null, 2)}\n`)
}

export async function readFigure(): Promise<Simulated | null> {
  const text = await readOrNull(figurePath)
  return text === null ? null : JSON.parse(text)
}

async function readOrNull(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
