package relayer

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/messages"
)

// inboxChain is a target chain in memory. Its Inbox refolds, verifies signatures
// and charges gas as the contracts do; it can be paused, rotate its signers, be
// reorganised, and keep transactions waiting.
type inboxChain struct {
	lane  messages.Lane
	id    messages.InboxID
	block time.Duration

	mu       sync.Mutex
	at       messages.Position
	history  []messages.Position // before each delivery, for reorganisations
	paused   bool
	verifier common.Address
	sets     map[common.Address]messages.SignerSet
	cost     func(*messages.Message) uint64 // gas that a message needs
	maxRun   int                            // messages that the calldata of a transaction can hold; 0 is any
	maxGas   uint64                         // handlers above it are recorded as failed without a call
	fails    func(nonce uint64) bool        // recipients
	handled  []uint64                       // nonces, in the order of their handlers' calls
	sizes    []int                          // messages of each transaction that executed some
	queue    []*memTx
	held     map[string]bool // accounts whose transactions no block takes
	height   uint64
	mined    int
	wasted   int // mined transactions that executed nothing, reverted ones included
}

const baseCost = 60_000

func newInboxChain(lane messages.Lane, set messages.SignerSet) *inboxChain {
	return &inboxChain{
		lane: lane, id: messages.InboxID{7}, block: 100 * time.Millisecond, at: lane.Start(), verifier: set.Domain.Verifier,
		sets: map[common.Address]messages.SignerSet{set.Domain.Verifier: set}, held: map[string]bool{},
		cost: func(m *messages.Message) uint64 { return 20_000 + m.GasLimit }, maxGas: 1 << 40,
		fails: func(uint64) bool { return false },
	}
}

func (c *inboxChain) locked(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f()
}

// run mines a block now and then.
func (c *inboxChain) run(ctx context.Context) {
	ticker := time.NewTicker(c.block)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			c.locked(c.mine)
		}
	}
}

func (c *inboxChain) mine() {
	c.height++
	c.queue = slices.DeleteFunc(c.queue, func(tx *memTx) bool {
		if c.held[tx.account] {
			return false
		}
		before := c.at
		tx.receipt, tx.err = c.execute(&tx.delivery, false)
		tx.receipt.Block, tx.receipt.TxHash = c.height, common.BytesToHash([]byte{byte(c.mined >> 8), byte(c.mined), 1})
		c.mined++
		if tx.receipt.Executed == 0 {
			c.wasted++
		} else {
			c.history = append(c.history, before)
			c.sizes = append(c.sizes, tx.receipt.Executed)
		}
		close(tx.done)
		return true
	})
}

// execute is Inbox.deliver.
func (c *inboxChain) execute(d *chains.Delivery, dry bool) (r chains.Receipt, err error) {
	if c.paused {
		return r, fmt.Errorf("%w: source chain %d", chains.ErrLanePaused, d.SourceChain)
	}
	r.Delivered, r.FeeWei, r.Reasons = c.at.Nonce, "7", map[messages.ID]string{}
	end, gas := c.at, uint64(baseCost)
	var run []*messages.Message
	for i := range d.Messages {
		m := &d.Messages[i]
		if m.Nonce <= c.at.Nonce {
			continue
		}
		if m.Nonce != end.Nonce+1 {
			return r, fmt.Errorf("%w: nonce %d, want %d", chains.ErrGap, m.Nonce, end.Nonce+1)
		}
		end = end.Advance(m.ID())
		if m.GasLimit <= c.maxGas {
			gas += c.cost(m)
		}
		run = append(run, m)
	}
	if len(run) == 0 {
		return r, nil
	}
	prefix := end
	for _, id := range d.TailIDs {
		end = end.Advance(id)
	}
	if err := c.verify(end, d.Attestation); err != nil {
		return chains.Receipt{}, err
	}
	if gas > d.GasLimit {
		return chains.Receipt{}, fmt.Errorf("%w: %d, supplied %d", chains.ErrTooMuchGas, gas, d.GasLimit)
	}
	if dry {
		return r, nil
	}
	r.Delivered, r.Executed, r.GasUsed, c.at = prefix.Nonce, len(run), gas, prefix
	for _, m := range run {
		c.handled = append(c.handled, m.Nonce)
		if m.GasLimit > c.maxGas || c.fails(m.Nonce) {
			r.Failed = append(r.Failed, m.ID())
			r.Reasons[m.ID()] = "recipient reverted"
		}
	}
	return r, nil
}

// verify is MultisigVerifier.verify.
func (c *inboxChain) verify(end messages.Position, attestation []byte) error {
	set := c.sets[c.verifier]
	checkpoint := messages.Checkpoint{Lane: c.lane.ID(), Inbox: c.id, Nonce: end.Nonce, Accumulator: end.Accumulator, Epoch: set.Epoch}
	if len(attestation) != set.Threshold*messages.SignatureSize {
		return fmt.Errorf("%w: %d bytes", chains.ErrUnattested, len(attestation))
	}
	var last common.Address
	for part := range slices.Chunk(attestation, messages.SignatureSize) {
		signer, err := messages.Signature(part).Recover(checkpoint.Digest(set.Domain))
		if err != nil || !slices.Contains(set.Signers, signer) || bytes.Compare(signer[:], last[:]) <= 0 {
			return fmt.Errorf("%w: signature of %s, %w", chains.ErrUnattested, signer, err)
		}
		last = signer
	}
	return nil
}

// rotate makes the next epoch's set; verifier may be a new one.
func (c *inboxChain) rotate(verifier common.Address, signers []common.Address, threshold int) {
	c.locked(func() {
		epoch := c.sets[c.verifier].Epoch + 1
		c.sets = maps.Clone(c.sets)
		c.verifier = verifier
		c.sets[verifier] = messages.SignerSet{Domain: messages.Domain{TargetChain: c.lane.TargetChain, Verifier: verifier},
			Signers: signers, Threshold: threshold, Epoch: epoch}
	})
}

// reorganise undoes the last delivery, as if its block and transaction had never
// been.
func (c *inboxChain) reorganise() {
	c.locked(func() {
		n := len(c.history) - 1
		c.handled = c.handled[:uint64(len(c.handled))-(c.at.Nonce-c.history[n].Nonce)]
		c.at, c.history = c.history[n], c.history[:n]
	})
}

func (c *inboxChain) hold(account string, held bool) { c.locked(func() { c.held[account] = held }) }

func (c *inboxChain) count() (handled []uint64, mined, wasted int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.handled), c.mined, c.wasted
}

// memTx is a transaction of an account.
type memTx struct {
	account  string
	delivery chains.Delivery
	done     chan struct{}
	receipt  chains.Receipt
	err      error
}

// Wait implements chains.Submission.
func (tx *memTx) Wait(ctx context.Context) (chains.Receipt, error) {
	select {
	case <-tx.done:
		return tx.receipt, tx.err
	case <-ctx.Done():
		return chains.Receipt{}, ctx.Err()
	}
}

// memTarget is an account's access to an inboxChain.
type memTarget struct {
	*inboxChain
	account string

	// Faults, guarded by the chain's lock; nil is none.
	onInbox    func(ctx context.Context) error
	onSet      func(ctx context.Context) error
	afterQueue func(ctx context.Context) error // of Submit, when the transaction is on its way
}

var _ chains.Target = (*memTarget)(nil)

func (t *memTarget) fault(which *func(context.Context) error) func(context.Context) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if *which == nil {
		return func(ctx context.Context) error { return ctx.Err() }
	}
	return *which
}

func (t *memTarget) ChainID() uint64 { return t.lane.TargetChain }

func (t *memTarget) Inbox(ctx context.Context, _ uint64) (chains.Inbox, error) {
	if err := t.fault(&t.onInbox)(ctx); err != nil {
		return chains.Inbox{}, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return chains.Inbox{ID: t.id, Lane: t.lane.ID(), Position: t.at, Verifier: t.verifier, Paused: t.paused}, nil
}

func (t *memTarget) SignerSet(ctx context.Context, verifier common.Address) (messages.SignerSet, error) {
	if err := t.fault(&t.onSet)(ctx); err != nil {
		return messages.SignerSet{}, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.sets[verifier], nil
}

func (t *memTarget) Estimate(context.Context, chains.Delivery) (uint64, error) {
	return 0, fmt.Errorf("%w: not asked for by relayers", chains.ErrUnavailable)
}

func (t *memTarget) Submit(ctx context.Context, d chains.Delivery) (chains.Submission, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	tx := &memTx{account: t.account, delivery: d, done: make(chan struct{})}
	t.mu.Lock()
	if t.maxRun > 0 && len(d.Messages) > t.maxRun {
		t.mu.Unlock()
		return nil, fmt.Errorf("%w: calldata", chains.ErrTooMuchGas)
	}
	if d.Simulate {
		if last := d.Messages[len(d.Messages)-1].Nonce; last <= t.at.Nonce {
			t.mu.Unlock()
			return nil, fmt.Errorf("%w: %d", chains.ErrNothingNew, last)
		}
		if _, err := t.execute(&d, true); err != nil {
			t.mu.Unlock()
			return nil, err
		}
	}
	t.queue = append(t.queue, tx)
	t.mu.Unlock()
	if err := t.fault(&t.afterQueue)(ctx); err != nil {
		return nil, err
	}
	return tx, nil
}

func (t *memTarget) WatchInbox(ctx context.Context, _ uint64, _ func()) error {
	<-ctx.Done()
	return ctx.Err()
}

// addressOf is the signer number i.
func addressOf(i int) common.Address { return crypto.PubkeyToAddress(signerKey(i).PublicKey) }
