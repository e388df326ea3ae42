import assert from 'node:assert/strict'
import { test } from 'node:test'
import { framesOf } from './frames.ts'
import { type Log, openLog } from './log.ts'
import { logRules } from './log-contract.ts'
import { type MemoryFiles, openMemoryFiles } from './memory-folder.ts'

const openIn = (files: MemoryFiles, page = Symbol('page')): Promise<Log> => openLog(files.folderOf(page))

for (const { name, run } of logRules) {
  test(`in memory: ${name}`, async () => {
    const files = openMemoryFiles()
    const pages = new Map<Log, symbol>()
    await run({
      async open() {
        const page = Symbol('page')
        const log = await openIn(files, page)
        pages.set(log, page)
        return log
      },
      async kill(log) {
        files.die(pages.get(log) ?? assert.fail('it was opened here'))
      },
    })
  })
}

/** Where a record lies in one of the two halves. */
function find(files: MemoryFiles, text: string): { bytes: Uint8Array; at: number } {
  for (const name of ['0.a', '0.b']) {
    const bytes = files.bytes(name)
    const at = Buffer.from(bytes.buffer).indexOf(text)
    if (at !== -1) return { bytes, at }
  }
  return assert.fail(`${text} is nowhere`)
}

test('a record that is not what was written is passed over and counted, the others are read', async () => {
  const files = openMemoryFiles()
  await (await openIn(files)).append(['first', 'second', 'third', 'fourth', 'fifth'])
  files.cutPower()
  const second = find(files, 'second')
  second.bytes[second.at] = 0
  // Nor does a length that is not true lead anywhere.
  const fourth = find(files, 'fourth')
  fourth.bytes[fourth.at - 8] = 0xff
  const log = await openIn(files)
  assert.deepEqual(await log.read(), { tabs: [['first', 'third', 'fifth']], damaged: 2, areHeld: false })
  await log.append(['sixth'])
  assert.deepEqual((await log.read()).tabs, [['first', 'third', 'fifth', 'sixth']])
})

test('a torn last record is no record, and what comes next is read', async () => {
  for (let cut = 1; cut < framesOf(['the last'], 0).byteLength; cut++) {
    const files = openMemoryFiles()
    await (await openIn(files)).append(['kept', 'the last'])
    files.cutPower()
    const { bytes, at } = find(files, 'the last')
    bytes.fill(0, at + 'the last'.length - cut, at + 'the last'.length)
    const log = await openIn(files)
    assert.deepEqual(await log.read(), { tabs: [['kept']], damaged: 0, areHeld: false })
    await log.append(['next'])
    assert.deepEqual(await log.read(), { tabs: [['kept', 'next']], damaged: 0, areHeld: false })
  }
})

test('whatever was flushed is there after a power cut, wherever it came', async () => {
  const files = openMemoryFiles()
  const log = await openIn(files)
  await log.append(['one'])
  await log.rewrite(['one anew'])
  await log.append(['two'])
  files.cutPower()
  assert.deepEqual((await (await openIn(files)).read()).tabs, [['one anew', 'two']])
})

test('on a full disk facts find the room that was written ahead; beyond it nothing is kept half', async () => {
  const files = openMemoryFiles()
  const log = await openIn(files)
  files.room = 0
  const fact = 'fact '.repeat(400)
  let kept = 0
  await assert.rejects(
    async () => {
      for (;;) {
        await log.append([`${kept} ${fact}`])
        kept += 1
      }
    },
    { name: 'QuotaExceededError' },
  )
  assert.ok(kept >= 250, `${kept}`)
  const [records = []] = (await log.read()).tabs
  assert.equal(records.length, kept)
  // Written anew with less, it goes on.
  await log.rewrite(['0'])
  await log.append([fact])
  assert.deepEqual((await log.read()).tabs, [['0', fact]])
})
