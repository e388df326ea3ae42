/** A ref for where a question can be dropped: marks itself while one is over it, and says which was let go. */
export function dropTarget(onDrop: (question: string) => void) {
  return (node: HTMLElement | null) => {
    if (!node) return undefined
    const over = (event: DragEvent) => {
      event.preventDefault()
      node.dataset.over = 'true'
    }
    const leave = () => delete node.dataset.over
    const drop = (event: DragEvent) => {
      event.preventDefault()
      leave()
      onDrop(event.dataTransfer?.getData('text/plain') ?? '')
    }
    node.addEventListener('dragover', over)
    node.addEventListener('dragleave', leave)
    node.addEventListener('drop', drop)
    return () => {
      node.removeEventListener('dragover', over)
      node.removeEventListener('dragleave', leave)
      node.removeEventListener('drop', drop)
    }
  }
}
