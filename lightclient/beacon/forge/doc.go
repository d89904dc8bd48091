// Package forge makes light client data of beacon chains that do not exist, with real
// keys, states and signatures: for tests that need an honest chain, or a lie that is
// perfect but for one thing.
//
// Everything follows from seeds, so that two runs make the same bytes. Roots, domains and
// signatures are computed apart from package beacon; what both agree on, the
// specification's own cases decide.
package forge
