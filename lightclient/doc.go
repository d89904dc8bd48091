// Package lightclient says what a verified header is.
//
// It holds the interface that every light client meets, the errors they share,
// the store in which they keep the headers they trust, and what they do alike:
// Keeper guards what is trusted, Rotation says which endpoint is asked, Times
// checks what headers say of time. Which headers of a consensus to believe is each
// client's own decision, one folder each.
package lightclient
