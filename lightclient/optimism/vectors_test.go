package optimism_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/optimism"
	"github.com/catenary-bridge/catenary/lightclient/optimism/optimismtest"
)

// The files are of a local OP-stack network, recorded by datachainlab/optimism-elc, and
// not part of the repository. What a file holds is told by its content: a message that
// accuses a game of contradicting the chain, decoded, or the state of a client.
type vectors struct {
	accusations map[string]accusation
	clients     map[string]clientState
}

// clientState is an accuser's own, in protobuf.
type clientState struct {
	Client    hexBytes `json:"client_state"`
	Consensus hexBytes `json:"consensus_state"`
}

func readVectors(t *testing.T) vectors {
	t.Helper()
	root := os.Getenv("CATENARY_VECTORS")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared", "data")
	}
	names, err := filepath.Glob(filepath.Join(root, "optimism", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	if len(names) == 0 {
		t.Skip("no test data: set CATENARY_VECTORS to the folder that holds optimism/*.json")
	}
	v := vectors{accusations: make(map[string]accusation), clients: make(map[string]clientState)}
	for _, name := range names {
		base := filepath.Base(name)
		switch fields := readJSON[map[string]json.RawMessage](t, name); {
		case fields["resolved_output_root"] != nil && fields["proof"] != nil:
			v.accusations[base] = readJSON[accusation](t, name)
		case fields["client_state"] != nil:
			v.clients[base] = readJSON[clientState](t, name)
		default:
			t.Errorf("%s holds neither an accusation nor the state of a client", base)
		}
	}
	return v
}

// accusers returns the clients that may have sent an accusation: that of the same name,
// if there is one, or else all that know the factory.
func (v vectors) accusers(t *testing.T, name string, a accusation) (found []clientState) {
	t.Helper()
	if named, ok := v.clients[strings.TrimPrefix(name, "decoded_")]; ok {
		return []clientState{named}
	}
	for _, c := range v.clients {
		if config, ok := decodeMessage(t, c.Client)[7].([]byte); ok && bytes.Equal(decodeMessage(t, config).bytes(t, 1), a.Factory) {
			found = append(found, c)
		}
	}
	return found
}

func readJSON[T any](t *testing.T, name string) (v T) {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return v
}

type hexBytes []byte

func (h *hexBytes) UnmarshalText(text []byte) (err error) {
	*h, err = hex.DecodeString(string(text))
	return err
}

func hash(h hexBytes) common.Hash { return common.BytesToHash(h) }

func raw(list []hexBytes) (out [][]byte) {
	for _, b := range list {
		out = append(out, b)
	}
	return out
}

type accountUpdate struct {
	AccountProof []hexBytes `json:"account_proof"`
	StorageRoot  hexBytes   `json:"storage_root"`
}

type gameVector struct {
	StateRoot hexBytes      `json:"state_root"`
	Factory   accountUpdate `json:"factory_account"`
	GameID    []hexBytes    `json:"game_id_proof"`
	Game      accountUpdate `json:"game_account"`
	Status    []hexBytes    `json:"game_status_proof"`
	GameType  uint32        `json:"game_type"`
}

type accusation struct {
	L2Number   uint64         `json:"resolved_l2_number"`
	OutputRoot hexBytes       `json:"resolved_output_root"`
	Proof      gameVector     `json:"proof"`
	L2Headers  []hexBytes     `json:"l2_header_history"` // descending
	L1Headers  []hexBytes     `json:"l1_header_history"` // descending
	Factory    hexBytes       `json:"factory"`
	FirstMP    *accountUpdate `json:"first_mp"`
	LastMP     *accountUpdate `json:"last_mp"`
	Submitted  *gameVector    `json:"submitted_l1_proof"`
}

// deployment is what the accuser's own configuration says, read from its protobuf.
func (a accusation) deployment(t *testing.T, config message) optimism.Deployment {
	t.Helper()
	d := optimism.Deployment{ParentChainID: 1, Games: optimism.StandardGames(common.BytesToAddress(a.Factory))}
	g := d.Games
	if recorded := common.BytesToAddress(config.bytes(t, 1)); recorded != g.Factory.Address {
		t.Fatalf("the accuser's factory is %s, the message's %s", recorded, g.Factory.Address)
	}
	// They count the bytes of a word from its high-order end. That the layout holds, the
	// proofs say, and what of a word is in use above it.
	g.GamesSlot, g.State.Slot = config.number(2), config.number(3)
	g.State.Status, g.State.CreatedAt = uint8(31-config.number(4)), uint8(24-config.number(5))
	g.FinalityDelay = time.Second
	g.Types = []optimism.GameType{{ID: a.Proof.GameType, ExtraDataBytes: 32}}
	return d
}

func (g gameVector) proof(a accusation) optimism.Proof {
	number := optimismtest.Number(a.L2Number)
	return optimism.Proof{Game: &optimism.GameProof{
		Type: g.GameType, RootClaim: hash(a.OutputRoot), ExtraData: number[:],
		Factory: optimism.AccountProof{Account: raw(g.Factory.AccountProof), Storage: [][][]byte{raw(g.GameID)}},
		Game:    optimism.AccountProof{Account: raw(g.Game.AccountProof), Storage: [][][]byte{raw(g.Status)}},
	}}
}

// status reads the game's status by what the proof's last node says, whose hash the
// verifier checks.
func (g gameVector) status(t *testing.T) byte {
	t.Helper()
	var leaf, value []byte
	leaf = g.Status[len(g.Status)-1]
	content, _, err := rlp.SplitList(leaf)
	if err != nil {
		t.Fatal(err)
	}
	if _, content, err = rlp.SplitString(content); err != nil {
		t.Fatal(err)
	}
	if value, _, err = rlp.SplitString(content); err != nil {
		t.Fatal(err)
	}
	if value, _, err = rlp.SplitString(value); err != nil {
		t.Fatal(err)
	}
	return common.BytesToHash(value)[15]
}

// check verifies all that a recorded proof says of a game. Whether it is believed
// depends on its status alone.
func (g gameVector) check(t *testing.T, a accusation, d optimism.Deployment) {
	t.Helper()
	parent := lightclient.Believe(lightclient.Header{Number: 1, StateRoot: hash(g.StateRoot), Time: 1 << 40})
	output, err := optimism.VerifyOutput(parent, d, g.proof(a))
	want := map[byte]error{optimismtest.InProgress: optimism.ErrInProgress, optimismtest.ChallengerWins: optimism.ErrChallengerWins, optimismtest.DefenderWins: nil}
	status := g.status(t)
	if reason, known := want[status]; !known || !errors.Is(err, reason) || (err == nil) != (reason == nil) {
		t.Fatalf("status is %d: got %+v, %v, want %v", status, output, err, reason)
	}
	if err == nil && output.Root != hash(a.OutputRoot) {
		t.Fatalf("output root is %s", output.Root)
	}
	// The proofs were needed, all of them: with any other claim they don't hold.
	for name, change := range map[string]func(*optimism.Proof){
		"root":   func(p *optimism.Proof) { p.Game.RootClaim[0] ^= 1 },
		"number": func(p *optimism.Proof) { p.Game.ExtraData = append(make([]byte, 31), 1) },
		"game":   func(p *optimism.Proof) { p.Game.Game.Account = p.Game.Factory.Account },
	} {
		p := g.proof(a)
		change(&p)
		var unfit *optimism.UnfitError
		if output, err := optimism.VerifyOutput(parent, d, p); err == nil || errors.As(err, &unfit) && errors.Is(err, optimism.ErrInProgress) {
			t.Errorf("another %s: got %+v, %v", name, output, err)
		}
	}
}

func decodeHeaders(t *testing.T, list []hexBytes) (headers []*types.Header) {
	t.Helper()
	for i, b := range list {
		h := new(types.Header)
		if err := rlp.DecodeBytes(b, h); err != nil {
			t.Fatal(err)
		}
		headers = append(headers, h)
		if i > 0 && h.Hash() != headers[i-1].ParentHash {
			t.Fatalf("header %d does not follow from the one above it", h.Number)
		}
	}
	return headers
}

func TestVectors(t *testing.T) {
	v := readVectors(t)
	if len(v.accusations) == 0 {
		t.Error("there is no accusation among the files")
	}
	for name, a := range v.accusations {
		t.Run(name, func(t *testing.T) {
			accusers := v.accusers(t, name, a)
			if len(accusers) == 0 {
				t.Skip("there is no state of a client that knows its factory")
			}
			client := decodeMessage(t, accusers[0].Client)
			d := a.deployment(t, decodeMessage(t, client.bytes(t, 7)))

			a.Proof.check(t, a, d)
			if a.Submitted != nil {
				a.Submitted.check(t, a, d)
				headers := decodeHeaders(t, a.L1Headers)
				if first, last := headers[0], headers[len(headers)-1]; first.Root != hash(a.Proof.StateRoot) || last.Root != hash(a.Submitted.StateRoot) {
					t.Fatalf("the L1 headers' state roots are %s and %s", first.Root, last.Root)
				}
			}
			if len(a.L2Headers) > 0 {
				a.checkBlocks(t, accusers)
			}
		})
	}
}

// checkBlocks recomputes output roots: that of the first header is the one which the
// accuser trusts, and that of the last is not what the accused game claims.
func (a accusation) checkBlocks(t *testing.T, accusers []clientState) {
	t.Helper()
	headers := decodeHeaders(t, a.L2Headers)
	bind := func(h *types.Header, mp *accountUpdate, root common.Hash) error {
		t.Helper()
		passer, err := optimism.VerifyMessagePasser(h.Root, raw(mp.AccountProof))
		if err != nil || passer != hash(mp.StorageRoot) {
			t.Fatalf("message passer's root is %s, %v, want %x", passer, err, mp.StorageRoot)
		}
		if h.WithdrawalsHash == nil || *h.WithdrawalsHash != passer {
			t.Fatalf("withdrawalsRoot is %v, the message passer's storage root %s", h.WithdrawalsHash, passer)
		}
		// By a game of ours that claims the recorded root for the recorded block.
		w := optimismtest.New(t, optimismtest.Deployments["bare"](), 0)
		w.Now = h.Time
		g := optimismtest.AddGame(w.State, w.Deployment.Games, optimismtest.Game{
			RootClaim: root, Number: h.Number.Uint64(), CreatedAt: w.Now + 1, ResolvedAt: w.Now + 2, Status: optimismtest.DefenderWins, Implementation: optimismtest.Implementation,
		})
		w.Now += 100
		parent := w.Seal()
		p := optimismtest.GameProof(t, w.Deployment, parent.Tries, g, optimismtest.Block{Header: h, Tries: emptyPasser(t)})
		p.MessagePasserRoot = passer
		block, err := optimism.Verify(parent.Final(), w.Deployment, p)
		if err == nil && block.Header.Hash != h.Hash() {
			t.Fatalf("believed %+v", block)
		}
		return err
	}
	var err error
	for _, accuser := range accusers {
		if err = bind(headers[0], a.FirstMP, hash(decodeMessage(t, accuser.Consensus).bytes(t, 3))); err == nil {
			break
		}
	}
	if err != nil {
		t.Fatalf("the trusted output root: %v", err)
	}
	last := headers[len(headers)-1]
	if last.Number.Uint64() != a.L2Number {
		t.Fatalf("the last header is %d, the game is about %d", last.Number, a.L2Number)
	}
	if err := bind(last, a.LastMP, hash(a.OutputRoot)); !errors.Is(err, lightclient.ErrProof) || !strings.Contains(err.Error(), "output root of L2 header") {
		t.Fatalf("the accused output root: %v, want it refused", err)
	}
}

func emptyPasser(t *testing.T) *optimismtest.Tries {
	state := make(optimismtest.State)
	state.At(optimism.MessagePasser)
	return state.Build(t)
}

// message is a protobuf message by field number, the last of each counting.
type message map[uint64]any

func (m message) number(field uint64) uint64 { n, _ := m[field].(uint64); return n }

func (m message) bytes(t *testing.T, field uint64) []byte {
	t.Helper()
	b, ok := m[field].([]byte)
	if !ok {
		t.Fatalf("field %d is no bytes", field)
	}
	return b
}

// decodeMessage reads varints and byte strings, of which these messages consist.
func decodeMessage(t *testing.T, b []byte) message {
	t.Helper()
	m := make(message)
	varint := func() (n uint64) {
		for shift := 0; len(b) > 0; shift += 7 {
			c := b[0]
			b, n = b[1:], n|uint64(c&0x7f)<<shift
			if c < 0x80 {
				return n
			}
		}
		t.Fatal("protobuf ends within a number")
		return 0
	}
	for len(b) > 0 {
		switch key := varint(); key & 7 {
		case 0:
			m[key>>3] = varint()
		case 2:
			n := varint()
			if n > uint64(len(b)) {
				t.Fatalf("protobuf field %d is longer than the rest", key>>3)
			}
			m[key>>3], b = b[:n], b[n:]
		default:
			t.Fatalf("protobuf wire type %d", key&7)
		}
	}
	return m
}
