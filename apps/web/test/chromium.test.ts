import { describe, expect, test } from 'vitest'
import { candidates, launchChromium } from './chromium.ts'

const last = (machine: Parameters<typeof candidates>[0]) => candidates(machine, '').at(-1)

describe('the browser of the tests', () => {
  test('on macOS, Windows and Linux arm64 it is the installed Chrome or Edge', () => {
    expect(candidates({ platform: 'darwin', arch: 'arm64' }, '')).toEqual([
      { channel: 'chrome' },
      { channel: 'msedge' },
    ])
    expect(candidates({ platform: 'win32', arch: 'x64' }, '')).toEqual([{ channel: 'chrome' }, { channel: 'msedge' }])
    expect(last({ platform: 'linux', arch: 'arm64' })).toEqual({ channel: 'msedge' })
  })

  test('on Linux x64 the npm package is used when nothing is installed', () => {
    expect(last({ platform: 'linux', arch: 'x64' })).toBe('packaged')
  })

  test('CHROMIUM_PATH comes before all others', () => {
    expect(candidates({ platform: 'linux', arch: 'x64' }, '/opt/chrome')).toEqual([{ executablePath: '/opt/chrome' }])
  })

  test('without any browser the error says what to install', async () => {
    const nowhere = launchChromium({ platform: 'linux', arch: 'x64' }, '/does/not/exist')
    await expect(nowhere).rejects.toThrow('install Chrome, Edge or Chromium, or set CHROMIUM_PATH')
  })
})
