package bench

import (
	"context"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"

	"github.com/catenary-bridge/catenary/cmd/bench/measure"
)

// load is signed transactions, divided among connections. All of one account go over
// one connection, by nonce.
type load struct {
	streams []stream
	from    []uint32 // account of each transaction
	book    *measure.Book
}

// stream is what one connection sends, in this order. Its i-th transaction is number
// first+i of the load.
type stream struct {
	first int
	raw   []byte // one after another
	ends  []int  // where each ends
}

func (s *stream) len() int { return len(s.ends) }

func (s *stream) at(i int) []byte {
	begin := 0
	if i > 0 {
		begin = s.ends[i-1]
	}
	return s.raw[begin:s.ends[i]]
}

// plan says who sends the k-th transaction of a connection, and what.
type plan interface {
	// next is called for k = 0, 1, … of each connection, by one goroutine a connection.
	next(connection, k int) (from int, call payload)
}

// payload is what a workload puts into a transaction; the rest is the same for all.
type payload struct {
	to    *common.Address // nil creates a contract
	value *big.Int        // wei
	data  []byte
	gas   uint64
}

// fees is what all transactions offer for gas, in wei.
type fees struct {
	cap, tip *big.Int
	times    uint64 // what gas limits of contract calls are multiplied with
}

// limit is the gas limit of a call that takes no more than gas under a devnet's rules. That of one transaction is the
// most that it can be (EIP-7825).
func (f fees) limit(gas uint64) uint64 {
	if gas == params.TxGas { // ether moves for that everywhere
		return gas
	}
	return min(gas*f.times, params.MaxTxGas)
}

// sign signs count transactions for a number of connections.
func sign(ctx context.Context, chainID *big.Int, f fees, accounts []account, p plan, connections, count int, progress func(int)) (*load, error) {
	l := &load{streams: make([]stream, connections), from: make([]uint32, count)}
	first := 0
	for c := range l.streams {
		n := count / connections
		if c < count%connections {
			n++
		}
		l.streams[c] = stream{first: first, ends: make([]int, 0, n), raw: make([]byte, 0, n*128)}
		first += n
	}
	hashes := make([]common.Hash, count)
	signer := types.LatestSignerForChainID(chainID)
	err := inParallel(ctx, connections, 1, func(c int) error {
		s := &l.streams[c]
		for k := range cap(s.ends) {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			from, call := p.next(c, k)
			a := &accounts[from]
			tx, err := types.SignNewTx(a.key(), signer, &types.DynamicFeeTx{ChainID: chainID, Nonce: a.nonce, GasTipCap: f.tip, GasFeeCap: f.cap,
				Gas: f.limit(call.gas), To: call.to, Value: call.value, Data: call.data})
			if err != nil {
				return fmt.Errorf("sign: %w", err)
			}
			raw, err := tx.MarshalBinary()
			if err != nil {
				return fmt.Errorf("encode a transaction: %w", err)
			}
			a.nonce++
			l.from[s.first+k], hashes[s.first+k] = uint32(from), tx.Hash()
			s.raw = append(s.raw, raw...)
			s.ends = append(s.ends, len(s.raw))
			if k%signReport == signReport-1 {
				progress(signReport)
			}
		}
		progress(cap(s.ends) % signReport)
		return nil
	}, func(int) {})
	if err != nil {
		return nil, err
	}
	l.book, err = measure.NewBook(hashes)
	return l, err
}

// signReport is how many signatures a progress bar moves by.
const signReport = 256
