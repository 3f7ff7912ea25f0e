/** Line drawings on a grid of 16, all with the colour of the text around them. */
const paths = {
  critical: 'M5.4 1.5h5.2l3.9 3.9v5.2l-3.9 3.9H5.4l-3.9-3.9V5.4zM5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4',
  error: 'M8 1.6a6.4 6.4 0 1 0 0 12.8A6.4 6.4 0 0 0 8 1.6M8 4.8v3.8M8 11v.1',
  warning: 'M8 2 14.6 13.6H1.4zM8 6.4v3.4M8 11.7v.1',
  info: 'M8 1.6a6.4 6.4 0 1 0 0 12.8A6.4 6.4 0 0 0 8 1.6M8 7.4v3.8M8 5v.1',
  check: 'm2.8 8.6 3.4 3.4 7-8',
  cross: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  clock: 'M8 1.6a6.4 6.4 0 1 0 0 12.8A6.4 6.4 0 0 0 8 1.6M8 4.4V8l2.6 1.8',
  snooze: 'M12.9 10.2A5.6 5.6 0 0 1 5.8 3.1a5.6 5.6 0 1 0 7.1 7.1zM9.4 2.6h3.2L9.4 6.4h3.2',
  person: 'M8 8.2a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.6 14c.5-2.6 2.6-4 5.4-4s4.9 1.4 5.4 4',
  hand: 'M2.5 8.5 5 11l3-4.5M7 11l.5.5L13.5 4',
  note: 'M3 2.5h10v8l-3 3H3zM5.5 5.8h5M5.5 8.5h3',
  bell: 'M4 10.5V7a4 4 0 0 1 8 0v3.5l1.2 1.7H2.8zM6.5 14h3',
  hush: 'M5.2 3.9A4 4 0 0 1 12 7v3.5l1.2 1.7h-4M6.8 12.2h-4L4 10.5V7M6.5 14h3M2 2l12 12',
  horn: 'M2.2 6.4v3.2h2.3l6 3.1V3.3l-6 3.1zM5 9.9l.7 3.2h1.8l-.6-2.2M13 6.1a2.7 2.7 0 0 1 0 3.8',
  plug: 'M5.5 1.8v3.4M10.5 1.8v3.4M3.6 5.2h8.8V8a4.4 4.4 0 0 1-8.8 0zM8 12.4v2',
  list: 'M5.5 4h8M5.5 8h8M5.5 12h8M2.5 4h.1M2.5 8h.1M2.5 12h.1',
  gear: 'M8 5.6a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 0 0 0-4.8M8 1.6v1.8M8 12.6v1.8M1.6 8h1.8M12.6 8h1.8M3.5 3.5l1.2 1.2M11.3 11.3l1.2 1.2M12.5 3.5l-1.2 1.2M4.7 11.3l-1.2 1.2',
  search: 'M7 2.2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6M10.6 10.6l3.4 3.4',
  copy: 'M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z',
  link: 'M6.5 3.5h-4v10h10v-4M9 2.5h4.5V7M13.2 2.8 7.5 8.5',
  down: 'm4 6.2 4 4 4-4',
  up: 'm4 9.8 4-4 4 4',
  right: 'm6.2 4 4 4-4 4',
  left: 'm9.8 4-4 4 4 4',
  again: 'M13.4 8a5.4 5.4 0 1 1-1.7-3.9M13.5 1.6v3.2h-3.2',
  more: 'M3 8h.1M8 8h.1M13 8h.1',
  keyboard: 'M1.5 4h13v8h-13zM4 6.8h.1M6.7 6.8h.1M9.4 6.8h.1M12 6.8h.1M5 9.4h6',
  offline:
    'M2 2l12 12M4.3 8.6A5.6 5.6 0 0 1 6.5 7M9.8 7.2c.7.3 1.4.8 1.9 1.4M6.3 11a2.5 2.5 0 0 1 3.4 0M2 6.2A9 9 0 0 1 4 4.9M7.4 4a9 9 0 0 1 6.6 2.2M8 13.2v.1',
  book: 'M2.5 2.8h4A1.5 1.5 0 0 1 8 4.3v9a1.5 1.5 0 0 0-1.5-1.1h-4zM13.5 2.8h-4A1.5 1.5 0 0 0 8 4.3v9a1.5 1.5 0 0 1 1.5-1.1h4z',
  out: 'M6.5 2.5h-4v11h4M10 5l3 3-3 3M13 8H6',
  send: 'M14 2 1.8 6.6l5 2.6 2.6 5z',
} as const

export type IconName = keyof typeof paths

/** A picture beside a word; never alone, so a screen reader need not know of it. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  )
}
