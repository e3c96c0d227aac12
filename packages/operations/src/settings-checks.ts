import { existsSync, statSync } from 'node:fs'
import { backupsIn } from '@trellis/host/backups'
import type { Finding } from './finding.ts'

const HOUR = 3_600_000
/** The age of the newest backup that is a problem, in hours. */
const OLD = 48

const LOOPBACK = /^(localhost|127\.[\d.]+|::1)$/

/** Findings about missing or dangerous settings of a server. */
export function settings(name: string, env: NodeJS.ProcessEnv): Finding[] {
  const { NODE_ENV, HOST = '127.0.0.1', RATE_LIMIT, TRUST_PROXY } = env
  const isLocal = LOOPBACK.test(HOST)
  if (NODE_ENV !== 'production') {
    return [
      {
        check: 'settings',
        ok: isLocal,
        detail: isLocal ? 'for development' : `others can reach ${HOST}, but NODE_ENV is not production`,
        remedy: 'Set NODE_ENV=production: cookies are sent over HTTPS only, and there is no demo account',
      },
    ]
  }
  const short = (env.AUTH_SECRET ?? '').length < 32
  return [
    {
      check: 'settings',
      ok: !short,
      detail: short ? 'AUTH_SECRET is missing or short' : 'complete',
      remedy: 'Set AUTH_SECRET to at least 32 random characters: openssl rand -base64 32',
    },
    {
      check: 'limits',
      ok: RATE_LIMIT !== 'off',
      detail: RATE_LIMIT === 'off' ? 'RATE_LIMIT=off: a single caller can keep the server busy' : 'on',
      remedy: 'Remove RATE_LIMIT=off, unless a gateway in front of the server limits callers',
    },
    {
      check: 'proxy',
      ok: Boolean(TRUST_PROXY) || !isLocal,
      detail: TRUST_PROXY
        ? `TRUST_PROXY=${TRUST_PROXY}`
        : isLocal
          ? 'TRUST_PROXY is not set: behind a proxy, all callers have its address and share its limits'
          : 'none',
      remedy: 'Set TRUST_PROXY to the number of proxies in front of the server, or to their addresses',
    },
    mail(env),
    backups(name, env),
  ]
}

function mail({ SMTP_URL, MAIL_FROM, PUBLIC_URL }: NodeJS.ProcessEnv): Finding {
  const missing = SMTP_URL ? [...(MAIL_FROM ? [] : ['MAIL_FROM']), ...(PUBLIC_URL ? [] : ['PUBLIC_URL'])] : []
  const isPlain = SMTP_URL !== undefined && PUBLIC_URL?.startsWith('http:') === true
  return {
    check: 'mail',
    ok: missing.length === 0 && !isPlain,
    detail: !SMTP_URL
      ? 'SMTP_URL is not set: nobody can reset a forgotten password'
      : missing.length > 0
        ? `${missing.join(' and ')} is missing`
        : isPlain
          ? 'links in messages lead to PUBLIC_URL, which is not HTTPS'
          : 'on',
    remedy: 'Set SMTP_URL, MAIL_FROM and PUBLIC_URL: see Mail in docs/operations.md',
  }
}

function backups(name: string, { BACKUP_DIR }: NodeJS.ProcessEnv): Finding {
  const remedy = `Set BACKUP_DIR and BACKUP_HOURS, or run ${name} backup every night`
  const [newest] = BACKUP_DIR && existsSync(BACKUP_DIR) ? backupsIn(BACKUP_DIR, name) : []
  if (!BACKUP_DIR || !newest) {
    const detail = BACKUP_DIR ? `there is none in ${BACKUP_DIR}` : 'BACKUP_DIR is not set'
    return { check: 'backups', ok: false, detail, remedy }
  }
  const hours = Math.round((Date.now() - statSync(newest).mtimeMs) / HOUR)
  return { check: 'backups', ok: hours < OLD, detail: `the newest is ${hours} hours old`, remedy }
}
