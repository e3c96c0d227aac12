import { expect, test } from 'vitest'
import { hostUrls } from './host-urls.ts'

test.each([
  ['postgres://u:p@one/library', ['postgres://u:p@one/library']],
  ['postgres:///library?host=/run/postgresql', ['postgres:///library?host=/run/postgresql']],
  ['postgres://u:p@one:1,two/library', ['postgres://u:p@one:1/library', 'postgres://u:p@two/library']],
  ['postgresql://[::1]:1,[::2]', ['postgresql://[::1]:1', 'postgresql://[::2]']],
  ['postgres://u:a,b@c@one,two/library', ['postgres://u:a,b@c@one/library', 'postgres://u:a,b@c@two/library']],
  ['postgres://u@one/a,b?application_name=a,b', ['postgres://u@one/a,b?application_name=a,b']],
  ['postgres://u@one,two/d?target_session_attrs=read-write', ['postgres://u@one/d', 'postgres://u@two/d']],
  [
    'postgres://one,two/d?target_session_attrs=primary&sslmode=require',
    ['postgres://one/d?sslmode=require', 'postgres://two/d?sslmode=require'],
  ],
  [
    'postgres://one,two?sslmode=require&target_session_attrs=any',
    ['postgres://one?sslmode=require', 'postgres://two?sslmode=require'],
  ],
])('%s has the hosts %j', (url, expected) => {
  expect(hostUrls(url)).toEqual(expected)
})

test.each([
  'postgres://one,/library',
  'postgres://u:p@,two/library',
  'postgres:///library?host=one,two',
  'postgres:///library?host=one%2Ctwo',
  'postgres://one,two/library?target_session_attrs=standby',
  'postgres://one/library?target_session_attrs=read-only',
])('%s is refused', (url) => {
  expect(() => hostUrls(url)).toThrow(/DATABASE_URL/)
})
