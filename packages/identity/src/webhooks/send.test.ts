import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { receiver } from '../../test/receiver.ts'
import { isPublic, namesPrivate, type Resolve } from './addresses.ts'
import { decryptSecret, encryptSecret, newSecret } from './secrets.ts'
import { send } from './send.ts'

const secret = newSecret()
const message = (url: string) => ({ url, id: 'msg_1', payload: '{"type":"books.created","data":{}}', secret })
const allowed = { allowPrivate: true, signal: new AbortController().signal }
const refused = { ...allowed, allowPrivate: false }

test('a message is signed after Standard Webhooks', async () => {
  const { url, received } = await receiver()
  await send(message(url), allowed)
  const [{ body, headers } = { body: '', headers: {} }] = received
  expect(new Webhook(secret).verify(body, headers)).toEqual({ type: 'books.created', data: {} })
  expect(() => new Webhook(newSecret()).verify(body, headers)).toThrow('No matching signature found')
})

test.each([
  '127.0.0.1 127.8.8.8 2130706433 0x7f.1 017700000001 0.0.0.0 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254',
  '100.64.0.1 198.18.0.1 192.0.2.1 224.0.0.1 255.255.255.255 localhost LOCALHOST. app.localhost',
  '[::1] [::] [::ffff:127.0.0.1] [::ffff:a00:1] [::127.0.0.1] [fe80::1] [fc00::1] [fd12:3456::1] [fec0::1] [ff02::1]',
  '[64:ff9b::7f00:1] [64:ff9b:1::a00:1] [2002:7f00:1::] [2001:db8::1] [2001::1] [100::1]',
])('private addresses are refused in each form: %s', async (hosts) => {
  for (const host of hosts.split(' ')) {
    const url = `http://${host}:9/`
    expect([host, namesPrivate(new URL(url))]).toEqual([host, true])
    await expect(send(message(url), refused)).rejects.toThrow('is a private address')
  }
})

test('public addresses are not refused', () => {
  for (const address of ['8.8.8.8', '100.128.0.1', '172.32.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])
    expect([address, isPublic(address)]).toEqual([address, true])
  for (const host of ['example.com', 'localhost.example.com', '[2606:4700::1111]'])
    expect([host, namesPrivate(new URL(`https://${host}`))]).toEqual([host, false])
})

test('a name is resolved once, and refused if any of its addresses is private', async () => {
  const { port, seen } = await receiver()
  for (const addresses of [['127.0.0.1'], ['8.8.8.8', '10.0.0.1'], ['2606:4700::1111', '::ffff:127.0.0.1']]) {
    let resolved = 0
    const resolve: Resolve = (_name, _options, done) => {
      resolved++
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      )
    }
    const options = { ...refused, resolve }
    await expect(send(message(`http://hook.example:${port}/`), options)).rejects.toThrow('is a private address')
    expect(resolved).toBe(1)
  }
  expect(seen).toEqual([])
})

test('a redirect is not followed, and a status other than 200 to 299 is a failure', async () => {
  for (const status of [300, 302, 307, 400, 404, 410, 500, 503]) {
    const { url, seen } = await receiver(() => status)
    await expect(send(message(url), allowed)).rejects.toThrow(`HTTP ${status}`)
    expect(seen).toHaveLength(1)
  }
})

test('a receiver that does not answer is given up, and a response without an end is not read', async () => {
  const silent = await receiver(() => undefined)
  await expect(send(message(silent.url), { ...allowed, time: 100 })).rejects.toThrow('no response within 0.1 s')
  let closed: () => void
  const isClosed = new Promise<void>((resolve) => {
    closed = resolve
  })
  const endless = await receiver((_, response) => {
    const more = () => {
      while (response.write('x'.repeat(16_384)));
    }
    response.writeHead(200).on('drain', more).on('close', closed)
    more()
    return undefined
  })
  await send(message(endless.url), allowed)
  await isClosed
  endless.close()
  await expect(send(message(endless.url), allowed)).rejects.toThrow('ECONNREFUSED')
})

test('a secret is stored encrypted, and not decrypted with another secret of the server', () => {
  const stored = encryptSecret(secret, 'one server')
  expect(stored).not.toContain(secret.slice(6, 20))
  expect(encryptSecret(secret, 'one server')).not.toBe(stored)
  expect(decryptSecret(stored, 'one server')).toBe(secret)
  expect(() => decryptSecret(stored, 'another')).toThrow('AUTH_SECRET has changed')
})
