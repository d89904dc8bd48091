// Package lightclient says what a verified header is.
//
// It holds the interface that every light client meets, the errors they share,
// and the store in which they keep the headers they trust. Which headers of a
// consensus to believe is each client's own decision, one folder each: qbft,
// rpcquorum, and those to come.
package lightclient
