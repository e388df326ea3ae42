import assert from 'node:assert/strict'
import { test } from 'node:test'
import { around } from './place.ts'

const source = `import { one } from './one.ts'

/** What a store is. */
export class Store {
  turn = 0
  /** Takes a row in. */
  take(row: number): boolean {
    // Only new ones.
    return row > this.turn
  }
}

const guard = { check: (row: number) => row > 3 }
const limit = 'five’s'

/** Both. */
export function both(rows: readonly number[]): number[] {
  const isNew = (row: number) => row > one
  return rows.filter((row) => row < 9).filter(isNew)
}
`
const of = (text: string, changed = source) => around('some.ts', changed, text)

test('around a text is the function it is in, without what nobody runs', () => {
  assert.equal(of('row > this.turn'), 'take(row:number):boolean{return row>this.turn}')
  assert.equal(of('row > 3'), 'check:(row:number)=>row>3')
  assert.equal(of('row > one'), 'isNew=(row:number)=>row>one')
})

test('a callback without a name says nothing by itself: the function around it does', () => {
  assert.match(of('row < 9'), /^function both.*isNew\)}$/)
})

test('what is in no function is its statement, and a comment belongs to what it explains', () => {
  assert.equal(of(`five’s`), `const limit='five’s'`)
  assert.match(of('/** Both. */'), /^export function both/)
})

test('another word in the same function is noticed; in another, in a comment or between the words it is not', () => {
  const before = of('row < 9')
  assert.notEqual(of('row < 9', source.replace('row > one', 'row >= one')), before)
  assert.equal(of('row < 9', source.replace('row > this.turn', 'row !== this.turn')), before)
  assert.equal(of('row < 9', source.replace('  return rows', '  // And then.\n  return rows')), before)
  assert.equal(of('row < 9', source.replace('.filter(isNew)', '\n    .filter(\n      isNew,\n    )')), before)
})
