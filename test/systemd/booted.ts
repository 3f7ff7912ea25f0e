import { existsSync, mkdirSync, readdirSync, rmdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import {
  finish,
  machineAt,
  namespaces,
  readSteps,
  withoutMachine,
  writeSteps,
  type Step,
} from '../release/machine.ts'

const systemd = '/lib/systemd/systemd'
/** Where systemd keeps account of processes, on a machine that has the older control groups, too. */
const groups = '/sys/fs/cgroup/systemd'

/** Why systemd cannot be started here for a test, or null. */
export const withoutSystemd =
  withoutMachine ??
  (existsSync(systemd) && existsSync(`${groups}/cgroup.procs`)
    ? null
    : 'no systemd is started: it is not here, or there are no control groups for it')

/**
 * Runs steps of shell on a copy of this machine (as `onMachine` does) on which systemd runs: a real one, the first process in namespaces
 * of its own, which starts nothing but the steps and what they ask for.
 */
export async function onBooted<S extends Record<string, string>>(
  folder: string,
  steps: S,
): Promise<Record<keyof S, Step>> {
  const place = writeSteps(folder, steps)
  const root = `${place}/root`
  const group = join(groups, `navish-test-${process.pid}`)
  mkdirSync(group)
  // A root of its own, not chroot: from there the kernel allows no user namespaces, which the unit asks for.
  const script = `set -e
mount --make-rprivate /
${machineAt(place, folder)}
mount -t sysfs -o ro sysfs ${root}/sys
mount -t tmpfs tmpfs ${root}/sys/fs/cgroup
mkdir ${root}/sys/fs/cgroup/systemd
mount -t cgroup -o none,name=systemd,xattr cgroup ${root}/sys/fs/cgroup/systemd
rm -f ${root}/etc/fstab ${root}/etc/systemd/system/*.target.wants/* ${root}/usr/sbin/policy-rc.d
cat >${root}/etc/systemd/system/steps.service <<END
[Unit]
DefaultDependencies=no
Requires=systemd-journald.service
After=systemd-journald.service
[Service]
Type=oneshot
ExecStart=/bin/sh /step/all.sh
ExecStopPost=/bin/systemctl --force --force poweroff
END
mkdir ${root}/before
cd ${root}
pivot_root . before
exec </dev/null
umount -l /before
exec env -i container=test PATH=/usr/sbin:/usr/bin:/sbin:/bin ${systemd} --system --unit=steps.service --log-target=null --show-status=no`
  const last = Object.keys(steps).at(-1)
  // A machine that was switched off has, seen from outside, been killed.
  const inGroup = `echo $$ >${group}/cgroup.procs; "$@" || [ -e ${folder}/${last}.code ]`
  // A network of its own, too: the port may be taken here. systemd switches its loopback on.
  const own = [...namespaces, '--cgroup', '--uts', '--ipc', '--net']
  try {
    await finish(['sh', '-c', inGroup, 'sh', 'timeout', '60', ...own, 'sh', '-c', script])
  } finally {
    removeGroup(group)
  }
  return readSteps(folder, steps)
}

/** Its processes have ended; groups are removed from the inside out. */
function removeGroup(group: string): void {
  for (const name of readdirSync(group)) {
    const path = join(group, name)
    if (statSync(path).isDirectory()) removeGroup(path)
  }
  rmdirSync(group)
}
