export function RaisePage() { return <h1>RaisePage</h1> }
