import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a step gave: the exit code of its last command, and everything that it wrote. */
export interface Step {
  code: number
  said: string
}

const tools = ['unshare', 'mount', 'chroot', 'dpkg', 'adduser', 'runuser', 'deb-systemd-invoke']
const missing = tools.filter((tool) => Bun.which(tool) === null)

/** Why packages cannot be installed here for a test, or null. */
export const withoutMachine =
  process.getuid?.() !== 0
    ? 'only root installs packages'
    : missing.length > 0
      ? `no package is installed: there is no ${missing.join(', ')}`
      : canOverlay()
        ? null
        : 'no package is installed: no overlay can be mounted'

/**
 * Runs steps of shell as root on a copy of this machine: its files lie under a layer in memory that takes up every change, its processes
 * are out of sight, and with the last step all of that is gone. Other folders of `shared` are seen there as they are.
 */
export async function onMachine(
  folder: string,
  steps: Record<string, string>,
): Promise<Record<string, Step>> {
  const names = Object.keys(steps)
  for (const name of names) writeFileSync(join(folder, `${name}.sh`), `${steps[name]}\n`)
  const each = names
    .map((name) => `sh /step/${name}.sh >/step/${name}.out 2>&1; echo $? >/step/${name}.code`)
    .join('\n')
  writeFileSync(join(folder, 'all.sh'), `${each}\n`)
  const place = join(folder, 'machine')
  mkdirSync(place)
  const script = `set -e
${overlay(place)}
mount -t proc proc ${place}/root/proc
mount --rbind /dev ${place}/root/dev
mount -t tmpfs tmpfs ${place}/root/run
mount -t tmpfs tmpfs ${place}/root/tmp
mkdir ${place}/root/step
mount --bind ${folder} ${place}/root/step
exec chroot ${place}/root sh /step/all.sh`
  const child = Bun.spawn(
    ['unshare', '--mount', '--pid', '--fork', '--kill-child', 'sh', '-c', script],
    { env: { PATH: `/usr/sbin:/sbin:${process.env['PATH']}`, LC_ALL: 'C' }, stderr: 'pipe' },
  )
  const said = await new Response(child.stderr).text()
  if ((await child.exited) !== 0) throw new Error(said)
  const found = names.map(async (name) => {
    const read = (ending: string) => Bun.file(join(folder, `${name}.${ending}`)).text()
    return [name, { code: Number(await read('code')), said: await read('out') }] as const
  })
  return Object.fromEntries(await Promise.all(found))
}

/** Mounts the root of this machine at `root` below a place, with a layer in memory over it. */
function overlay(place: string): string {
  return `mount -t tmpfs tmpfs ${place}
mkdir ${place}/root ${place}/upper ${place}/work
mount -t overlay overlay -o lowerdir=/,upperdir=${place}/upper,workdir=${place}/work ${place}/root`
}

function canOverlay(): boolean {
  const place = '/mnt'
  return Bun.spawnSync(['unshare', '--mount', 'sh', '-e', '-c', overlay(place)]).exitCode === 0
}
