package bench

import (
	"context"
	"crypto/ecdsa"
	"encoding/binary"
	"fmt"
	"runtime"
	"sync/atomic"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"golang.org/x/sync/errgroup"
)

// account is one that sends, or is sent to. A million of them are held, so that the key
// is what it is made of.
type account struct {
	secret  [32]byte
	address common.Address
	nonce   uint64 // of the next transaction that is signed
	begun   uint64 // the chain's nonce when the load began
}

// key is the account's; it only signs, and lacks the public half.
func (a *account) key() *ecdsa.PrivateKey {
	key := new(ecdsa.PrivateKey)
	key.Curve = crypto.S256()
	//nolint:staticcheck // whoever computes the public half as well pays for a second multiplication, a million times
	key.D = common.BytesToHash(a.secret[:]).Big()
	return key
}

// deriveAccounts makes n accounts that follow from variant and purpose. Anybody can make
// them again: they are for chains that are worth nothing.
func deriveAccounts(ctx context.Context, variant uint64, purpose string, n int, progress func(int)) ([]account, error) {
	accounts := make([]account, n)
	err := inParallel(ctx, n, 256, func(i int) error {
		secret := crypto.Keccak256([]byte("catenary bench "+purpose), binary.BigEndian.AppendUint64(nil, variant), binary.BigEndian.AppendUint64(nil, uint64(i)))
		key, err := crypto.ToECDSA(secret)
		if err != nil { // once in 2^128 seeds
			return fmt.Errorf("derive account %d of variant %d: %w; choose another variant", i, variant, err)
		}
		copy(accounts[i].secret[:], secret)
		accounts[i].address = crypto.PubkeyToAddress(key.PublicKey)
		return nil
	}, progress)
	return accounts, err
}

// inParallel calls do for each number below n, chunk numbers at a time on each core.
func inParallel(ctx context.Context, n, chunk int, do func(i int) error, progress func(int)) error {
	group, ctx := errgroup.WithContext(ctx)
	var next atomic.Int64
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() error {
			for ctx.Err() == nil {
				begin := int(next.Add(int64(chunk))) - chunk
				if begin >= n {
					return nil
				}
				end := min(begin+chunk, n)
				for i := begin; i < end; i++ {
					if err := do(i); err != nil {
						return err
					}
				}
				progress(end - begin)
			}
			return ctx.Err()
		})
	}
	return group.Wait()
}
