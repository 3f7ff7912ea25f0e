import { describe, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { settings } from '../../src/config/settings.ts'
import { root } from '../../src/release/root.ts'
import { targets } from '../../src/release/targets.ts'

const read = (file: string) => readFileSync(join(root, file), 'utf8')

/** The instructions of the last stage, what is left of a comment and a line break taken away. */
const stages = read('Dockerfile')
  .replaceAll(/^#.*\n/gm, '')
  .replaceAll(/\\\n\s*/g, '')
  .split(/^(?=FROM )/m)
const [build = '', image = ''] = stages.slice(-2)
const argumentsOf = (instruction: string) =>
  [...image.matchAll(new RegExp(`^${instruction} (.*)$`, 'gm'))].map(([, all = '']) => all)

describe('the image', () => {
  test('is not run by root, but by a number that orchestrators can check', () => {
    const [user = ''] = argumentsOf('USER')

    expect(user).toMatch(/^[1-9]\d+:[1-9]\d+$/)
    expect(image).toContain(`--chown=${user} /out/volume/ /`)
  })

  test('keeps its data in a volume, and listens to more than itself', () => {
    expect(argumentsOf('VOLUME')).toEqual(['/data'])
    expect(image).toContain(`${settings.dataDir.env[0]}=/data`)
    expect(image).toContain(`${settings.host.env[0]}=0.0.0.0`)
    expect(argumentsOf('EXPOSE')).toEqual([settings.port.byDefault])
  })

  test('serves, and says itself whether it is well: there is no shell and no curl', () => {
    expect(argumentsOf('ENTRYPOINT')).toEqual(['["/usr/bin/navish"]'])
    expect(argumentsOf('CMD')).toEqual(['["serve"]'])
    expect(argumentsOf('HEALTHCHECK')[0]).toEndWith('CMD ["/usr/bin/navish", "healthcheck"]')
    expect(image).not.toMatch(/^RUN/m)
  })

  test('is built for the processors that a release has', () => {
    const named = [...build.matchAll(/target=([\w-]+)/g)].map(([, name]) => `navish-${name}`)

    expect(named).toEqual(['navish-linux-x64', 'navish-linux-arm64'])
    for (const name of named) expect(targets.map((each) => each.name)).toContain(name)
  })

  test('is built from nothing that lies about', () => {
    const lines = read('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))

    expect(lines[0]).toBe('*')
    expect(lines.slice(1).every((line) => line.startsWith('!'))).toBe(true)
    for (const needed of ['package.json', 'bun.lock', 'src', 'drizzle']) {
      expect(lines).toContain(`!${needed}`)
    }
  })
})

describe('the file for compose', () => {
  const { services, volumes } = parse(read('compose.yaml')) as {
    services: Record<
      'navish',
      Record<string, unknown> & { environment: object; healthcheck: { test: string[] } }
    >
    volumes: object
  }
  const { navish } = services

  test('lets it write to its volume and to /tmp, and do nothing special', () => {
    expect(navish).toMatchObject({
      read_only: true,
      tmpfs: ['/tmp'],
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      volumes: ['data:/data'],
      restart: 'unless-stopped',
    })
    expect(Object.keys(volumes)).toEqual(['data'])
    expect(navish['privileged']).toBeUndefined()
  })

  test('opens the port to this machine alone', () => {
    expect(navish['ports']).toEqual(['127.0.0.1:8077:8077'])
  })

  test('asks it whether it is well', () => {
    expect(navish.healthcheck.test).toEqual(['CMD', '/usr/bin/navish', 'healthcheck'])
  })

  test('sets what can be set', () => {
    const known = Object.values(settings).flatMap(({ env }) => env)
    for (const name of Object.keys(navish.environment)) expect(known).toContain(name)
  })
})
