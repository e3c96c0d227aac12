import { tanstackRouter } from '@tanstack/router-plugin/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Where `vite dev` finds the API. It needs the browser's own Host header, to tell its own pages from other sites. */
const api = { target: `http://127.0.0.1:${process.env.PORT || 3000}`, changeOrigin: false }

export default defineConfig({
  plugins: [tanstackRouter({ target: 'react', autoCodeSplitting: true, quoteStyle: 'single' }), react()],
  server: { proxy: { '/trpc': api, '/api': api, '/health': api } },
  build: {
    // Small assets inlined as data: URLs would need exceptions in the Content-Security-Policy.
    assetsInlineLimit: 0,
    manifest: true,
    // These know `light-dark()` themselves; for older ones it would be rewritten to something that needs more CSS.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
  },
})
