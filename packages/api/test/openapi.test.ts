import { readFileSync } from 'node:fs'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, test } from 'vitest'
import { openApi } from '../src/openapi.ts'
import { procedures } from '../src/procedures.ts'
import { restRoutes } from '../src/root.ts'

describe('the OpenAPI document', () => {
  test('is docs/openapi.json; if not, run `npm run docs:api`', () => {
    const committed = readFileSync(new URL('../../../docs/openapi.json', import.meta.url), 'utf8')
    expect(JSON.parse(committed)).toEqual(JSON.parse(JSON.stringify(openApi())))
  })

  test('is valid OpenAPI 3.1', async () => {
    expect(await new Validator().validate(JSON.parse(JSON.stringify(openApi())))).toEqual({ valid: true })
    const broken = { ...openApi(), paths: { '/broken': { get: { responses: 1 } } } }
    expect(await new Validator().validate(JSON.parse(JSON.stringify(broken)))).toMatchObject({ valid: false })
  })

  test('has every route of every procedure, with its own id, its callers and its reasons', () => {
    const { paths } = openApi()
    const ids = Object.values(paths).flatMap((path) =>
      Object.values(path).map((one) => Reflect.get(one, 'operationId')),
    )
    expect(new Set(ids).size).toBe(restRoutes.length)
    for (const { path, access, reasons } of procedures) {
      for (const route of restRoutes.filter((one) => one.procedurePath === path)) {
        const operation = JSON.stringify(paths[route.path]?.[route.method.toLowerCase()])
        for (const reason of reasons) expect(operation).toContain(`\`${reason}\``)
        expect(operation.includes('"security":[{},')).toBe(access === 'anyone')
        for (const { name } of route.parameters) expect(operation).toContain(`"name":"${name}","in":"path"`)
      }
    }
  })
})
