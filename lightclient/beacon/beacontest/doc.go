// Package beacontest is a beacon chain for tests: its committees sign with real BLS
// keys, its roots are real hash tree roots, its branches lead to them, and everything
// else in its states and blocks is arbitrary. It runs through any schedule of forks from
// Altair to Gloas, with any preset, over invented execution blocks or over those of an
// execution chain that really runs.
//
// It shares the types of package beacon and nothing else: roots, branches, generalized
// indices, domains and signatures are computed here once more, from the specification,
// so that a mistake in one of the two shows. Nor does it take them from package forge,
// whose forgeries are refused by a client that follows the chains made here: each is the
// other's control.
//
// Chain makes blocks and light client data, Endpoint serves them as a node would or lies,
// Server speaks the Beacon API over HTTP.
package beacontest
