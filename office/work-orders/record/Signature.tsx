import { useEffect, useState } from 'react'
import { inkBox, inkOnly } from '#core/kit/ink.ts'
import { fileUrl } from '../../kit/client.ts'
import styles from '../WorkOrderPage.module.css'

type Strokes = { url: string; ratio: number }

/** A signature cut to its strokes, as on the paper, and drawn in the colour of the text: it reads in light and dark. */
export function Signature({ image, name }: { image: string; name: string }) {
  const [strokes, setStrokes] = useState<Strokes | null>(null)
  const url = fileUrl(image)
  useEffect(() => {
    let gone = false
    const picture = new Image()
    picture.onload = () => {
      if (!gone) setStrokes(strokesOf(picture))
    }
    picture.src = url
    return () => {
      gone = true
    }
  }, [url])
  const label = `Signature of ${name}`
  if (!strokes) return <span className={styles.signature} />
  return (
    <a href={url} target="_blank" rel="noreferrer" className={styles.signature} aria-label={label}>
      <span
        className={styles.strokes}
        style={{ aspectRatio: strokes.ratio, maskImage: `url(${strokes.url})` }}
        aria-hidden
      />
    </a>
  )
}

function strokesOf(picture: HTMLImageElement): Strokes | null {
  const { naturalWidth: width, naturalHeight: height } = picture
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context || width === 0) return null
  context.drawImage(picture, 0, 0)
  const pixels = context.getImageData(0, 0, width, height)
  const box = inkBox(pixels.data, width, height)
  inkOnly(pixels.data).forEach((alpha, index) => {
    pixels.data[index * 4 + 3] = alpha
  })
  canvas.width = box.width
  canvas.height = box.height
  context.putImageData(pixels, -box.left, -box.top)
  return { url: canvas.toDataURL('image/png'), ratio: box.width / box.height }
}
