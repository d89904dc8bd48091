package txsender

import (
	"math/big"

	"github.com/ethereum/go-ethereum/common"
)

// Attempt is how a transaction under way stands, for people.
type Attempt struct {
	Tx       common.Hash // the newest attempt, or the one that is in a block
	From     common.Address
	Nonce    uint64   // of the account; all attempts share it, unless somebody else used it
	Count    int      // attempts so far
	MaxFee   *big.Int // wei per gas, of the newest attempt
	MaxTip   *big.Int // wei per gas, of the newest attempt
	MinedIn  uint64   // block, 0 while there is none; it may be reorganised away
	GasLimit uint64
}

// Attempt returns how the transaction stands now.
func (p *Pending) Attempt() Attempt {
	if shown := p.request.shown.Load(); shown != nil {
		return *shown
	}
	return Attempt{}
}

// show tells whoever waits how the transaction stands.
func (d *driver) show(e *entry) {
	if e.waiting == nil || len(e.attempts) == 0 {
		return
	}
	newest := e.attempts[len(e.attempts)-1]
	shown := &Attempt{Tx: newest.Hash(), From: d.signer.Address(), Nonce: e.progress.nonce, Count: len(e.attempts),
		MaxFee: newest.GasFeeCap(), MaxTip: newest.GasTipCap(), GasLimit: newest.Gas()}
	if e.progress.mined {
		shown.Tx, shown.MinedIn = e.receipt.TxHash, e.progress.minedIn
	}
	e.waiting.shown.Store(shown)
}
