// Package daemon wires the parts into the daemons that the command runs.
//
// Each daemon has a configuration struct of its own, a constructor that checks
// everything that can be checked without the network, and a Run that owns all its
// goroutines. The demo and the end-to-end stories start daemons by this same code.
package daemon
