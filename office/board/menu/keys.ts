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
      { keys: ['Ctrl', 'Shift', 'Z'], words: 'Redo; Ctrl Y does the same' },
      { keys: ['T'], words: 'Today' },
      { keys: ['Esc'], words: 'Stop dragging, close what is open' },
      { keys: ['F6'], words: 'Into the panel of what is chosen, and back' },
      { keys: ['?'], words: 'This list' },
    ],
  },
  {
    name: 'On a visit',
    lines: [
      { keys: ['←', '→', '↑', '↓'], words: 'To the next in the row, to the nearest in time of another' },
      { keys: ['Enter'], words: 'Choose it and see all about it' },
      { keys: ['Space'], words: 'Choose it with others, or no longer' },
      { keys: ['M'], words: 'Pick it up' },
      { keys: ['A'], words: 'Add a technician; up and down say who' },
      { keys: ['C'], words: 'Plan the same once more' },
      { keys: ['+', '−'], words: 'Longer, shorter' },
      { keys: ['D'], words: 'Dispatch; with Shift all of the row' },
      { keys: ['R'], words: 'Recall' },
      { keys: ['Delete'], words: 'Unplan: it waits again' },
      { keys: ['Shift', 'F10'], words: 'Everything that can be done with it; the menu key does the same' },
    ],
  },
  {
    name: 'While something is picked up',
    lines: [
      { keys: ['←', '→'], words: 'A step earlier or later; with Shift an hour' },
      { keys: ['↑', '↓'], words: 'To another technician' },
      { keys: ['Page up', 'Page down'], words: 'A day earlier or later' },
      { keys: ['Enter'], words: 'Drop it' },
      { keys: ['Esc'], words: 'Leave it as it was' },
    ],
  },
  {
    name: 'On work that waits',
    lines: [
      { keys: ['↑', '↓'], words: 'To what waits before or after it' },
      { keys: ['Enter'], words: 'Pick it up; M does the same' },
      { keys: ['Space'], words: 'See all about it' },
    ],
  },
]
