// What dpkg runs: https://www.debian.org/doc/debian-policy/ch-maintainerscripts.html. deb-systemd-helper and deb-systemd-invoke are part of every
// Debian, work where systemd does not run, and heed policy-rc.d.

const head = `#!/bin/sh
set -e
`

/** Whether to enable or to start at all is what whoever runs the machine said before. */
const postinst = `${head}
if [ "$1" = configure ]; then
  if ! getent passwd navish >/dev/null; then
    adduser --system --group --quiet --home /var/lib/navish --no-create-home --gecos Navish navish
  fi
  # Commands may be the first to use it, before the first start.
  if [ ! -e /var/lib/navish ]; then
    install -d -m 0700 -o navish -g navish /var/lib/navish
  fi
fi

case "$1" in
configure | abort-upgrade | abort-deconfigure | abort-remove)
  if command -v deb-systemd-helper >/dev/null; then
    deb-systemd-helper unmask navish.service >/dev/null || true
    if deb-systemd-helper --quiet was-enabled navish.service; then
      deb-systemd-helper enable navish.service >/dev/null || true
    else
      deb-systemd-helper update-state navish.service >/dev/null || true
    fi
  fi
  if [ -d /run/systemd/system ]; then
    systemctl --system daemon-reload >/dev/null || true
    if [ -n "$2" ]; then action=restart; else action=start; fi
    deb-systemd-invoke "$action" navish.service >/dev/null || true
  fi
  ;;
esac
`

const prerm = `${head}
if [ "$1" = remove ] && [ -d /run/systemd/system ]; then
  deb-systemd-invoke stop navish.service >/dev/null || true
fi
`

/** The database is never deleted, nor what else somebody put beside the settings: the key may be there. */
const postrm = `${head}
if [ "$1" = remove ] && [ -d /run/systemd/system ]; then
  systemctl --system daemon-reload >/dev/null || true
fi

if [ "$1" = remove ] && command -v deb-systemd-helper >/dev/null; then
  deb-systemd-helper mask navish.service >/dev/null || true
fi

if [ "$1" = purge ]; then
  if command -v deb-systemd-helper >/dev/null; then
    deb-systemd-helper purge navish.service >/dev/null || true
    deb-systemd-helper unmask navish.service >/dev/null || true
  fi
  for folder in /etc/navish /var/lib/navish; do
    if [ -d "$folder" ] && ! rmdir "$folder" 2>/dev/null; then
      echo "navish: $folder is kept, because there is something in it. To delete it: rm -r $folder"
    fi
  done
  if [ ! -e /var/lib/navish ] && command -v deluser >/dev/null; then
    deluser --system --quiet navish >/dev/null 2>&1 || true
  fi
fi
`

/** By the name under which dpkg looks for them. */
export const scripts = { postinst, prerm, postrm }
