// Package beacon decides which headers of an Ethereum beacon chain to believe.
package beacon
