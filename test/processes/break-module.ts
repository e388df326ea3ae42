import { registerHooks } from 'node:module'

/** Loaded before the server by tests that break it on purpose; see `Breakage`. */
const { file, find, replace }: { file: string; find: string; replace: string } = JSON.parse(
  process.env['BREAKAGE'] ?? '',
)

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context)
    if (!url.endsWith(`/${file}`)) return loaded
    const text = typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source)
    if (text.split(find).length !== 2) throw new Error(`${file} has no single “${find}” to break`)
    return { ...loaded, source: text.replace(find, () => replace) }
  },
})
