// Package inspect decides what is told of a message and of a bridge, and on whose word
// each fact of it stands.
//
// There are two places to look. A relayer's API tells what that relayer knows: its
// word is all there is for it. With no relayer at hand the chains and the bus are read
// directly; then an endpoint's word is hearsay, until a light client or a signature
// shows it to be true. Both ways end in one Trace or one Status, which Render prints
// and encoding/json writes; their JSON form is stable.
//
// Everything that is read is hostile: answers are bounded, and no text of theirs
// reaches a terminal unless it is printable.
package inspect
