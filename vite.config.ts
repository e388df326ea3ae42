import react from '@vitejs/plugin-react'
import { type PluginOption, type UserConfig, defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import manifest from './package.json' with { type: 'json' }

type App = { base: string; plugins: PluginOption[] }

/**
 * Precache only: the worker makes the app open without signal. What a
 * technician enters is sent by the app itself, which sees and shows how it went.
 */
const fieldWorker = VitePWA({
  strategies: 'injectManifest',
  srcDir: '.',
  filename: 'service-worker.ts',
  scope: '/field/',
  // The app registers the worker itself, so that no script stands in the page.
  injectRegister: false,
  // field/public/manifest.webmanifest is written by hand.
  manifest: false,
  injectManifest: {
    globPatterns: ['**/*.{js,css,html,woff2,png,svg,webmanifest}'],
    maximumFileSizeToCacheInBytes: 4 * 1024 * 1024,
  },
})

/** The letters most screens are written in, asked for with the scripts: the first frame is laid out once, not in two fonts. */
const lettersFirst = (base: string): PluginOption => ({
  name: 'letters-first',
  transformIndexHtml: {
    order: 'post',
    handler(_, { bundle, server }) {
      if (server !== undefined) return []
      const font = Object.keys(bundle ?? {}).find((file) => file.includes('inter-latin-wght-normal'))
      if (font === undefined) throw new Error('the font of the screens is not in the build')
      const href = `${base}${font}`
      return [{ tag: 'link', attrs: { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: '', href } }]
    },
  },
})

const apps: Record<string, App> = {
  office: { base: '/', plugins: [] },
  field: { base: '/field/', plugins: [fieldWorker] },
}

/** React in a file of its own: an engine reads the whole file once more in which that is first evaluated. */
const reactAlone = /node_modules[\\/](react|react-dom|scheduler)[\\/]|draw-root/

/** `vite build --mode office` and `vite build --mode field`. */
export default defineConfig(({ mode }): UserConfig => {
  const app = apps[mode]
  if (app === undefined) throw new Error(`Say which app: --mode ${Object.keys(apps).join(' or --mode ')}`)
  return {
    root: mode,
    base: app.base,
    plugins: [react(), lettersFirst(app.base), ...app.plugins],
    define: { 'import.meta.env.APP_VERSION': JSON.stringify(manifest.version) },
    build: {
      outDir: `../dist/${mode}`,
      emptyOutDir: true,
      target: 'baseline-widely-available',
      // The content security policy knows neither inline scripts nor data: addresses.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 1_000,
      rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'react', test: reactAlone }] } } },
    },
    server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
  }
})
