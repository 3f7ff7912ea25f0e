import type { HealthView } from '../../contract/integrations.ts'

const width = 240
const height = 36

/** What came in each of the last 24 hours, drawn small. */
export function Hours({ hours }: Pick<HealthView, 'hours'>) {
  const most = Math.max(1, ...hours.map(({ count }) => count))
  const total = hours.reduce((sum, { count }) => sum + count, 0)
  const step = width / Math.max(1, hours.length)
  return (
    <figure class="hours">
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
        {hours.map(({ at, count }, index) => {
          const tall = count === 0 ? 1 : Math.max(3, (count / most) * height)
          return (
            <rect
              key={at}
              class={count === 0 ? 'none' : ''}
              x={index * step}
              y={height - tall}
              width={Math.max(1, step - 2)}
              height={tall}
            />
          )
        })}
      </svg>
      <figcaption>
        {hours.length === 0
          ? ' '
          : total === 1
            ? '1 webhook'
            : `${total.toLocaleString('en')} webhooks`}
        {hours.length > 0 && ' in 24 hours'}
      </figcaption>
    </figure>
  )
}
