import './no-eval.ts'
import '#ui/fonts.css'
import '#ui/tokens.css'
import '#ui/base.css'
import './field.css'
import { StrictMode } from 'react'
import { ToastHost } from '#ui/blocks/Toast.tsx'
import { applyTheme } from '#ui/color-scheme.ts'
import { App } from './App.tsx'
import { createRoot } from './draw-root.ts'
import { openBrowserField } from './offline/browser-field.ts'
import { watchWorker } from './offline/worker-updates.ts'
import { listenToHistory, listenToWorker } from './routes/router.ts'
import { listenToInstalling } from './shell/installing.ts'

applyTheme()
listenToHistory()
listenToWorker()
listenToInstalling()

const field = openBrowserField()
const updates = watchWorker((error) => console.error(error))

const place = document.getElementById('root')
if (!place) throw new Error('index.html has no #root')
createRoot(place).render(
  <StrictMode>
    <ToastHost limit={1}>
      <App field={field} updates={updates} />
    </ToastHost>
  </StrictMode>,
)
