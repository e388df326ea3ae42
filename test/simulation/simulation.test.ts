import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { type Effort, noFigures, sumOfEffort } from './figures.ts'
import type { Answer } from './lane.ts'
import { hunt } from './mutants/catching.ts'
import { findStale } from './mutants/known.ts'
import { mutants, patched } from './mutants/list.ts'
import { startPart } from './processes.ts'
import { type Line, mostEffort, shortForm } from './short-form.ts'

/** A day on which less happens shows nothing. */
const leastFacts = 3

const efforts: Effort[] = []
let seconds: Line['seconds'] = { all: 0, ofOwnWork: 0 }

const { lines, ended, child } = startPart([join(import.meta.dirname, 'short-form.ts')])
after(() => {
  if (child.exitCode === null) child.kill()
})

for (const { seed, profile, name } of shortForm) {
  const what =
    name === undefined
      ? `on a day of the kind “${profile}” nothing captured is lost, and nothing is there twice`
      : `it does not happen again that ${name}`
  test(`${what} (seed ${seed}, ${profile})`, async () => {
    const { value } = await lines.next()
    assert.ok(value, 'the stories were broken off')
    const line: Line = JSON.parse(value)
    assert.deepEqual([line.seed, line.profile], [seed, profile])
    const { violations, figures, effort } = line.told
    efforts.push(effort)
    seconds = line.seconds
    assert.deepEqual(violations, [], `npm run simulate -- --seed ${seed} --profile ${profile}`)
    assert.ok(figures.facts >= (name === undefined ? leastFacts : 1), `only ${figures.facts} facts were captured`)
    assert.deepEqual({ ...figures, facts: 0 }, noFigures)
  })
}

test('every story was told to its end', async () => {
  assert.equal(await ended, 0)
})

test('the short form stays as short as it is: what it does is counted, and the time only said', (t) => {
  assert.equal(efforts.length, shortForm.length, 'all of it was told')
  const effort = sumOfEffort(efforts)
  const { all, ofOwnWork } = seconds
  t.diagnostic(`${JSON.stringify(effort)} in ${all.toFixed(0)} s, ${ofOwnWork.toFixed(0)} s of own work`)
  for (const kind of ['steps', 'presses', 'happenings', 'answers'] as const)
    assert.ok(effort[kind] <= mostEffort[kind], `${effort[kind]} ${kind}, and ${mostEffort[kind]} are enough`)
})

test('every mutant still finds the place it breaks', async () => {
  for (const mutant of mutants) {
    for (const file of new Set(mutant.patches.map((patch) => patch.file))) {
      const source = await readFile(join(import.meta.dirname, '../..', file), 'utf8')
      assert.notEqual(patched(mutant, file, source), source, mutant.name)
    }
  }
})

test('what is lost on a heavy day is counted: with commands dropped before they are sent the figure says so', async () => {
  const file = (name: string) => join(import.meta.dirname, name)
  const broken = startPart(['--import', file('mutants/hook.ts'), file('lane.ts')], { MUTANT: 'dequeue before send' })
  after(() => broken.child.kill())
  broken.give(JSON.stringify({ seed: 1, profile: 'heavy', length: 0.2 }))
  broken.give(null)
  const { value } = await broken.lines.next()
  assert.ok(value, 'the story was broken off')
  const { told }: Answer = JSON.parse(value)
  assert.ok(told.figures.facts > 100, `only ${told.figures.facts} facts were captured`)
  assert.ok(told.figures.lost > 0, 'nothing is called lost')
  assert.ok(told.violations.some(({ invariant }) => invariant === 'everyFactIsTakenOnce'))
})

/** Those caught soonest; `npm run simulate -- --mutants` hunts all of them. */
const quick = ['dequeue before send', 'on record by a reply alone', 'the last writer wins on minutes']
/** So many whose code has changed since they were caught are hunted again here, some seconds each. */
const mostStale = 6

const stale = (await findStale()).map(({ name }) => name)

test('what is known of the mutants is known of the code as it stands: few were caught in code that has changed since', () => {
  assert.ok(stale.length <= mostStale, `npm run simulate -- --mutants --stale hunts these again: ${stale.join(', ')}`)
})

const hunted = new Set([...quick, ...stale.slice(0, mostStale)])
for (const mutant of mutants.filter(({ name }) => hunted.has(name))) {
  test(`a check that cannot fail is none: ${mutant.name} is noticed`, async () => {
    assert.ok(await hunt(mutant, {}))
  })
}
