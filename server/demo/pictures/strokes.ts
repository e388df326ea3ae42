import { fraction } from '../seeded.ts'

/** A signature as a pad sees it: strokes of x, y and milliseconds since the first point. */
export function signatureStrokes(name: string): number[][] {
  const letters = 6 + Math.floor(fraction(`${name}/letters`) * 5)
  const main: number[] = []
  let x = 60
  let time = 0
  const add = (to: number, y: number) => {
    main.push(Math.round(to), Math.round(y), time)
    time += 11
  }
  for (let letter = 0; letter < letters; letter++) {
    const wide = (letter === 0 ? 110 : 46) * (0.7 + fraction(`${name}/${letter}/wide`) * 0.7)
    const tall =
      (letter === 0 ? 150 : fraction(`${name}/${letter}/up`) < 0.3 ? 105 : 42) *
      (0.7 + fraction(`${name}/${letter}/tall`) * 0.5)
    const loops = letter === 0 || tall > 60
    for (let step = 0; step <= 14; step++) {
      const angle = (step / 14) * Math.PI * 2
      const lean = (tall / 4) * Math.sin(angle / 2)
      add(
        x + (step / 14) * wide + (loops ? Math.sin(angle) * wide * 0.34 : 0) + lean,
        210 - (tall / 2) * (1 - Math.cos(angle)) + letter * 1.5,
      )
    }
    x += wide
  }
  const tail: number[] = []
  time += 260
  for (let step = 0; step <= 18; step++) {
    tail.push(
      Math.round(90 + (step / 18) * (x - 40)),
      Math.round(248 - Math.sin((step / 18) * Math.PI) * 16 - step * 0.8),
      time,
    )
    time += 9
  }
  return fraction(`${name}/tail`) < 0.6 ? [main, tail] : [main]
}

export function strokesSvg(strokes: number[][]): string {
  const paths = strokes.map((stroke) => {
    const points: string[] = []
    for (let i = 0; i < stroke.length; i += 3) points.push(`${stroke[i]} ${stroke[i + 1]}`)
    return `<polyline points="${points.join(' ')}" fill="none" stroke="#16245c" stroke-width="5" stroke-linecap="round" stroke-linejoin="round"/>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="320" viewBox="0 0 900 320"><rect width="900" height="320" fill="#fff"/>${paths.join('')}</svg>`
}
