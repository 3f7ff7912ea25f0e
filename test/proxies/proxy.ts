import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createCertificate } from '../support/certificate.ts'
import { eventually } from '../support/binary.ts'

/** A reverse proxy, started with the example that people copy. */
export interface Proxy extends AsyncDisposable {
  https: string
  http: string
}

export interface ProxyParts {
  /** Where it may write. */
  folder: string
  /** Of Navish. */
  port: string
  /** Takes the place of a part of the example: what stands there behind comment signs, for example. */
  change?(example: string): string
}

/** Known proxies, by the program that must be there. */
export const proxies = { nginx, caddy }
export type ProxyName = keyof typeof proxies

export const pathOf = (name: ProxyName) =>
  Bun.which(name, { PATH: `${process.env['PATH']}:/usr/sbin` })

function exampleOf(file: string, { port, change = (text) => text }: ProxyParts): string {
  const text = readFileSync(join(import.meta.dir, '../../docs/examples', file), 'utf8')
  return change(text).replaceAll('127.0.0.1:8077', `127.0.0.1:${port}`)
}

/** With our certificate and free ports, and all that nginx writes in one folder. */
async function nginx(parts: ProxyParts): Promise<Proxy> {
  const { folder } = parts
  const [tls, plain] = await freePorts()
  writeCertificate(folder)
  const site = exampleOf('nginx.conf', parts)
    .replace(/ssl_certificate .*/, `ssl_certificate ${folder}/cert.pem;`)
    .replace(/ssl_certificate_key .*/, `ssl_certificate_key ${folder}/key.pem;`)
    .replaceAll(/listen \[::\].*/g, '')
    .replace('listen 443', `listen 127.0.0.1:${tls}`)
    .replace('listen 80', `listen 127.0.0.1:${plain}`)
    .replaceAll('navish.example.org', 'localhost')
  writeFileSync(join(folder, 'site.conf'), site)
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; pid ${folder}/pid; error_log stderr; worker_processes 1;
user root;
events {}
http {
  access_log off;
  ${kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(' ')}
  include ${folder}/site.conf;
}`,
  )
  const command = [
    pathOf('nginx') ?? '',
    '-e',
    'stderr',
    '-p',
    folder,
    '-c',
    `${folder}/nginx.conf`,
  ]
  return started(command, { tls, plain, folder })
}

async function caddy(parts: ProxyParts): Promise<Proxy> {
  const { folder } = parts
  const [tls, plain] = await freePorts()
  writeCertificate(folder)
  const site = exampleOf('Caddyfile', parts)
    .replace('http://navish.example.org', `http://localhost:${plain}`)
    .replace(
      '\nnavish.example.org {',
      `\nhttps://localhost:${tls} {\n\ttls ${folder}/cert.pem ${folder}/key.pem`,
    )
  const globals = `{\n\tadmin off\n\thttp_port ${plain}\n\thttps_port ${tls}\n\tskip_install_trust\n}\n`
  writeFileSync(join(folder, 'Caddyfile'), `${globals}${site}`)
  const command = [pathOf('caddy') ?? '', 'run', '--config', `${folder}/Caddyfile`]
  return started([...command, '--adapter', 'caddyfile'], { tls, plain, folder })
}

function writeCertificate(folder: string): void {
  const { key, cert } = createCertificate('localhost', '127.0.0.1')
  writeFileSync(join(folder, 'key.pem'), key, { mode: 0o600 })
  writeFileSync(join(folder, 'cert.pem'), cert)
}

async function started(
  command: string[],
  { tls, plain, folder }: { tls: number; plain: number; folder: string },
): Promise<Proxy> {
  const child = Bun.spawn(command, {
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, XDG_DATA_HOME: folder },
    stdout: 'ignore',
    stderr: Bun.file(join(folder, 'said')),
  })
  const https = `https://localhost:${tls}`
  await eventually(async () => {
    if (child.exitCode !== null) throw new Error(readFileSync(join(folder, 'said'), 'utf8'))
    return fetch(https, { tls: { rejectUnauthorized: false } }).catch(() => undefined)
  })
  return {
    https,
    http: `http://localhost:${plain}`,
    async [Symbol.asyncDispose]() {
      child.kill()
      await child.exited
    },
  }
}

/** Two ports that nobody listens on. */
async function freePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()]
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) => {
          server.listen(0, '127.0.0.1', () => {
            const address = server.address()
            resolve(typeof address === 'object' && address !== null ? address.port : 0)
          })
        }),
    ),
  )
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return [ports[0] ?? 0, ports[1] ?? 0]
}
