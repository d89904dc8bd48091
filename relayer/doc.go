// Package relayer carries messages from source chains to target chains.
//
// One supervised worker per lane runs the pipeline of the architecture: verified
// segments are cut into batches, each batch's end is made a checkpoint, signers
// approve it, and the delivery is submitted. Each stage takes one type and
// returns the next, so that a skipped step does not compile.
//
// The chains are the truth. A worker reads from the Inbox what is delivered and
// from the source what is pending, at every start and after every trouble alike;
// nothing that it keeps for itself can be wrong for longer than one session.
package relayer
