// Every output type, by its name in the documents.
export { NoteView } from './notes/router.ts'
// `trellis add` writes exports above this line.
