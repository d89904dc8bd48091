//go:build race

package consensus

// raceEnabled relaxes what is measured in seconds.
const raceEnabled = true
