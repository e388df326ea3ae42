import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inkBox, inkOnly } from './ink.ts'

const white = [255, 255, 255, 255]
const grey = [120, 120, 120, 255]
const none = [0, 0, 0, 0]
const black = [0, 0, 0, 255]

/** Four wide, three high, with a stroke over two pixels of the middle row. */
const drawing = (paper: number[], stroke: number[]) =>
  new Uint8Array([paper, paper, paper, paper, paper, stroke, stroke, paper, paper, paper, paper, paper].flat())

test('a signature is cut to its strokes, on white paper and on none', () => {
  for (const pixels of [drawing(white, grey), drawing(none, black)])
    assert.deepEqual(inkBox(pixels, 4, 3), { left: 1, top: 1, width: 2, height: 1 })
})

test('a drawing without a stroke is left whole', () => {
  assert.deepEqual(inkBox(drawing(white, white), 4, 3), { left: 0, top: 0, width: 4, height: 3 })
})

test('the strokes alone are as dark as they can be, however faint the pen, and the paper is nothing', () => {
  assert.deepEqual([...inkOnly(drawing(white, grey))], [0, 0, 0, 0, 0, 255, 255, 0, 0, 0, 0, 0])
})
