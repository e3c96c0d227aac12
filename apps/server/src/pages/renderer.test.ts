import { expect, onTestFinished, test } from 'vitest'
import { Renderer } from './renderer.ts'

/** A renderer whose thread runs a program for each task, and what it reports. */
function rendererOf(program: string, budget = 60_000) {
  const code = `import { parentPort } from 'node:worker_threads'; parentPort.on('message', ({ href, port }) => { ${program} })`
  const reports: string[] = []
  const renderer = new Renderer(new URL(`data:text/javascript,${encodeURIComponent(code)}`), budget, (error) =>
    reports.push(String(error)),
  )
  onTestFinished(() => renderer.close())
  return { render: (href: string) => renderer.render(href, false, async () => 'output'), reports }
}

const ECHO = "port.postMessage({ html: href, data: '{}' })"

test('a page that takes too long is given up, and the next is rendered', async () => {
  const { render, reports } = rendererOf(`if (href === '/slow') for (;;); ${ECHO}`, 1_000)
  expect(await Promise.all([render('/slow'), render('/behind')])).toEqual([undefined, undefined])
  expect(reports).toEqual([expect.stringContaining('/slow took longer than 1000 ms')])
  // The next thread may take a second to start on a busy machine.
  await expect.poll(() => render('/next')).toEqual({ html: '/next', data: '{}' })
})

test('a page that fails is none, and is reported', async () => {
  const { render, reports } = rendererOf("port.postMessage({ error: 'broken' })")
  expect(await render('/')).toBeUndefined()
  expect(reports).toEqual([expect.stringContaining('broken')])
})

test('a thread that ends leaves no page waiting', async () => {
  const { render, reports } = rendererOf("throw new Error('ended')")
  expect(await render('/')).toBeUndefined()
  expect(reports).toEqual([expect.stringContaining('ended')])
})

test('a page can be missing', async () => {
  const { render, reports } = rendererOf('port.postMessage({})')
  expect([await render('/'), reports]).toEqual([undefined, []])
})

test('pages beyond 50 are not rendered', async () => {
  const { render } = rendererOf(`setTimeout(() => ${ECHO}, 10)`)
  const pages = await Promise.all(Array.from({ length: 60 }, (_, index) => render(`/${index}`)))
  expect(pages.filter((page) => page !== undefined)).toHaveLength(50)
})
