// Package measure decides what a load's numbers are: how long transactions took, which
// were lost, and at which load a chain stops keeping up.
//
// It is pure: no clock, no I/O, no goroutines. Times are microseconds since the load
// began, handed in by whoever has a clock.
package measure
