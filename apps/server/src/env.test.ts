import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EnvError, identitySettings, schemaOf } from '@trellis/host'
import { signInOf } from '@trellis/identity/sign-in'
import { afterAll, describe, expect, test } from 'vitest'
import { readEnv } from './env.ts'

const folder = mkdtempSync(join(tmpdir(), 'trellis-env-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const beside = { DATABASE_URL: `file:${join(folder, 'trellis.db')}` }
const secret = 'x'.repeat(32)

/** The message of the error that a variable stops the start with. */
function complaint(variables: Record<string, string>): string {
  try {
    readEnv({ ...beside, ...variables })
  } catch (error) {
    if (error instanceof EnvError) return error.message
    throw error
  }
  return 'none'
}

describe('readEnv', () => {
  test.each([
    ['PORT', 'eighty'],
    ['PORT', '70000'],
    ['DATABASE_URL', 'mysql://localhost/blog'],
    ['DATABASE_URL', 'file:'],
    ['SERVICE_KEYS', 'importer:short'],
    ['SERVICE_KEYS', 'no-secret-at-all'],
    ['SERVICE_KEYS', `${secret}`],
    ['SERVICE_KEYS', `importer:${secret},importer:${secret}2`],
    ['AUTH_SECRET', 'short'],
    ['RATE_LIMIT', 'many'],
    ['RATE_LIMIT', '0'],
    ['RATE_LIMIT', 'Infinity'],
    ['CORS_ORIGINS', 'example.com'],
    ['CORS_ORIGINS', 'https://example.com/path'],
    ['NODE_ENV', 'staging'],
    ['LOG_LEVEL', 'loud'],
    ['TRUST_PROXY', 'perhaps'],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', '10.0.0.1, proxy.example'],
    ['DAILY_WRITES', '-1'],
    ['DRAIN_SECONDS', 'long'],
    ['DATABASE_POOL', '0'],
    ['PUBLIC_URL', 'https://example.com/blog'],
    ['SMTP_URL', 'mail.example.com'],
    ['SMTP_URL', 'smtp://trellis:of/the#mail@mail.example.com'],
    ['MAIL_FROM', 'Trellis'],
    ['AUDIT_DAYS', '0'],
    ['JOURNAL_HOURS', '0'],
    ['JOURNAL_ROWS', '10'],
    ['TRACES_PER_SECOND', '-1'],
  ])('%s=%s is refused in one line that names it', (name, value) => {
    const message = complaint({ [name]: value })
    expect(message).toMatch(new RegExp(`^${name} .+$`))
    if (name === 'SERVICE_KEYS' || name === 'AUTH_SECRET') expect(message).not.toContain(value)
  })

  test('TRUST_PROXY is a number of proxies or a list of their addresses', () => {
    expect(complaint({ TRUST_PROXY: 'true' })).toContain('claims in x-forwarded-for')
    expect(readEnv({ ...beside, TRUST_PROXY: '2' }).TRUST_PROXY).toBe(2)
    const named = '10.0.0.0/8, ::1'
    expect(readEnv({ ...beside, TRUST_PROXY: named }).TRUST_PROXY).toEqual(['10.0.0.0/8', '::1'])
  })

  test('the default of DRAIN_SECONDS is 5 in production, otherwise 0', () => {
    expect(readEnv(beside).DRAIN_SECONDS).toBe(0)
    expect(readEnv({ ...beside, NODE_ENV: 'production', AUTH_SECRET: secret }).DRAIN_SECONDS).toBe(5)
    expect(readEnv({ ...beside, DRAIN_SECONDS: '0.5' }).DRAIN_SECONDS).toBe(0.5)
  })

  test('mail needs a sender, and in production an origin for its links', () => {
    const mail = { SMTP_URL: 'smtp://mail.example.com', MAIL_FROM: 'Trellis <trellis@example.com>' }
    expect(complaint({ SMTP_URL: mail.SMTP_URL })).toMatch(/^MAIL_FROM is required/)
    const production = { NODE_ENV: 'production', AUTH_SECRET: secret }
    expect(complaint({ ...production, ...mail })).toMatch(/^PUBLIC_URL is required/)
    expect(complaint({ ...production, ...mail, PUBLIC_URL: 'https://example.com' })).toBe('none')
    const { publicUrl } = identitySettings(readEnv({ ...beside, PORT: '3001' }), signInOf('blog', { product: 'Blog' }))
    expect(publicUrl).toBe('http://127.0.0.1:3001')
  })

  test('production needs AUTH_SECRET', () => {
    expect(complaint({ NODE_ENV: 'production' })).toMatch(/^AUTH_SECRET is required/)
    expect(complaint({ NODE_ENV: 'production', AUTH_SECRET: secret })).toBe('none')
  })

  test('docs/settings.md has every variable with its default', () => {
    const page = readFileSync(new URL('../../../docs/settings.md', import.meta.url), 'utf8')
    const documented = Object.fromEntries(
      [...page.matchAll(/^\| `([A-Z_]+)` \| (?:`(.*?)`|none) \|/gm)].map(([, name, value]) => [name, value ?? 'none']),
    )
    const defaults = Object.entries(schemaOf('trellis').parse({}))
    const text = (value: unknown) => (value instanceof Map || value === false || value === undefined ? '' : `${value}`)
    const expected = Object.fromEntries(Object.keys(schemaOf('trellis').shape).map((name) => [name, 'none']))
    for (const [name, value] of defaults) expected[name] = text(value) || 'none'
    expect(documented).toEqual(expected)
  })

  test('without variables, every setting has the default of the README', () => {
    expect(readEnv({ AUTH_SECRET: secret, PORT: '', HOST: ' ' })).toMatchObject({
      DATABASE_URL: 'file:./data/trellis.db',
      PORT: 3000,
      HOST: '127.0.0.1',
      NODE_ENV: 'development',
      LOG_LEVEL: 'info',
      TRUST_PROXY: false,
    })
  })

  test('a service key is a name and a secret, which may contain colons', () => {
    const { SERVICE_KEYS } = readEnv({ ...beside, SERVICE_KEYS: `a:${secret}, b:${secret}:y` })
    expect([...SERVICE_KEYS]).toEqual([
      ['a', secret],
      ['b', `${secret}:y`],
    ])
  })

  test('the secret is generated once and stored beside the database, readable by its owner only', () => {
    const { AUTH_SECRET } = readEnv(beside)
    expect(readEnv(beside).AUTH_SECRET).toBe(AUTH_SECRET)
    const kept = join(folder, 'auth-secret')
    expect(readFileSync(kept, 'utf8')).toBe(AUTH_SECRET)
    expect(statSync(kept).mode & 0o077).toBe(0)
    writeFileSync(kept, 'damaged')
    expect(complaint({})).toContain(kept)
  })
})
