export function WorkOrderPage() { return <h1>WorkOrderPage</h1> }
