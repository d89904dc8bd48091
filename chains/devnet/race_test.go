//go:build race

package devnet

// raceEnabled relaxes what is measured in seconds.
const raceEnabled = true
