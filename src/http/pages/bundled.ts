import { bundleDashboard } from './bundle.ts' with { type: 'macro' }

/** What the page loads. A module of its own, so that from source it is built only when a page is asked for. */
export const bundled = bundleDashboard()
