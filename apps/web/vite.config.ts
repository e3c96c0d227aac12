import { readFileSync } from 'node:fs'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { tanstackRouter } from '@tanstack/router-plugin/vite'
import react from '@vitejs/plugin-react'
import { type BuildEnvironmentOptions, defineConfig, type Plugin } from 'vite'

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

/** Puts the styles into the HTML: a page that the server rendered is then shown as soon as it has arrived. */
const inlineStyles: Plugin = {
  name: 'inline-styles',
  transformIndexHtml: {
    order: 'post',
    handler: (html, { bundle = {} }) => {
      const style = Object.values(bundle).find(({ fileName }) => fileName.endsWith('.css'))
      if (style?.type !== 'asset') return html
      delete bundle[style.fileName]
      return html.replace(/<link rel="stylesheet".*?>/, () => `<style>${style.source}</style>`)
    },
  },
}

/** Fails for a component of Mantine whose styles are not imported. */
const completeStyles: Plugin = {
  name: 'complete-styles',
  generateBundle(_, bundle) {
    const styles = readFileSync(new URL('src/theme/mantine.css', import.meta.url), 'utf8')
    const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []))
    const used = new Set(modules.map((id) => id.match(/@mantine\/core\/.*\/(\w+)\.module\.mjs$/)?.[1]))
    const missing = [...used].filter((name) => name && !styles.includes(`/${name}.css`))
    if (missing.length > 0) this.error(`src/theme/mantine.css has no styles of ${missing.join(', ')}.`)
  },
}

/** Adds each text compressed, so that the server does not compress it for every request. */
const compressed: Plugin = {
  name: 'compressed',
  apply: (_, { command, isSsrBuild }) => command === 'build' && !isSsrBuild,
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

/** The build for browsers. */
const client: BuildEnvironmentOptions = {
  outDir: 'dist/client',
  // Small assets inlined as data: URLs would need exceptions in the Content-Security-Policy.
  assetsInlineLimit: 0,
  modulePreload: { polyfill: false },
  // One file: a page that the server rendered needs the styles of all of its parts before it is shown.
  cssCodeSplit: false,
  // These know `light-dark()` themselves; for older ones it would be rewritten to something that needs more CSS.
  cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
  rolldownOptions: {
    output: {
      // Few files: what all pages share is in one, and what a few pages share is in one for each use.
      codeSplitting: {
        groups: [
          { name: 'shared', tags: ['$initial'] },
          {
            name: 'lists',
            test: /endless-list|useInfiniteQuery|use-intersection|moment|notify|src\/drafts|reading|to-int|sign-in-first|toggle|row-cache|plural|useMutation|Skeleton|byline|src\/live\/(changes|use-live)|layout\/news|post-topics/,
          },
          {
            name: 'hooks',
            test: /hooks\/esm\/(use-(id|callback-ref|merged-ref|uncontrolled|debounced-\w+)|utils\/random-id)\/|get-env|still-here|src\/safe/,
          },
          {
            name: 'forms',
            test: /@mantine\/form\/|components\/(Input|InputBase|TextInput|Textarea|CloseButton|Alert)\/|layout\/long-text/,
          },
          {
            name: 'overlays',
            test: /components\/(Popover|FocusTrap|Portal|Transition|Floating|Tooltip)\/|floating-ui/,
          },
          {
            name: 'pickers',
            test: /components\/(Combobox|Select|TagsInput|Autocomplete|ScrollArea|Pill|PillsInput)\//,
          },
          { name: 'dialogs', test: /components\/Modal\w*\/|react-remove-scroll|layout\/dialog/ },
        ],
      },
    },
  },
}

const router = tanstackRouter({ target: 'react', autoCodeSplitting: true, quoteStyle: 'single' })

export default defineConfig(({ isSsrBuild }) => ({
  plugins: [steadyFonts, router, react(), inlineStyles, completeStyles, compressed],
  server: { proxy: { '/trpc': api, '/api': api, '/health': api } },
  // What renders pages on the server has its packages in it, as the app has them.
  ...(isSsrBuild && { ssr: { noExternal: true }, define: { 'process.env.NODE_ENV': JSON.stringify('production') } }),
  build: isSsrBuild ? { outDir: 'dist/server', copyPublicDir: false } : client,
}))
