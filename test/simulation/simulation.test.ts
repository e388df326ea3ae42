import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { noFigures } from './figures.ts'
import { hunt } from './mutants/catching.ts'
import { mutants, patched } from './mutants/list.ts'
import { startPart } from './processes.ts'
import { type Line, shortForm } from './short-form.ts'

/** A day on which less happens shows nothing. */
const leastFacts = 3

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
    const { violations, figures } = line.told
    assert.deepEqual(violations, [], `npm run simulate -- --seed ${seed} --profile ${profile}`)
    assert.ok(figures.facts >= (name === undefined ? leastFacts : 1), `only ${figures.facts} facts were captured`)
    assert.deepEqual({ ...figures, facts: 0 }, noFigures)
  })
}

test('every story was told to its end', async () => {
  assert.equal(await ended, 0)
})

test('every mutant still finds the place it breaks', async () => {
  for (const mutant of mutants) {
    for (const file of new Set(mutant.patches.map((patch) => patch.file))) {
      const source = await readFile(join(import.meta.dirname, '../..', file), 'utf8')
      assert.notEqual(patched(mutant, file, source), source, mutant.name)
    }
  }
})

/** Those caught soonest; `npm run simulate -- --mutants` hunts all of them. */
const quick = ['dequeue before send', 'on record by a reply alone', 'the last writer wins on minutes']

for (const mutant of mutants.filter(({ name }) => quick.includes(name))) {
  test(`a check that cannot fail is none: ${mutant.name} is noticed`, async () => {
    assert.ok(await hunt(mutant, {}))
  })
}
