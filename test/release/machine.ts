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
 * are out of sight, and with the last step all of that is gone. `folder` is seen there as `/step`.
 */
export async function onMachine<S extends Record<string, string>>(
  folder: string,
  steps: S,
): Promise<Record<keyof S, Step>> {
  const place = writeSteps(folder, steps)
  const script = `set -e
${machineAt(place, folder)}
exec chroot ${place}/root sh /step/all.sh`
  await finish([...namespaces, 'sh', '-c', script])
  return readSteps(folder, steps)
}

/** Of its own: files, processes; what is in them ends with it. */
export const namespaces = ['unshare', '--mount', '--pid', '--fork', '--kill-child']

/** Writes the steps where they are run from, and gives the place for the machine. */
export function writeSteps(folder: string, steps: Record<string, string>): string {
  const names = Object.keys(steps)
  for (const name of names) writeFileSync(join(folder, `${name}.sh`), `${steps[name]}\n`)
  const each = names
    .map((name) => `sh /step/${name}.sh >/step/${name}.out 2>&1; echo $? >/step/${name}.code`)
    .join('\n')
  writeFileSync(join(folder, 'all.sh'), `${each}\n`)
  const place = join(folder, 'machine')
  mkdirSync(place)
  return place
}

export async function readSteps<S extends Record<string, string>>(
  folder: string,
  steps: S,
): Promise<Record<keyof S, Step>> {
  const found = Object.keys(steps).map(async (name) => {
    const read = (ending: string) => Bun.file(join(folder, `${name}.${ending}`)).text()
    return [name, { code: Number(await read('code')), said: await read('out') }] as const
  })
  return Object.fromEntries(await Promise.all(found)) as Record<keyof S, Step>
}

/** Lines of shell that make a machine of this one, at `root` below a place. */
export function machineAt(place: string, folder: string): string {
  return `${overlay(place)}
mount -t proc proc ${place}/root/proc
mount --rbind /dev ${place}/root/dev
mount -t tmpfs tmpfs ${place}/root/run
mount -t tmpfs tmpfs ${place}/root/tmp
mkdir ${place}/root/step
mount --bind ${folder} ${place}/root/step`
}

/** Runs a command to its end. Throws with what it said when it failed. */
export async function finish(command: string[]): Promise<void> {
  const child = Bun.spawn(command, {
    env: { PATH: `/usr/sbin:/sbin:${process.env['PATH']}`, LC_ALL: 'C' },
    stdout: 'ignore',
    stderr: 'pipe',
  })
  const said = await new Response(child.stderr).text()
  if ((await child.exited) !== 0) throw new Error(said)
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
