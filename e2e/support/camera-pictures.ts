import sharp from 'sharp'

/** How a camera says which way up its picture is (EXIF): as it lies, upside down, on its right side, on its left. */
export type Orientation = 1 | 3 | 6 | 8

export const corners = {
  topLeft: [220, 30, 30],
  topRight: [30, 160, 60],
  bottomLeft: [30, 60, 210],
  bottomRight: [240, 200, 20],
} as const
export type Corner = keyof typeof corners

/** A picture whose four quarters have a colour each, as it is seen upright. */
function upright(width: number, height: number, alpha: boolean) {
  const [w, h] = [Math.floor(width / 2), Math.floor(height / 2)]
  const quarter = (corner: Corner, left: number, top: number) => {
    const [r, g, b] = corners[corner]
    const input = { create: { width: w, height: h, channels: 3, background: { r, g, b } } } as const
    return { input, left, top }
  }
  const quarters = [
    quarter('topLeft', 0, 0),
    quarter('topRight', width - w, 0),
    quarter('bottomLeft', 0, height - h),
    ...(alpha ? [] : [quarter('bottomRight', width - w, height - h)]),
  ]
  const background = alpha ? { r: 0, g: 0, b: 0, alpha: 0 } : { r: 128, g: 128, b: 128, alpha: 1 }
  return sharp({ create: { width, height, channels: 4, background } }).composite(quarters)
}

/** As a camera turned so writes it, with its make, where it was and when: none of it is for a customer. */
export async function cameraJpeg(width: number, height: number, orientation: Orientation): Promise<Buffer> {
  const turned = { 1: 0, 3: 180, 6: 270, 8: 90 }[orientation]
  const raw = await upright(width, height, false).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  return sharp(raw.data, { raw: raw.info })
    .rotate(turned)
    .jpeg({ quality: 92 })
    .withMetadata({ orientation })
    .withExifMerge({
      IFD0: { Make: 'Camera of the tests' },
      IFD2: { DateTimeOriginal: '2019:05:04 03:02:01' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 31/1 12/1', GPSLongitudeRef: 'E', GPSLongitude: '13/1 24/1 0/1' },
    })
    .toBuffer()
}

/** Its last quarter lets through what lies below it. */
export function transparentPng(width: number, height: number): Promise<Buffer> {
  return upright(width, height, true).png().toBuffer()
}

/** What the middles of the four quarters show. */
export async function cornersOf(bytes: Buffer): Promise<Record<Corner, readonly number[]>> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const at = (x: number, y: number) => {
    const [column, row] = [Math.floor(info.width * x), Math.floor(info.height * y)]
    return [...data.subarray((row * info.width + column) * 3, (row * info.width + column) * 3 + 3)]
  }
  return {
    topLeft: at(0.25, 0.25),
    topRight: at(0.75, 0.25),
    bottomLeft: at(0.25, 0.75),
    bottomRight: at(0.75, 0.75),
  }
}
