import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { estimatedTravel, greatCircle, type Position } from './travel.ts'

const berlin = { latitude: 52.5251, longitude: 13.3694 }
const hamburg = { latitude: 53.5528, longitude: 10.0067 }

test('a degree of latitude is 111.2 km, and the straight line between the stations of Berlin and Hamburg 252', () => {
  const degree = greatCircle({ latitude: 40, longitude: 9 }, { latitude: 41, longitude: 9 })
  assert.equal(Math.round(degree * 10), 1112)
  assert.equal(Math.round(greatCircle(berlin, hamburg)), 252)
})

test('from Berlin to Hamburg it takes between four and four and a half hours', () => {
  const minutes = estimatedTravel(berlin, hamburg)
  assert.ok(minutes >= 240 && minutes <= 270, `${minutes} minutes`)
})

test('a kilometre through a town takes about six minutes with parking, the next door none', () => {
  assert.equal(estimatedTravel(berlin, { latitude: berlin.latitude + 0.009, longitude: berlin.longitude }), 6)
  assert.equal(estimatedTravel(berlin, { latitude: berlin.latitude + 0.001, longitude: berlin.longitude }), 0)
})

test('the way back takes as long, a farther place never less, and the date line is no ocean', () => {
  const position: fc.Arbitrary<Position> = fc.record({
    latitude: fc.double({ min: -80, max: 80, noNaN: true }),
    longitude: fc.double({ min: -180, max: 180, noNaN: true }),
  })
  fc.assert(
    fc.property(position, position, position, (a, b, c) => {
      assert.equal(estimatedTravel(a, b), estimatedTravel(b, a))
      if (greatCircle(a, b) <= greatCircle(a, c)) assert.ok(estimatedTravel(a, b) <= estimatedTravel(a, c))
    }),
    { seed: 20261123 },
  )
  const fiji = { latitude: -17, longitude: 179.9 }
  assert.ok(greatCircle(fiji, { latitude: -17, longitude: -179.9 }) < 25)
})
