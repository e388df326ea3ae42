import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { ReportPhoto } from './content.ts'
import { pairPhotos } from './photos.ts'

const photo = (image: string, phase: ReportPhoto['phase']): ReportPhoto => ({
  image,
  phase,
  state: 'stored',
  caption: null,
  credit: 'Luis',
})

it('the first before stands beside the first after, whatever order they were taken in', () => {
  const { pairs, others } = pairPhotos([
    photo('a1', 'after'),
    photo('b1', 'before'),
    photo('d', 'during'),
    photo('b2', 'before'),
    photo('a2', 'after'),
  ])
  assert.deepEqual(
    pairs.map(({ before, after }) => [before.image, after.image]),
    [
      ['b1', 'a1'],
      ['b2', 'a2'],
    ],
  )
  assert.deepEqual(
    others.map(({ image }) => image),
    ['d'],
  )
})

it('a photo without a partner is kept among the others', () => {
  const { pairs, others } = pairPhotos([
    photo('b1', 'before'),
    photo('n', null),
    photo('b2', 'before'),
    photo('a1', 'after'),
  ])
  assert.equal(pairs.length, 1)
  assert.deepEqual(
    others.map(({ image }) => image),
    ['n', 'b2'],
  )
})
