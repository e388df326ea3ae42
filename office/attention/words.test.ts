import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sinceWords, unsentWords } from '../kit/unsent.ts'
import { importedWord, importNews, importSum, progressWords } from './import-words.ts'
import { awaitedWords } from './lost-words.ts'

test('what a phone lost is said as things that did not arrive', () => {
  assert.equal(awaitedWords({ photos: 2, signatures: 1, files: 0 }), '2 photos and 1 signature did not arrive')
  assert.equal(awaitedWords({ photos: 0, signatures: 0, files: 1 }), '1 file did not arrive')
  assert.equal(unsentWords({ unsentCommands: 2, unsentFiles: 1 }, 'only on it'), '2 entries and 1 photo only on it')
  assert.equal(sinceWords({ unsentCommands: 2, unsentFiles: 1 }), ', the oldest from ')
  assert.equal(sinceWords({ unsentCommands: 0, unsentFiles: 1 }), ', from ')
})

test('an imported file says of each entry whether it is on record or where it waits', () => {
  assert.deepEqual(importedWord({ outcome: 'applied', first: null }), { word: 'On record', isDone: true })
  assert.deepEqual(importedWord({ outcome: 'duplicate', first: 'applied' }), { word: 'Was here already', isDone: true })
  assert.deepEqual(importedWord({ outcome: 'duplicate', first: 'held' }), { word: 'Waits already', isDone: false })
  const command = { id: 'a', type: 'note', workOrder: null, code: null, sentence: null }
  const commands = [
    { ...command, outcome: 'applied' as const, first: null },
    { ...command, outcome: 'damaged' as const, first: null },
  ]
  assert.equal(importSum({ commands, files: [] }), '1 of 2 entries on record')
  const file = { state: 'stored' as const, sentence: null }
  assert.equal(importSum({ commands, files: [file] }), '1 of 2 entries on record, 1 of 1 photos and files here')
  const known = { ...command, outcome: 'duplicate' as const, first: 'applied' as const }
  const files = [file, { ...file, state: 'was_here' as const }, { ...file, state: 'refused' as const }]
  assert.equal(
    importNews({ commands: [...commands, known], files }),
    'Came in now: 1 entry and 1 photo or file. Here before: 1 entry and 1 photo or file.',
  )
  assert.equal(importNews({ commands, files: [] }), 'Came in now: 1 entry.')
  assert.equal(importNews({ commands: [known], files: [] }), 'Came in now: nothing. Here before: 1 entry.')
  assert.equal(progressWords({ what: 'files', done: 12, of: 200 }), '12 of 200 photos and files')
})
