package rpcquorum

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math/big"
	"slices"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/lightclient"
)

// branch is a chain of headers from its genesis on, header i at index i.
type branch []*types.Header

// grow returns b with n more headers, whose content depends on the label.
func (b branch) grow(n int, label string) branch {
	b = slices.Clone(b)
	for range n {
		number := uint64(len(b))
		h := &types.Header{
			UncleHash: types.EmptyUncleHash, TxHash: types.EmptyTxsHash, ReceiptHash: types.EmptyReceiptsHash,
			Root:       crypto.Keccak256Hash([]byte(label), binary.BigEndian.AppendUint64(nil, number)),
			Difficulty: new(big.Int), Number: new(big.Int).SetUint64(number), GasLimit: 30_000_000, Time: 1_700_000_000 + 12*number,
			BaseFee: big.NewInt(7), Extra: []byte(label),
		}
		if number > 0 {
			h.ParentHash = b[number-1].Hash()
		}
		b = append(b, h)
	}
	return b
}

// with returns b with one header more, the honest next one changed.
func (b branch) with(label string, change func(*types.Header)) branch {
	b = b.grow(1, label)
	change(b[len(b)-1])
	return b
}

func (b branch) head() *types.Header { return b[len(b)-1] }

func (b branch) anchor(number uint64) lightclient.Anchor {
	return lightclient.Anchor{Number: number, Hash: b[number].Hash()}
}

func (b branch) at(number uint64) lightclient.Header {
	h := b[number]
	return lightclient.Header{
		Number: number, Hash: h.Hash(), ParentHash: h.ParentHash, StateRoot: h.Root, ReceiptsRoot: h.ReceiptHash, Time: h.Time,
	}
}

// node is an endpoint that behaves: it serves a branch, and may be told to misbehave.
type node struct {
	name string

	mu     sync.Mutex
	branch branch
	// final and safe lie this far below the head.
	finalLag, safeLag int
	// claim, if set, is served at every tag instead.
	claim *types.Header
	// swap replaces headers by number in what Headers answers.
	swap map[uint64]*types.Header
	// fail answers every request if it returns an error; it may block.
	fail func(ctx context.Context, what string) error
	// garble changes each answer.
	garble func([]*types.Header) []*types.Header
	asked  []string
}

func (n *node) Name() string { return n.name }

// set changes the node between requests.
func (n *node) set(change func(*node)) {
	n.mu.Lock()
	defer n.mu.Unlock()
	change(n)
}

func (n *node) begin(ctx context.Context, what string) error {
	n.mu.Lock()
	n.asked = append(n.asked, what)
	fail := n.fail
	n.mu.Unlock()
	if fail != nil {
		return fail(ctx, what)
	}
	return nil
}

func (n *node) HeaderAt(ctx context.Context, tag string) (*types.Header, error) {
	if err := n.begin(ctx, tag); err != nil {
		return nil, err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	lag, known := map[string]int{tagLatest: 0, tagSafe: n.safeLag, tagFinalized: n.finalLag}[tag]
	if !known {
		return nil, fmt.Errorf("no such tag: %s", tag)
	}
	if n.claim != nil {
		return n.claim, nil
	}
	if lag >= len(n.branch) {
		return nil, fmt.Errorf("%w: %s", lightclient.ErrNoSuchHeader, tag)
	}
	answer := []*types.Header{n.branch[len(n.branch)-1-lag]}
	if n.garble != nil {
		answer = n.garble(answer)
	}
	if len(answer) == 0 {
		return nil, nil
	}
	return answer[0], nil
}

func (n *node) Headers(ctx context.Context, from, to uint64) ([]*types.Header, error) {
	if err := n.begin(ctx, fmt.Sprintf("%d-%d", from, to)); err != nil {
		return nil, err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if from > to || to-from >= MaxBatch {
		return nil, fmt.Errorf("asked for headers %d to %d", from, to)
	}
	if to >= uint64(len(n.branch)) {
		return nil, fmt.Errorf("%w: %d", lightclient.ErrNoSuchHeader, to)
	}
	answer := slices.Clone(n.branch[from : to+1])
	for i := range answer {
		if h, ok := n.swap[from+uint64(i)]; ok {
			answer[i] = h
		}
	}
	if n.garble != nil {
		answer = n.garble(answer)
	}
	return answer, nil
}

func (n *node) askedFor() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Clone(n.asked)
}

// hang answers nothing until the request ends.
func hang(ctx context.Context, _ string) error {
	<-ctx.Done()
	return ctx.Err()
}

// slow answers after a while.
func slow(d time.Duration) func(context.Context, string) error {
	return func(ctx context.Context, _ string) error {
		select {
		case <-time.After(d):
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func refuse(context.Context, string) error {
	return fmt.Errorf("%w: connection refused", lightclient.ErrUnavailable)
}

// nonsense answers absent headers, too few of them, and broken ones, in turn.
func nonsense() func([]*types.Header) []*types.Header {
	turn := 0
	return func(answer []*types.Header) []*types.Header {
		turn++
		last := types.CopyHeader(answer[len(answer)-1])
		switch turn % 6 {
		case 0:
			return nil
		case 1:
			last = nil
		case 2:
			last.Number = nil
		case 3:
			last.Number = new(big.Int).Lsh(big.NewInt(1), 64)
		case 4:
			last.Number.Add(last.Number, common.Big1)
		case 5:
			last.Extra = bytes.Repeat([]byte{1}, maxHeaderBytes+1)
		}
		return append(slices.Clone(answer[:len(answer)-1]), last)
	}
}
