import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Position } from '../kit/fields.ts'
import { estimatedTravel, greatCircle } from './travel.ts'

const berlin = { lat: 52.5251, lon: 13.3694 }
const hamburg = { lat: 53.5528, lon: 10.0067 }

test('a degree of latitude is 111.2 km, and the straight line between the stations of Berlin and Hamburg 252', () => {
  const degree = greatCircle({ lat: 40, lon: 9 }, { lat: 41, lon: 9 })
  assert.equal(Math.round(degree * 10), 1112)
  assert.equal(Math.round(greatCircle(berlin, hamburg)), 252)
})

test('from Berlin to Hamburg it takes between four and four and a half hours', () => {
  const minutes = estimatedTravel(berlin, hamburg)
  assert.ok(minutes >= 240 && minutes <= 270, `${minutes} minutes`)
})

test('a kilometre through a town takes about six minutes with parking, the next door none', () => {
  assert.equal(estimatedTravel(berlin, { lat: berlin.lat + 0.009, lon: berlin.lon }), 6)
  assert.equal(estimatedTravel(berlin, { lat: berlin.lat + 0.001, lon: berlin.lon }), 0)
})

test('the way back takes as long, a farther place never less, and the date line is no ocean', () => {
  const position: fc.Arbitrary<Position> = fc.record({
    lat: fc.double({ min: -80, max: 80, noNaN: true }),
    lon: fc.double({ min: -180, max: 180, noNaN: true }),
  })
  fc.assert(
    fc.property(position, position, position, (a, b, c) => {
      assert.equal(estimatedTravel(a, b), estimatedTravel(b, a))
      if (greatCircle(a, b) <= greatCircle(a, c)) assert.ok(estimatedTravel(a, b) <= estimatedTravel(a, c))
    }),
    { seed: 20261123 },
  )
  const fiji = { lat: -17, lon: 179.9 }
  assert.ok(greatCircle(fiji, { lat: -17, lon: -179.9 }) < 25)
})
