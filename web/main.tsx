import './ui/tokens.css'
import { CSPProvider } from '@base-ui/react/csp-provider'
import { onlineManager, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ApiError } from './api.ts'
import { startI18n } from './i18n.ts'
import { isAway, onNetwork } from './offline/network.ts'
import { makeRouter } from './routes.tsx'
import { startTheme } from './theme.ts'
import { Toasts } from './ui/toast.tsx'
import { Tooltips } from './ui/tooltip.tsx'

startTheme()

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // A refusal stays a refusal; only a lost connection or a fault is worth another try.
      retry: (count, error) => count < 2 && !isAway() && !(error instanceof ApiError && error.status < 500),
      refetchOnWindowFocus: false,
      // Without a network a screen says so, rather than waiting for one.
      networkMode: 'always',
      refetchOnReconnect: true,
    },
  },
})
onlineManager.setEventListener((setOnline) => onNetwork(() => setOnline(!isAway())))
const router = makeRouter(client)

startI18n()

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
        <Toasts />
        <Tooltips />
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
)
