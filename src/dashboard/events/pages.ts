// What is loaded as one.
export { EventPage } from './event-page.tsx'
export { Events } from './events.tsx'
