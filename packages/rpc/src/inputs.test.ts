import { fold } from '@trellis/store/fold'
import { describe, expect, test } from 'vitest'
import { body, line, usernames } from './index.ts'

const username = usernames(['library'])
const accepts = (name: string) => username.safeParse(name).success
const characters = Array.from({ length: 0x110000 }, (_, code) => String.fromCodePoint(code))

describe('a username', () => {
  test('may have letters and digits of any script', () => {
    for (const name of ['ada', 'Éloïse', '李雷', 'משה_4', 'anne-marie.b', 'ß', 'Dvořák', 'ＡＤＡ']) {
      expect([name, accepts(name)]).toEqual([name, true])
    }
  })

  test('has no character that is not shown', () => {
    const hidden = characters.filter((character) => /\p{Default_Ignorable_Code_Point}/u.test(character))
    expect(hidden.length).toBeGreaterThan(4_000)
    expect(hidden.filter((character) => accepts(`ad${character}a`))).toEqual([])
  })

  test('is not a reserved one in letters of another width, font or case', () => {
    const isLetter = (character: string) => /[\p{L}\p{N}]/u.test(character)
    const letters = Map.groupBy(characters.filter(isLetter), fold)
    for (const reserved of ['admin', 'library']) {
      const forms = Math.max(...[...reserved].map((letter) => letters.get(letter)?.length ?? 0))
      expect(forms).toBeGreaterThan(15)
      for (let form = 0; form < forms; form++) {
        const name = [...reserved].map((letter) => letters.get(letter)?.at(form) ?? letter).join('')
        expect([name, accepts(name)]).toEqual([name, false])
        expect([name, accepts(`${name}.`)]).toEqual([name, false])
      }
    }
    expect(accepts('staﬀ')).toBe(false)
    expect(accepts('administrators-cat')).toBe(true)
  })

  test('has the letters of one alphabet', () => {
    for (const name of ['аdmin', 'pаypal', 'αda']) expect([name, accepts(name)]).toEqual([name, false])
  })
})

test('texts are in NFC, and otherwise as they came', () => {
  expect(line(10).parse('cafe\u0301')).toBe('café')
  expect(body(20).parse(' cafe\u0301\n\tﬀ １ ')).toBe(' café\n\tﬀ １ ')
})
