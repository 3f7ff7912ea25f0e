import { logFormats, logLevels, type LogFormat, type LogLevel } from '../log.ts'
import { setting } from './setting.ts'
import { asText, oneOf, addressIn, readUrl } from './values.ts'

/** What it says of itself. */
export const watchingSettings = {
  logLevel: setting<LogLevel>({
    value: 'LEVEL',
    doc: logLevels.join(', '),
    byDefault: 'info',
    default: 'info',
    example: 'debug',
    read: oneOf(logLevels),
  }),
  logFormat: setting<LogFormat | null>({
    value: 'FORMAT',
    doc: `${logFormats.join(' or ')}; logs go to standard error`,
    byDefault: 'text on a terminal, else json',
    default: null,
    example: 'json',
    read: oneOf(logFormats),
  }),
  metricsAddress: setting<string | null>({
    value: 'HOST:PORT',
    doc: 'where /metrics is given instead of beside everything else',
    byDefault: '',
    default: null,
    example: '127.0.0.1:9077',
    read(text) {
      addressIn(text)
      return text
    },
  }),
  metricsToken: setting<string | null>({
    value: 'TOKEN',
    doc: 'whoever says it may read /metrics, also from elsewhere; better from a file',
    byDefault:
      'no token: only this machine and private networks may, and nothing that came through a proxy',
    default: null,
    example: 'a long random text',
    secret: true,
    read: asText,
  }),
  otlpEndpoint: setting<string | null>({
    value: 'URL',
    doc: 'where traces go (OpenTelemetry, OTLP over HTTP)',
    byDefault: 'no traces',
    default: null,
    example: 'http://127.0.0.1:4318',
    also: ['OTEL_EXPORTER_OTLP_ENDPOINT'],
    read: readUrl,
  }),
  otlpHeaders: setting<string | null>({
    value: 'HEADERS',
    doc: 'what goes with them, like authorization=Bearer%20abc,x-scope=1; better from a file',
    byDefault: '',
    default: null,
    example: 'authorization=Bearer%20abc',
    secret: true,
    also: ['OTEL_EXPORTER_OTLP_HEADERS'],
    read: asText,
  }),
}
