import { readFileSync, writeFileSync } from 'node:fs'
import type { ImageSource } from '#server/reports/collect-images.ts'
import { photoForPaper } from '#server/reports/pictures.ts'
import { createPaperRenderer, type PaperRenderer } from '#server/reports/render.ts'
import { sampleInvoice, sampleReport } from '#server/reports/sample.ts'
import { samplePictures } from '#server/reports/sample-pictures.ts'

/**
 * What a paper costs: wall clock and CPU of the server and its compiler together (medians), size, and the most memory
 * either of them held. `as taken`: photos from the phone, of 12 megapixels (200: of 2); `ready`: the small copies made
 * when they arrived.
 */
const runs = 5

async function main(): Promise<void> {
  console.log('paper                          wall ms   CPU ms    size kB  server MB  compiler MB')
  const taken = await preloaded(samplePictures(), 60)
  const ready = await readied(taken, 60)
  for (const photos of [3, 12, 60]) {
    await measureReport(photos, 'as taken', taken)
    await measureReport(photos, 'ready', ready)
  }
  const many = await preloaded(samplePictures(1600), 200)
  await measureReport(200, 'as taken', many)
  await measureReport(200, 'ready', await readied(many, 200))
  await measure('invoice, 7 lines', (renderer) => renderer.renderInvoice(sampleInvoice(), ready))
}

async function preloaded(source: ImageSource, photos: number): Promise<ImageSource> {
  const names = ['logo', 'signature', ...Array.from({ length: photos }, (_, index) => `photo-${index}`)]
  const bytes = new Map<string, Uint8Array | null>()
  for (const name of names) bytes.set(name, await source(name))
  return async (image) => bytes.get(image) ?? null
}

async function readied(source: ImageSource, photos: number): Promise<ImageSource> {
  const ready = new Map<string, Uint8Array>()
  for (let index = 0; index < photos; index++) {
    const bytes = await source(`photo-${index}`)
    const picture = bytes && (await photoForPaper(bytes))
    if (picture) ready.set(`photo-${index}`, picture.bytes)
  }
  return async (image) => ready.get(image) ?? source(image)
}

/** Every run is a report of its own: one changed word, so that nothing is set from memory. */
async function measureReport(photos: number, name: string, source: ImageSource): Promise<void> {
  let count = 0
  await measure(`report, ${photos} photos ${name}`, (renderer) => {
    const content = sampleReport({ photos })
    return renderer.renderReport({ ...content, number: `WO-2026-${1000 + count++}` }, source)
  })
}

async function measure(name: string, print: (renderer: PaperRenderer) => Promise<Uint8Array>): Promise<void> {
  const renderer = createPaperRenderer()
  let bytes = (await print(renderer)).byteLength
  forgetPeak()
  const walls: number[] = []
  const cpus: number[] = []
  for (let run = 0; run < runs; run++) {
    const cpu = cpuMs(renderer)
    const start = performance.now()
    bytes = (await print(renderer)).byteLength
    walls.push(performance.now() - start)
    cpus.push(cpuMs(renderer) - cpu)
  }
  const memory = [process.pid, renderer.pid()].map((pid) => (pid === undefined ? 0 : peakMemory(pid)))
  renderer.close()
  const cells = [median(walls), median(cpus), bytes / 1000, ...memory].map((value) => value.toFixed(0).padStart(9))
  console.log(`${name.padEnd(29)}${cells.join('  ')}`)
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

/** CPU of both processes in milliseconds (Linux counts the compiler's in hundredths of a second). */
function cpuMs(renderer: PaperRenderer): number {
  const { user, system } = process.cpuUsage()
  const fields = readFileSync(`/proc/${renderer.pid()}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (user + system) / 1000 + (Number(fields[11]) + Number(fields[12])) * 10
}

/** From here on the server's peak is counted anew. */
function forgetPeak(): void {
  writeFileSync('/proc/self/clear_refs', '5')
}

function peakMemory(pid: number): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1000
}

await main()
