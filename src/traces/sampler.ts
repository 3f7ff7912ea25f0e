import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  type Sampler,
} from '@opentelemetry/sdk-trace'

/**
 * The sampler that `OTEL_TRACES_SAMPLER` and `OTEL_TRACES_SAMPLER_ARG` name; by default what the caller says, and else all. Source: the
 * environment variables of the OpenTelemetry specification. What is none of its names counts as not set, as it says there.
 */
export function samplerIn(env: Readonly<Record<string, string | undefined>>): Sampler {
  const ratio = () => new TraceIdRatioBasedSampler(ratioIn(env['OTEL_TRACES_SAMPLER_ARG']))
  const name = env['OTEL_TRACES_SAMPLER'] ?? ''
  switch (name) {
    case 'always_on':
      return new AlwaysOnSampler()
    case 'always_off':
      return new AlwaysOffSampler()
    case 'traceidratio':
      return ratio()
    case 'parentbased_always_off':
      return new ParentBasedSampler({ root: new AlwaysOffSampler() })
    case 'parentbased_traceidratio':
      return new ParentBasedSampler({ root: ratio() })
    default:
      return new ParentBasedSampler({ root: new AlwaysOnSampler() })
  }
}

/** From 0 to 1; all of them when it is something else. */
function ratioIn(text: string | undefined): number {
  const ratio = text === undefined || text.trim() === '' ? 1 : Number(text)
  return ratio >= 0 && ratio <= 1 ? ratio : 1
}
