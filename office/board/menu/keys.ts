/** Every key and every modifier of the pointer the board knows, as its help says them. */
export type KeyLine = { keys: readonly string[]; words: string }
export type KeyGroup = { name: string; lines: readonly KeyLine[] }

export const keyGroups: readonly KeyGroup[] = [
  {
    name: 'With the pointer',
    lines: [
      { keys: ['Drag'], words: 'Plan, move to another time or technician' },
      { keys: ['Drag the right end'], words: 'Longer or shorter' },
      { keys: ['Alt', 'Drag'], words: 'Add the technician to the crew' },
      { keys: ['Ctrl', 'Drag'], words: 'Plan the same once more' },
      { keys: ['Shift', 'Click'], words: 'Choose several; they move together' },
      { keys: ['Right click'], words: 'Everything that can be done with a visit' },
      { keys: ['Long press'], words: 'By finger: take it; move at once to scroll' },
    ],
  },
  {
    name: 'Everywhere on the board',
    lines: [
      { keys: ['Ctrl', 'Z'], words: 'Undo' },
      { keys: ['Ctrl', 'Shift', 'Z'], words: 'Redo' },
      { keys: ['Esc'], words: 'Stop dragging, close what is open' },
      { keys: ['F6'], words: 'Into the panel of what is chosen, and back' },
      { keys: ['?'], words: 'This list' },
    ],
  },
  {
    name: 'On a visit',
    lines: [
      { keys: ['Enter'], words: 'Choose it and see all about it' },
      { keys: ['Shift', 'F10'], words: 'Everything that can be done with it; the menu key does the same' },
    ],
  },
]
