import { saidBy } from './said.ts'

/** The manual page, in roff: what `navish --help` says, and where things are. */
export function manual({ version, epoch }: { version: string; epoch: number }): string {
  const date = new Date(epoch * 1000).toISOString().slice(0, 10)
  return `.TH NAVISH 1 "${date}" "navish ${version}" "User Commands"
.SH NAME
navish \\- alerts from Sentry webhooks that one can trust
.SH SYNOPSIS
.B navish
.I command
.RI [ option ...]
.SH DESCRIPTION
Every command and every level of it has \\fB\\-\\-help\\fR with examples. With the Debian package, commands are run as the user
that has the data: \\fBsudo \\-u navish navish alert list\\fR.
.SH COMMANDS AND OPTIONS
.nf
${roff(saidBy('--help').trimEnd())}
.fi
.SH FILES
.TP
.I /etc/navish/navish.yaml
settings
.TP
.I /var/lib/navish
the database, and what belongs to it
.SH EXIT STATUS
0 ok, 1 failed, 2 wrong usage, 3 wrong configuration, 4 unhealthy
.SH SEE ALSO
.I /usr/share/doc/navish
`
}

/** What begins with a dot or a quote would be a command. */
function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll(/^(?=[.'])/gm, '\\&')
}
