// Package e2e tells whole stories: two chains, signers, relayers, and what goes
// wrong with them.
package e2e
