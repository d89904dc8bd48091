// Package compat proves that clients which others wrote work on the devnet as
// they are: go-ethereum's, Foundry's cast and forge, viem and ethers; and that a
// developer's chain does what anvil does. It has tests only.
//
// All but the first come from npm, pinned in package-lock.json; run `npm ci` here to
// have them tested too.
package compat
