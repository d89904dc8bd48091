// Package senders finds out who sent transactions. To recover a sender's key from a
// signature is most of what a transfer costs a chain.
//
// # Together
//
// Processors with AVX-512 IFMA recover the senders of a batch eight at a time, for a quarter
// of the price (package curve). Nobody has to be known for that.
//
// # Guesses
//
// On other processors, and of single transactions, half can be saved where the sender can be
// guessed: that a known key made a signature is checked for less, and the answer is the same.
// A transaction doesn't name its sender. But over one connection the same accounts send
// again and again, mostly one alone, or several in turn. So each [Stream], which is what
// comes over one connection, remembers whose transaction came last, and the [Finder], for
// every account, whose came after its own. A stream whose guesses would have been right
// lately has them tried; another one's senders are recovered, and cost what they always
// cost. A wrong guess costs time and nothing else.
//
// # Trust
//
// A sender is what package types recovers, or an account whose key, with the signature's
// own r and parity, satisfies the equation that recovery solves: there is one such key for
// each signature. The tests compare all ways on every kind of transaction and of damage, and
// [Config.Paranoid] has everything recovered by package types.
package senders
