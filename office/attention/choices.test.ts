import assert from 'node:assert/strict'
import { test } from 'node:test'
import { choicesFor, choiceWord } from './choices.ts'

test('a held entry offers only what can lead anywhere, the usual first', () => {
  assert.deepEqual(choicesFor('wrong_shape', true), ['aside'])
  assert.deepEqual(choicesFor('visit_unknown', true), ['place', 'aside'])
  assert.deepEqual(choicesFor('apply_failed', true), ['again', 'place', 'aside'])
  assert.deepEqual(choicesFor('id_conflict', false), ['aside'])
  assert.equal(choiceWord('visit_unknown', 'place'), 'Put on a visit')
  assert.equal(choiceWord('actor_without_membership', 'again'), 'Take it in')
  assert.equal(choiceWord('apply_failed', 'again'), 'Try again')
})
