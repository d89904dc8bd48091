// Package qbft decides which headers of a QBFT chain to believe.
package qbft
