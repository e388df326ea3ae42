import type { Log } from './log.ts'

/** What every form of the journal's log has to do, in whatever it lies; run in memory by `log.test.ts`, in a browser by the power cuts. */
export type LogPlace = {
  /** Another tab opens the journal. */
  open: () => Promise<Log>
  /** The tab is gone without a word. */
  kill: (log: Log) => Promise<void>
}

type Rule = { name: string; run: (place: LogPlace) => Promise<void> }

export const logRules: Rule[] = [
  {
    name: 'what was written is read by the next tab, in its order',
    async run({ open, kill }) {
      const log = await open()
      await log.append(['one', 'zwei ü', ''])
      await log.append(['drei'.repeat(1000)])
      same(await log.read(), { tabs: [['one', 'zwei ü', '', 'drei'.repeat(1000)]], damaged: 0, areHeld: false })
      await kill(log)
      const next = await open()
      await next.append(['four'])
      same((await next.read()).tabs, [['one', 'zwei ü', '', 'drei'.repeat(1000), 'four']])
    },
  },
  {
    name: 'what is written anew is all there is, again and again',
    async run({ open, kill }) {
      const log = await open()
      for (let n = 0; n < 5; n++) {
        await log.append([`old ${n}`, 'x'.repeat(200)])
        await log.rewrite([`new ${n}`])
        await log.append([`more ${n}`])
      }
      same((await log.read()).tabs, [['new 4', 'more 4']])
      await kill(log)
      same((await (await open()).read()).tabs, [['new 4', 'more 4']])
    },
  },
  {
    name: 'a tab that is open keeps nobody from writing, and is left alone; what it left is taken over once it is gone',
    async run({ open, kill }) {
      const first = await open()
      await first.append(['of the first'])
      const second = await open()
      same((await second.read()).tabs, [[]])
      await second.append(['of the second'])
      await second.rewrite(['of the second, anew'])
      await first.append(['of the first, more'])
      same((await first.read()).tabs, [['of the first', 'of the first, more']])
      await kill(first)
      await kill(second)
      const third = await open()
      same((await third.read()).tabs, [['of the first', 'of the first, more'], ['of the second, anew']])
      await third.rewrite(['of both'])
      await kill(third)
      same((await (await open()).read()).tabs, [['of both']])
    },
  },
  {
    name: 'what another tab has open is taken over by one that is open as soon as that is gone, once, and outlives it',
    async run({ open, kill }) {
      const first = await open()
      await first.append(['of the first'])
      const second = await open()
      await second.append(['of the second'])
      same(await second.read(), { tabs: [['of the second']], damaged: 0, areHeld: true })
      same(await second.takeOver(), { tabs: [], damaged: 0, areHeld: true })
      await first.append(['of the first, more'])
      await kill(first)
      same(await second.takeOver(), { tabs: [['of the first', 'of the first, more']], damaged: 0, areHeld: false })
      same(await second.takeOver(), { tabs: [], damaged: 0, areHeld: false })
      await second.append(['of the second, more'])
      await kill(second)
      const third = await open()
      same((await third.read()).tabs, [
        ['of the first', 'of the first, more'],
        ['of the second', 'of the second, more'],
      ])
      const fourth = await open()
      await kill(third)
      same((await fourth.takeOver()).tabs, [
        ['of the first', 'of the first, more'],
        ['of the second', 'of the second, more'],
      ])
      await fourth.rewrite(['of all'])
      await kill(fourth)
      same((await (await open()).read()).tabs.flat(), ['of all'])
    },
  },
  {
    name: 'it grows beyond what was written ahead',
    async run({ open, kill }) {
      const log = await open()
      const long = 'long '.repeat(20_000)
      for (let n = 0; n < 12; n++) await log.append([`${n} ${long}`])
      await kill(log)
      const next = await open()
      const [records = []] = (await next.read()).tabs
      same(
        records.map((record) => record.split(' ')[0]),
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11'],
      )
      await next.rewrite(['short'])
      same((await next.read()).tabs, [['short']])
    },
  },
]

function same(found: unknown, expected: unknown): void {
  const [one, other] = [JSON.stringify(found), JSON.stringify(expected)]
  if (one !== other) throw new Error(`found ${one.slice(0, 300)}, not ${other.slice(0, 300)}`)
}
