// Package blockcode writes what blocks hold in bytes, and the roots of their lists. It writes
// what package types of go-ethereum would (EIP-2718; Yellow Paper, appendices B and D), by hand
// for the kinds of which blocks are full: so what is signed can be had before it is hashed, each
// list is encoded once for all who need it, and many pieces are hashed at a time.
package blockcode
