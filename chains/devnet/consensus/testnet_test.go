package consensus

import (
	"fmt"
	"math/big"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/trie"

	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// testNet drives real machines with real signatures by hand: nothing happens unless a test says so. Every message goes
// through the codec. Validators are called v1, v2, … in the order of their addresses.
type testNet struct {
	handmade
	signers  []*KeySigner
	set      *Set
	genesis  *types.Header
	nodes    []*testNode
	wire     []envelope
	labels   map[common.Hash]string // on-chain hash → A, B, …
	log      []string
	byHeight map[uint64]common.Hash // what was decided: agreement is checked against it
	salt     int
	invalid  map[common.Hash]bool // blocks whose verification fails
	now      time.Duration        // virtual
	txs      types.Transactions   // what every block carries
	manual   bool                 // builds and verifications wait for the test
}

// failer is what tests, benchmarks and rapid have in common.
type failer interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

type testNode struct {
	name    string
	machine *Machine
	crashed bool
	timer   *RoundTimer
	due     time.Duration // virtual time at which timer fires
	builds  []BuildRequest
	checks  []VerifyRequest
	head    *types.Header
	decided map[uint64]*types.Block
	found   []Evidence
	refused []error
	saved   *Durable // what a journal would hold
	abstain error
}

type envelope struct {
	from, to int
	frame    []byte
}

func testKey(tb failer, i int) *KeySigner {
	tb.Helper()
	key, err := crypto.ToECDSA(crypto.Keccak256(fmt.Appendf(nil, "validator %d", i)))
	if err != nil {
		tb.Fatal(err)
	}
	s, err := NewKeySigner(key)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func testSigners(tb failer, n int) []*KeySigner {
	tb.Helper()
	signers := make([]*KeySigner, n)
	for i := range signers {
		signers[i] = testKey(tb, i)
	}
	sort.Slice(signers, func(i, j int) bool { return signers[i].address.Cmp(signers[j].address) < 0 })
	return signers
}

func testGenesis(validators []common.Address) *types.Header {
	extra := qbft.ExtraData{Validators: validators}
	return &types.Header{
		UncleHash: types.EmptyUncleHash, TxHash: types.EmptyTxsHash, ReceiptHash: types.EmptyReceiptsHash,
		Difficulty: big.NewInt(1), Number: new(big.Int), GasLimit: 30_000_000, Time: 1_700_000_000,
		Extra: extra.Encode(), MixDigest: MixDigest,
	}
}

func newTestNet(tb failer, n int) *testNet {
	tb.Helper()
	return newTestNetWith(tb, testSigners(tb, n), Timeouts{Base: time.Second, Max: 16 * time.Second})
}

func newTestNetWith(tb failer, signers []*KeySigner, timeouts Timeouts) *testNet {
	tb.Helper()
	net := &testNet{
		handmade: handmade{tb}, signers: signers, labels: make(map[common.Hash]string), byHeight: make(map[uint64]common.Hash),
		invalid: make(map[common.Hash]bool),
	}
	var members []common.Address
	for _, s := range signers {
		members = append(members, s.Address())
	}
	var err error
	if net.set, err = NewSet(members); err != nil {
		tb.Fatal(err)
	}
	net.genesis = testGenesis(net.set.Members())
	for i, s := range signers {
		m, err := NewMachine(s, timeouts)
		if err != nil {
			tb.Fatal(err)
		}
		net.nodes = append(net.nodes, &testNode{
			name: fmt.Sprintf("v%d", i+1), machine: m, head: net.genesis, decided: make(map[uint64]*types.Block),
		})
		net.begin(i, net.genesis)
	}
	return net
}

func (net *testNet) begin(i int, parent *types.Header) {
	net.tb.Helper()
	if err := net.nodes[i].machine.Begin(parent, net.set); err != nil {
		net.tb.Fatalf("%s begins after block %d: %v", net.nodes[i].name, parent.Number, err)
	}
	net.nodes[i].timer = nil
	net.collect(i)
}

// restart gives a node a new machine that knows what the old one saved, and nothing else.
func (net *testNet) restart(i int) {
	net.tb.Helper()
	n := net.nodes[i]
	m, err := NewMachine(net.signers[i], n.machine.timeouts)
	if err != nil {
		net.tb.Fatal(err)
	}
	if n.saved != nil {
		if err := m.Restore(net.recoded(n.saved)); err != nil {
			net.tb.Fatal(err)
		}
	}
	n.machine = m
	n.builds, n.checks = nil, nil
	net.begin(i, n.head)
}

// recoded sends a state through its encoding.
func (net *testNet) recoded(d *Durable) *Durable {
	net.tb.Helper()
	b, err := d.Encode()
	if err != nil {
		net.tb.Fatal(err)
	}
	again, err := DecodeDurable(b)
	if err != nil {
		net.tb.Fatal(err)
	}
	return again
}

// block builds a valid empty block; each call yields another one.
func (net *testNet) block(parent *types.Header, coinbase common.Address, round uint32) *types.Block {
	net.tb.Helper()
	hash, err := qbft.OnChainHash(parent)
	if err != nil {
		net.tb.Fatal(err)
	}
	net.salt++
	extra := qbft.ExtraData{Validators: net.set.Members(), Round: round}
	return types.NewBlockWithHeader(&types.Header{
		ParentHash: hash, UncleHash: types.EmptyUncleHash, Coinbase: coinbase, Root: common.BigToHash(big.NewInt(int64(net.salt))),
		TxHash: types.DeriveSha(net.txs, trie.NewStackTrie(nil)), ReceiptHash: types.EmptyReceiptsHash, Difficulty: big.NewInt(1),
		Number: new(big.Int).Add(parent.Number, common.Big1), GasLimit: parent.GasLimit, Time: parent.Time + 1,
		Extra: extra.Encode(), MixDigest: MixDigest,
	}).WithBody(types.Body{Transactions: net.txs})
}

func (net *testNet) label(b *types.Block) string {
	h, err := chainHashOf(b)
	if err != nil {
		return "?"
	}
	if net.labels[h] == "" {
		net.labels[h] = string(rune('A' + len(net.labels)))
	}
	return net.labels[h]
}

// collect does what a machine wants; messages go onto the wire.
func (net *testNet) collect(i int) {
	net.tb.Helper()
	n := net.nodes[i]
	for {
		out := n.machine.Ready()
		if out.Durable != nil {
			n.saved = out.Durable
		}
		if out.Abstains != nil {
			n.abstain = out.Abstains
		}
		n.found = append(n.found, out.Evidence...)
		n.refused = append(n.refused, out.Refused...)
		for _, e := range out.Evidence {
			net.logf("%s caught %s: two %ss", n.name, net.name(e.Author), e.First.Code())
		}
		for _, m := range out.Messages {
			net.logf("%s sends %s", n.name, net.describe(m))
			net.broadcast(i, m)
		}
		if out.Timer != nil {
			n.timer, n.due = out.Timer, net.now+out.Timer.After
			net.logf("%s timer h%d r%d %s", n.name, out.Timer.Height, out.Timer.Round, out.Timer.After)
		}
		n.checks = append(n.checks, out.Verify...)
		if out.Build != nil {
			n.builds = append(n.builds, *out.Build)
		}
		if out.Decided != nil {
			net.decide(i, out.Decided)
		}
		if net.manual || len(n.checks)+len(n.builds) == 0 {
			return
		}
		net.answer(i)
	}
}

// answer builds and verifies what a machine asked for.
func (net *testNet) answer(i int) {
	n := net.nodes[i]
	for _, req := range n.checks {
		var invalid error
		if h, _ := chainHashOf(req.Block); net.invalid[h] {
			invalid = ErrInvalidProposal
			net.logf("%s finds %s invalid", n.name, net.label(req.Block))
		}
		_ = n.machine.Verified(req, invalid)
	}
	n.checks = nil
	for _, req := range n.builds {
		_ = n.machine.Propose(req.Height, req.Round, net.block(req.Parent, n.machine.self, req.Round))
	}
	n.builds = nil
}

func (net *testNet) decide(i int, sealed *types.Block) {
	net.tb.Helper()
	n := net.nodes[i]
	hash, err := chainHashOf(sealed)
	if err != nil {
		net.tb.Fatal(err)
	}
	net.logf("%s decides %s", n.name, net.label(sealed))
	height := sealed.NumberU64()
	if other, ok := net.byHeight[height]; ok && other != hash {
		net.tb.Fatalf("agreement is broken at height %d: %s decided %s, somebody else %s", height, n.name, hash, other)
	}
	net.byHeight[height] = hash
	n.decided[height] = sealed
	n.head = sealed.Header()
	net.checkSealed(sealed)
}

// checkSealed verifies a decided block as a light client would: distinct validators' seals, at least a quorum.
func (net *testNet) checkSealed(sealed *types.Block) {
	net.tb.Helper()
	x, err := qbft.DecodeExtra(sealed.Extra())
	if err != nil {
		net.tb.Fatal(err)
	}
	digest, err := qbft.CommittedSealHash(sealed.Header())
	if err != nil {
		net.tb.Fatal(err)
	}
	seen := map[common.Address]bool{}
	for _, seal := range x.Seals {
		a, err := recoverAddress(digest, seal)
		if err != nil || !net.set.Contains(a) || seen[a] {
			net.tb.Fatalf("block %d: seal by %s (known %t, twice %t): %v", sealed.NumberU64(), a, net.set.Contains(a), seen[a], err)
		}
		seen[a] = true
	}
	if len(seen) < net.set.Quorum() {
		net.tb.Fatalf("block %d has %d seals, want %d", sealed.NumberU64(), len(seen), net.set.Quorum())
	}
}

func (net *testNet) broadcast(from int, m Message) {
	net.tb.Helper()
	frame, err := EncodeFrame(m)
	if err != nil {
		net.tb.Fatalf("encode: %v", err)
	}
	for to := range net.nodes {
		if to != from {
			net.wire = append(net.wire, envelope{from, to, frame})
		}
	}
}

// deliver hands one frame to its receiver.
func (net *testNet) deliver(e envelope) error {
	net.tb.Helper()
	n := net.nodes[e.to]
	if n.crashed {
		return nil
	}
	m, err := DecodeFrame(e.frame)
	if err != nil {
		net.tb.Fatalf("frame on the wire: %v", err)
	}
	err = n.machine.Step(m)
	net.collect(e.to)
	return err
}

// step gives a hand-made message to a node and returns what it says.
func (net *testNet) step(to int, m Message) error {
	net.tb.Helper()
	frame, err := EncodeFrame(m)
	if err != nil {
		net.tb.Fatalf("encode: %v", err)
	}
	return net.deliver(envelope{-1, to, frame})
}

// deliverAll delivers until nothing is left, first in first out; refused messages are the receiver's business.
func (net *testNet) deliverAll() {
	for len(net.wire) > 0 {
		e := net.wire[0]
		net.wire = net.wire[1:]
		_ = net.deliver(e)
	}
}

// discard drops what is on the wire and matches.
func (net *testNet) discard(match func(envelope, Message) bool) int {
	net.tb.Helper()
	before := len(net.wire)
	net.wire = slices.DeleteFunc(net.wire, func(e envelope) bool {
		m, err := DecodeFrame(e.frame)
		if err != nil {
			net.tb.Fatal(err)
		}
		return match(e, m)
	})
	return before - len(net.wire)
}

func (net *testNet) start(nodes ...int) {
	for _, i := range net.or(nodes) {
		if !net.nodes[i].crashed {
			net.nodes[i].machine.Start()
			net.collect(i)
		}
	}
}

// timeout lets round timers run out.
func (net *testNet) timeout(nodes ...int) {
	net.tb.Helper()
	for _, i := range net.or(nodes) {
		n := net.nodes[i]
		if n.crashed || n.timer == nil {
			continue
		}
		timer := *n.timer
		n.timer = nil
		if err := n.machine.Timeout(timer.Height, timer.Round); err != nil {
			net.tb.Fatalf("%s times out: %v", n.name, err)
		}
		net.collect(i)
	}
}

// next begins the following height wherever the current one is decided; the others take the head from the ledger.
func (net *testNet) next() {
	net.tb.Helper()
	var head *types.Header
	for _, n := range net.nodes {
		if head == nil || n.head.Number.Cmp(head.Number) > 0 {
			head = n.head
		}
	}
	for i, n := range net.nodes {
		if n.machine.Status().Height <= head.Number.Uint64() {
			n.head = head
			net.begin(i, head)
		}
	}
}

func (net *testNet) or(nodes []int) []int {
	if len(nodes) > 0 {
		return nodes
	}
	for i := range net.nodes {
		nodes = append(nodes, i)
	}
	return nodes
}

func (net *testNet) name(a common.Address) string {
	for i, s := range net.signers {
		if s.Address() == a {
			return net.nodes[i].name
		}
	}
	return a.Hex()
}

func (net *testNet) logf(format string, args ...any) {
	net.log = append(net.log, fmt.Sprintf(format, args...))
}

// describe names a message as the scripts show it.
func (net *testNet) describe(m Message) string {
	s := fmt.Sprintf("%s h%d r%d", m.Code(), m.Height(), m.Round())
	switch m := m.(type) {
	case *Proposal:
		s += " " + net.label(m.Payload.Block)
		if m.Round() > 0 {
			s += fmt.Sprintf(" (%d round-changes, %d prepares)", len(m.RoundChanges), len(m.Prepares))
		}
	case *RoundChange:
		if m.Block != nil {
			s += fmt.Sprintf(" prepared %s in r%d", net.label(m.Block), m.Payload.Prepared.Round)
		}
	}
	return s
}

func (net *testNet) takeLog() string {
	s := strings.Join(net.log, "\n")
	net.log = nil
	if s != "" {
		s += "\n"
	}
	return s
}
