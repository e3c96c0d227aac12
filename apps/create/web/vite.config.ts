import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The server, while `npm run web` serves the page. It sees the browser's own Host, to tell its own pages from other sites. */
const server = { target: `http://127.0.0.1:${process.env.PORT || 3000}`, changeOrigin: false }

export default defineConfig({
  root: 'web',
  plugins: [react()],
  server: { proxy: { '/api': server, '/trpc': server } },
})
