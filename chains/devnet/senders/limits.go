package senders

const (
	// maxKnown bounds the accounts that are remembered. With keys they take 8.3 kB each,
	// so that the bound is 136 MB, which only as many senders at work reach.
	maxKnown = 16_384

	// prepareFrom is the transaction of an account, while it is remembered, from which on
	// its key is kept: to prepare it costs as much as three recoveries, and saves half of one
	// each time.
	prepareFrom = 4

	// Trust in a stream's guesses goes from 0 to mostTrust, up by rightGuess and down by
	// wrongGuess, and guesses are tried from trusted on. So two of three have to be right:
	// a wrong one costs nearly what a right one saves.
	mostTrust, trusted     = 16, 8
	rightGuess, wrongGuess = 1, 2

	// atOnce is how many transactions of a batch a core takes at a time: four times as many as
	// are recovered together, and signatures of known keys are cheaper together as well.
	atOnce = 32

	// togetherFrom is from how many signatures on it is cheaper to recover eight together than
	// each alone (curve's BenchmarkRecover).
	togetherFrom = 3
)
