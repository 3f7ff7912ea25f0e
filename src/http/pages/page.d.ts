// page.js is not run here but sent to browsers: imported as text.
declare const script: string
export default script
