import { createConnection, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** What a line does to the connections through it. It may be changed at any time, and counts for what comes after. */
export type Weather = {
  /** Milliseconds everything takes longer, each way. */
  delay: number
  /** Bytes a second, each way, of all connections together. */
  rate: number
  /** So many of the new connections are cut at their first byte. */
  dropped: number
  /** So many of the server's packets never arrive, and their connection ends there: the request got through. */
  repliesCut: number
  /** A connection is cut somewhere before so many bytes of one direction. */
  longest: number
  /** Of so many connections the server gets every byte a second time, over another connection whose answers nobody hears. */
  doubled: number
}

export const clear: Weather = { delay: 0, rate: Infinity, dropped: 0, repliesCut: 0, longest: Infinity, doubled: 0 }

export type TcpProxy = {
  origin: string
  weather: Weather
  /** Bytes that went through since the beginning, by direction. */
  carried: { up: number; down: number }
  /** Connections that were cut by the weather, and that were doubled. */
  done: { cut: number; doubled: number }
  /** Cuts every connection that is open now. */
  cutAll: () => void
  close: () => Promise<void>
}

type Direction = 'up' | 'down'

/** A line between phones and a server: it knows nothing of HTTP, only of bytes. `chance` gives numbers from 0 to 1. */
export async function openTcpProxy(port: number, chance: () => number): Promise<TcpProxy> {
  const open = new Set<Socket>()
  const lines = { up: openLine(), down: openLine() }
  const server = createServer((near) => void connect(near))

  function connect(near: Socket): void {
    const { weather } = proxy
    const far = createConnection({ host: '127.0.0.1', port })
    const doubled = chance() < weather.doubled ? createConnection({ host: '127.0.0.1', port }) : null
    const ends = doubled ? [near, far, doubled] : [near, far]
    if (doubled) {
      proxy.done.doubled++
      doubled.resume()
    }
    const cut = () => {
      for (const end of ends) end.destroy()
    }
    for (const end of ends) {
      open.add(end)
      end.once('close', () => open.delete(end))
      // One that is reset takes the others with it, as on a real line.
      end.on('error', cut)
    }
    const isDropped = chance() < weather.dropped
    const longest = { up: chance() * weather.longest, down: chance() * weather.longest }
    void carry('up', near, doubled ? [far, doubled] : [far])
    void carry('down', far, [near])

    async function carry(direction: Direction, from: Socket, to: readonly Socket[]): Promise<void> {
      try {
        for await (const chunk of from.iterator({ destroyOnReturn: false })) {
          if (!(chunk instanceof Buffer)) continue
          longest[direction] -= chunk.byteLength
          const isCut = direction === 'down' && chance() < proxy.weather.repliesCut
          if (isDropped || isCut || longest[direction] < 0) {
            proxy.done.cut++
            cut()
            return
          }
          proxy.carried[direction] += chunk.byteLength
          await lines[direction].takes(chunk.byteLength, proxy.weather.rate)
          await passOn(() => to.map((end) => end.writable && end.write(chunk)))
        }
        await passOn(() => to.map((end) => end.end()))
      } catch {
        // The connection broke under the loop: nothing more comes.
        cut()
      }
    }
  }

  /** In the order it came: timers of the same length fire in theirs. */
  async function passOn(send: () => void): Promise<void> {
    const { delay } = proxy.weather
    if (delay > 0) setTimeout(send, delay)
    else send()
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const proxy: TcpProxy = {
    origin: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    weather: clear,
    carried: { up: 0, down: 0 },
    done: { cut: 0, doubled: 0 },
    cutAll() {
      for (const end of open) end.destroy()
      // What was on its way is gone with them, and holds up nothing that comes after.
      lines.up.empty()
      lines.down.empty()
    },
    async close() {
      for (const end of open) end.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return proxy
}

/** One direction of the line: who comes while it is in use waits until it is free. */
function openLine() {
  let free = 0
  return {
    async takes(bytes: number, rate: number): Promise<void> {
      if (rate === Infinity) return
      free = Math.max(free, performance.now()) + (bytes / rate) * 1000
      await sleep(Math.max(0, free - performance.now()))
    },
    empty() {
      free = 0
    },
  }
}
