/** Pixels as a picture is decoded: red, green, blue and alpha, a byte each, row by row. */
type Pixels = Uint8Array | Uint8ClampedArray
export type Box = { left: number; top: number; width: number; height: number }

/** Fainter than this is paper. */
const least = 16

/** How far each pixel stands off the paper, 0 to 765: from the first pixel, or from nothing where that is transparent. */
function inkAt(rgba: Pixels): (index: number) => number {
  const [red = 0, green = 0, blue = 0, alpha = 0] = rgba
  return (index) => {
    const at = index * 4
    const opacity = rgba[at + 3] ?? 0
    if (opacity < least || alpha < least) return opacity < least ? 0 : opacity * 3
    const off =
      Math.abs((rgba[at] ?? 0) - red) + Math.abs((rgba[at + 1] ?? 0) - green) + Math.abs((rgba[at + 2] ?? 0) - blue)
    return off > least * 2 ? off : 0
  }
}

/** Where the strokes of a drawing are; all of it when there are none. */
export function inkBox(rgba: Pixels, width: number, height: number): Box {
  const ink = inkAt(rgba)
  let [left, right, top, bottom] = [width, -1, height, -1]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (ink(y * width + x) === 0) continue
      if (x < left) left = x
      if (x > right) right = x
      if (y < top) top = y
      bottom = y
    }
  }
  return right < 0
    ? { left: 0, top: 0, width, height }
    : { left, top, width: right - left + 1, height: bottom - top + 1 }
}

/** The strokes alone: how dark each pixel is, 0 to 255 where the darkest is 255, so that they can be drawn in any colour. */
export function inkOnly(rgba: Pixels): Uint8ClampedArray<ArrayBuffer> {
  const ink = inkAt(rgba)
  const count = rgba.length / 4
  let darkest = 1
  for (let index = 0; index < count; index++) darkest = Math.max(darkest, ink(index))
  const alpha = new Uint8ClampedArray(count)
  for (let index = 0; index < count; index++) alpha[index] = (ink(index) * 255) / darkest
  return alpha
}
