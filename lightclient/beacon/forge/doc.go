// Package forge makes light client data of beacon chains that do not exist, with real
// keys, states and signatures: for tests that need an honest chain, or a lie that is
// perfect but for one thing.
//
// Everything follows from seeds, so that two runs make the same bytes. Roots, domains and
// signatures are computed apart from package beacon; what both agree on, the
// specification's own cases decide.
//
// Package beacontest is another one, on purpose. This one makes single updates, any part
// of which can be wrong, fast enough to run once for each check that is taken away; that
// one makes whole chains that are right, and serves them. Neither borrows the other's
// trees, indices or keys: a mistake in them would make the forgeries fail, and the honest
// chain agree, for the same wrong reason.
package forge
