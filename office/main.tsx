import '@mantine/core/styles.css'
import '@mantine/spotlight/styles.css'
import '#ui/fonts.css'
import '#ui/tokens.css'
import '#ui/base.css'
import '#ui/office/office.css'
import './office.css'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ToastHost } from '#ui/blocks/Toast.tsx'
import { applyTheme } from '#ui/color-scheme.ts'
import { officeColorScheme, officeTheme, officeVariables } from '#ui/theme.ts'
import { makeQueries } from './kit/queries.ts'
import { makeRouter } from './router.ts'

applyTheme()

const queries = makeQueries(() => {
  const { pathname, href } = router.state.location
  if (pathname !== '/sign-in') void router.navigate({ to: '/sign-in', search: { to: href } })
})
const router = makeRouter(queries)

const place = document.getElementById('root')
if (!place) throw new Error('index.html has no #root')
createRoot(place).render(
  <StrictMode>
    <MantineProvider
      theme={officeTheme}
      cssVariablesResolver={officeVariables}
      colorSchemeManager={officeColorScheme()}
      defaultColorScheme="auto"
    >
      <QueryClientProvider client={queries}>
        <ToastHost>
          <RouterProvider router={router} />
        </ToastHost>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
