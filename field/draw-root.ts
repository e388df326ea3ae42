/** In the file React is in: an engine reads the file that asks for React DOM once more when that is first evaluated. */
export { createRoot } from 'react-dom/client'
