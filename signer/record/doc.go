// Package record decides what a signer has claimed: it keeps, for every lane and
// inbox, the highest position that was ever signed for, on disk before the
// signature exists.
//
// Losing this record, or believing an older one, is the only loss that costs
// safety: a signer without memory can be led to sign two accumulators for one
// nonce. Therefore:
//
//   - A claim is on disk, synced, before [Record.Claim] returns. The file is
//     replaced as a whole (write, fsync, rename, fsync of the directory), so that a
//     crash leaves the old or the new one and never half of one. An append-only log
//     would save one of the two syncs, but a torn last line could not be told from
//     one that somebody cut off.
//   - The file carries a MAC under a key that is derived from the signer's own, so
//     that it cannot be edited, and not be exchanged for another signer's.
//   - A missing, damaged or foreign file is an error that names the way out, never a
//     fresh start: only the operator can vouch that nothing was signed before.
//   - A lock keeps a second process out.
//
// An older file that was once genuine passes all of that; the signer finds it out
// against the Inbox and its own approvals on the bus (package signer).
package record
