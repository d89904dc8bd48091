package devnet

import (
	"context"
	"crypto/ecdsa"
	"encoding/binary"
	"math/big"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/params"
	"github.com/ethereum/go-ethereum/rpc"
	"golang.org/x/sync/errgroup"
)

// 20,000 transactions of 200 senders come at once, over JSON-RPC, to a chain that makes
// blocks on demand: every one is accepted, and every one is mined.
func TestBurstOnDemandLosesNothing(t *testing.T) {
	const senders, each, batch = 200, 100, 500
	keys := make([]*ecdsa.PrivateKey, senders)
	alloc := make(types.GenesisAlloc)
	for i := range keys {
		key, err := crypto.ToECDSA(crypto.Keccak256(binary.BigEndian.AppendUint64([]byte("burst"), uint64(i))))
		if err != nil {
			t.Fatal(err)
		}
		keys[i] = key
		alloc[addressOf(key)] = types.Account{Balance: new(big.Int).Mul(big.NewInt(100), big.NewInt(params.Ether))}
	}
	n, _ := start(t, Config{OnDemand: true, Alloc: alloc})
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	url, _ := n.Endpoint()
	client, err := rpc.DialContext(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()

	// Nonces of one sender come in order within a batch, and batches in any order.
	signer := types.LatestSignerForChainID(big.NewInt(testChainID))
	hashes := make([]common.Hash, senders*each)
	calls := make([]rpc.BatchElem, senders*each)
	var group errgroup.Group
	group.SetLimit(8)
	for i, key := range keys {
		group.Go(func() error {
			for j := range each {
				tx, err := types.SignNewTx(key, signer, &types.DynamicFeeTx{
					ChainID: big.NewInt(testChainID), Nonce: uint64(j), To: &common.Address{1}, Value: common.Big1, Gas: params.TxGas,
					GasFeeCap: big.NewInt(1000 * params.GWei), GasTipCap: big.NewInt(params.GWei),
				})
				if err != nil {
					return err
				}
				raw, err := tx.MarshalBinary()
				if err != nil {
					return err
				}
				calls[i*each+j] = rpc.BatchElem{Method: "eth_sendRawTransaction", Args: []any{hexutil.Encode(raw)}, Result: &hashes[i*each+j]}
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(calls); i += batch {
		group.Go(func() error { return client.BatchCallContext(ctx, calls[i:i+batch]) })
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	for i, call := range calls {
		if call.Error != nil {
			t.Fatalf("transaction %d was refused: %v", i, call.Error)
		}
	}
	backend, err := n.Backend()
	if err != nil {
		t.Fatal(err)
	}
	for i, hash := range hashes {
		for {
			if _, _, _, _, mined := backend.TransactionByHash(hash); mined {
				break
			}
			if ctx.Err() != nil {
				pending, queued := backend.PoolStatus()
				t.Fatalf("transaction %d of %d is not mined; %d executable, %d waiting, head %d", i, len(hashes), pending, queued, backend.FinalizedNumber())
			}
			time.Sleep(time.Millisecond)
		}
	}
	if pending, queued := backend.PoolStatus(); pending+queued != 0 {
		t.Errorf("%d executable and %d waiting transactions are left in the pool", pending, queued)
	}
}
