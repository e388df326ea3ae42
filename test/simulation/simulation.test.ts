import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { noFigures } from './figures.ts'
import { openHub } from './hub.ts'
import { keptSeeds } from './kept-seeds.ts'
import { hunt } from './mutants/catching.ts'
import { mutants, patched } from './mutants/list.ts'
import { profileNames } from './profiles.ts'
import { simulate } from './run.ts'

const hub = await openHub()
after(() => hub.close())

for (const { name, seed, profile } of keptSeeds) {
  test(`it does not happen again that ${name} (seed ${seed}, ${profile})`, async () => {
    assert.deepEqual((await simulate(hub, { seed, profile })).violations, [])
  })
}

for (const profile of profileNames) {
  test(`on a day of the kind “${profile}” nothing captured is lost, and nothing is there twice`, async () => {
    const { violations, figures } = await simulate(hub, { seed: 1, profile })
    assert.deepEqual(violations, [], `npm run simulate -- --seed 1 --profile ${profile}`)
    assert.ok(figures.facts >= 5, `only ${figures.facts} facts were captured`)
    assert.deepEqual({ ...figures, facts: 0 }, noFigures)
  })
}

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
