// Package txsender decides how to get one transaction mined.
//
// A Sender owns one account. It gives each transaction its nonce, prices it
// (EIP-1559), broadcasts it, replaces it while it is stuck, notices when a block
// or a reorganisation takes it or gives it back, and answers when the outcome is
// final. Several transactions are in flight at a time.
//
// Every attempt is in a local journal, synced to disk, before it is broadcast:
// otherwise a crash between the two could leave a transaction in the world that
// nobody knows of, and whose replacement would be a second delivery at another
// nonce. A restart reads the journal and goes on by the normal path; losing the
// journal costs a nonce conflict or a gap at worst, and both heal by themselves.
//
// Who may be wrong: the endpoints about anything, which costs time; the disk about
// the journal, whose transactions prove by their own signature that they are ours;
// another user of the same account, who costs a new nonce. What to do next is
// decided in a pure function, [decide], that knows neither network nor clock.
package txsender
