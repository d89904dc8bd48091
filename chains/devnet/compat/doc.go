// Package compat proves that clients which others wrote work on the devnet as
// they are: go-ethereum's, Foundry's cast, viem and ethers. It has tests only.
//
// The latter three come from npm, pinned in package-lock.json; run `npm ci` here to
// have them tested too.
package compat
