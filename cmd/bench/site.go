package bench

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/chains/devnet"
	"github.com/catenary-bridge/catenary/cmd/bench/wire"
)

// site is a node that answers, and who pays there.
type site struct {
	url     string // without what may be secret in it
	client  *wire.Client
	conn    *wire.Conn // for set-up and verification
	chainID *big.Int
	version string // web3_clientVersion
	funder  account
	fees    fees
	poll    time.Duration
	node    *devnet.Node // nil where it runs elsewhere
}

// visit connects to a node that runs already. secret is of the account that pays.
func visit(ctx context.Context, url string, secret []byte, feeCapGwei int, poll time.Duration) (*site, error) {
	client, err := wire.NewClient(url, requestTimeout)
	if err != nil {
		return nil, fmt.Errorf("%w: against: %w", ErrConfig, err)
	}
	key, err := crypto.ToECDSA(secret)
	if err != nil {
		return nil, fmt.Errorf("key of the funder: %w", err)
	}
	s := &site{url: client.Host(), client: client, conn: client.Conn(), poll: poll}
	s.funder.address = crypto.PubkeyToAddress(key.PublicKey)
	copy(s.funder.secret[:], secret)
	var chainID hexutil.Big
	var head struct {
		BaseFee *hexutil.Big `json:"baseFeePerGas"`
	}
	if err := s.conn.Batch(ctx, []wire.Request{
		{Method: "eth_chainId", Result: &chainID}, {Method: "web3_clientVersion", Result: &s.version},
		{Method: "eth_getBlockByNumber", Params: []any{"latest", false}, Result: &head},
	}); err != nil {
		return nil, err
	}
	if head.BaseFee == nil {
		return nil, errors.New("the node's newest block has no baseFeePerGas, want a chain with London's rules or later")
	}
	s.chainID, s.fees = chainID.ToInt(), offer(head.BaseFee.ToInt(), feeCapGwei)
	if s.funder.nonce, err = s.nonce(ctx, s.funder.address); err != nil {
		return nil, err
	}
	return s, nil
}

// offer is what transactions pay: enough for a base fee that rises for twenty full blocks,
// and not so much that funding a load takes a fortune.
func offer(baseFee *big.Int, capGwei int) fees {
	gwei := big.NewInt(1e9)
	limit := new(big.Int).Mul(baseFee, big.NewInt(10))
	if least := new(big.Int).Mul(gwei, big.NewInt(10)); limit.Cmp(least) < 0 {
		limit = least
	}
	if capGwei > 0 {
		limit = new(big.Int).Mul(gwei, big.NewInt(int64(capGwei)))
	}
	return fees{cap: limit, tip: gwei, times: othersGas}
}

func (s *site) close() { s.conn.Close() }

func (s *site) nonce(ctx context.Context, address common.Address) (uint64, error) {
	var nonce hexutil.Uint64
	err := s.conn.Call(ctx, &nonce, "eth_getTransactionCount", address, "latest")
	return uint64(nonce), err
}

// nonces reads those of all accounts from the newest block.
func (s *site) nonces(ctx context.Context, accounts []account) ([]uint64, error) {
	return read(ctx, s, len(accounts), func(i int, result *hexutil.Uint64) wire.Request {
		return wire.Request{Method: "eth_getTransactionCount", Params: []any{accounts[i].address, "latest"}, Result: result}
	}, func(v *hexutil.Uint64) uint64 { return uint64(*v) })
}

// read asks n things, many in one request.
func read[R, V any](ctx context.Context, s *site, n int, ask func(i int, result *R) wire.Request, value func(*R) V) ([]V, error) {
	values := make([]V, 0, n)
	for begin := 0; begin < n; begin += readBatch {
		results := make([]R, min(readBatch, n-begin))
		requests := make([]wire.Request, len(results))
		for i := range requests {
			requests[i] = ask(begin+i, &results[i])
		}
		if err := s.conn.Batch(ctx, requests); err != nil {
			return nil, err
		}
		for i := range results {
			values = append(values, value(&results[i]))
		}
	}
	return values, nil
}

// settle takes over where the chain has each account's nonce.
func (s *site) settle(ctx context.Context, accounts []account) error {
	nonces, err := s.nonces(ctx, accounts)
	for i, nonce := range nonces {
		accounts[i].nonce, accounts[i].begun = nonce, nonce
	}
	return err
}

// ErrSetUp is wrapped by the errors of what comes before a load: funding and contracts.
var ErrSetUp = errors.New("set-up")

// perform sends transactions that set something up, each account's over one connection,
// and returns when all of them have succeeded.
func (s *site) perform(ctx context.Context, what string, accounts []account, p plan, connections, count int, progress func(int)) error {
	l, err := sign(ctx, s.chainID, s.fees, accounts, p, connections, count, progress)
	if err != nil {
		return err
	}
	c := newCarrier(s.client, l, pace{batch: 100, inFlight: setUpInFlight, drain: setUpTimeout, poll: s.poll})
	if err = c.begin(ctx); err == nil {
		err = c.run(ctx)
	}
	if err != nil {
		return fmt.Errorf("%w: %s: %w", ErrSetUp, what, err)
	}
	if tally := l.book.Tally(); tally.Included != count {
		return fmt.Errorf("%w: %s: %d of %d transactions are in blocks%s", ErrSetUp, what, tally.Included, count, c.refusal.said())
	}
	failed := 0
	statuses, err := read(ctx, s, count, func(i int, r *types.Receipt) wire.Request {
		return wire.Request{Method: "eth_getTransactionReceipt", Params: []any{l.book.Hash(i)}, Result: r}
	}, func(r *types.Receipt) uint64 { return r.Status })
	for _, status := range statuses {
		if status != types.ReceiptStatusSuccessful {
			failed++
		}
	}
	if err == nil && failed > 0 {
		err = fmt.Errorf("%d of %d transactions failed", failed, count)
	}
	if err != nil {
		return fmt.Errorf("%w: %s: %w", ErrSetUp, what, err)
	}
	return nil
}

// said is the first refusal, for the end of an error.
func (r *refusals) said() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.samples) == 0 {
		return ""
	}
	return ": " + r.samples[0].Message
}
