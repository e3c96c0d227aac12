import { brotliCompressSync, gzipSync } from 'node:zlib'
import { tanstackRouter } from '@tanstack/router-plugin/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** Where `vite dev` finds the API. It needs the browser's own Host header, to tell its own pages from other sites. */
const api = { target: `http://127.0.0.1:${process.env.PORT || 3000}`, changeOrigin: false }

/** Loads the two fonts of every page first, and never exchanges a font after the text is shown: that moves the text. */
const steadyFonts: Plugin = {
  name: 'steady-fonts',
  enforce: 'pre',
  transform: (code, id) =>
    /@fontsource-variable\/.*\.css$/.test(id) ? code.replaceAll('font-display: swap', 'font-display: optional') : null,
  transformIndexHtml: {
    order: 'post',
    handler: (_, { bundle = {} }) =>
      Object.keys(bundle)
        .filter((file) => /-latin-wght-normal.*\.woff2$/.test(file))
        .map((file) => ({
          tag: 'link',
          attrs: { rel: 'preload', href: `/${file}`, as: 'font', type: 'font/woff2', crossorigin: true },
          injectTo: 'head-prepend',
        })),
  },
}

/** Adds each text compressed, so that the server does not compress it for every request. */
const compressed: Plugin = {
  name: 'compressed',
  apply: 'build',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      for (const [fileName, file] of Object.entries(bundle)) {
        if (!/\.(js|css)$/.test(fileName)) continue
        const text = file.type === 'chunk' ? file.code : file.source
        this.emitFile({ type: 'asset', fileName: `${fileName}.br`, source: brotliCompressSync(text) })
        this.emitFile({ type: 'asset', fileName: `${fileName}.gz`, source: gzipSync(text, { level: 9 }) })
      }
    },
  },
}

const router = tanstackRouter({ target: 'react', autoCodeSplitting: true, quoteStyle: 'single' })

export default defineConfig({
  plugins: [steadyFonts, router, react(), compressed],
  server: { proxy: { '/trpc': api, '/api': api, '/health': api } },
  build: {
    // Small assets inlined as data: URLs would need exceptions in the Content-Security-Policy.
    assetsInlineLimit: 0,
    manifest: true,
    // These know `light-dark()` themselves; for older ones it would be rewritten to something that needs more CSS.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    rolldownOptions: {
      output: {
        // Few files: what most pages share is in one, small modules of lists and posts are in another.
        codeSplitting: {
          groups: [
            { name: 'shared', minShareCount: 12 },
            {
              name: 'lists',
              test: /endless-list|useInfiniteQuery|use-intersection|moment|notify|src\/drafts|reading|to-int|sign-in-first|toggle|row-cache/,
            },
          ],
        },
      },
    },
  },
})
