package devnet

import (
	"crypto/ecdsa"
	"fmt"
	"math/big"
	"sync"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"
)

// faucet funds accounts by ordinary transactions from an account that block 0 made
// rich. A credit outside of transactions would need a rule of its own that every
// validator, light client and replaying node had to know; this needs none, and the
// credit is in a block like everything else.
type faucet struct {
	key *ecdsa.PrivateKey
	mu  sync.Mutex // one nonce at a time
}

const (
	// faucetGas pays for creation, a cold beneficiary and a new account (about 87,000).
	faucetGas = 150_000
	// A faucet's transaction goes first whatever others pay: 100 gwei tip, and a cap
	// that outlives any base fee that a devnet reaches by hours of full blocks.
	faucetTipWei = 100 * params.GWei
	faucetCapWei = 1_000_000 * params.GWei
)

// send pools the transaction and returns its hash; one of the next blocks holds it.
func (f *faucet) send(b *backend, to common.Address, wei *big.Int) (common.Hash, error) {
	if f.key == nil {
		return common.Hash{}, ErrNoFaucet
	}
	if wei == nil || wei.Sign() <= 0 || wei.BitLen() > 127 {
		return common.Hash{}, fmt.Errorf("fund %s with %s wei: must be 1 to 2^127-1", to, wei)
	}
	st, err := b.StateAt(b.Head())
	if err != nil {
		return common.Hash{}, fmt.Errorf("fund %s: %w", to, err)
	}
	data := types.DynamicFeeTx{
		ChainID:   b.ChainConfig().ChainID,
		To:        &to,
		Value:     wei,
		Gas:       params.TxGas,
		GasTipCap: big.NewInt(faucetTipWei),
		GasFeeCap: big.NewInt(faucetCapWei),
	}
	if st.GetCodeSize(to) > 0 {
		// A contract could refuse a plain transfer or burn its gas. A contract created for
		// the purpose and destroyed in the same transaction credits it without a call.
		data.To, data.Gas, data.Data = nil, faucetGas, selfDestructTo(to)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	data.Nonce = b.pool.Nonce(addressOf(f.key))
	tx, err := types.SignNewTx(f.key, b.Signer(), &data)
	if err != nil {
		return common.Hash{}, fmt.Errorf("fund %s: %w", to, err)
	}
	if err := b.pool.Add(tx); err != nil {
		return common.Hash{}, fmt.Errorf("fund %s: %w", to, err)
	}
	return tx.Hash(), nil
}

// selfDestructTo is init code: PUSH20 to, SELFDESTRUCT.
func selfDestructTo(to common.Address) []byte {
	return append(append([]byte{0x73}, to[:]...), 0xff)
}
