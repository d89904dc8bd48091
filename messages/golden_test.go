package messages

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/crypto"
)

// The vectors were generated once and are the contract between Go and Solidity.
// Regenerating them is a change of protocol: think it through, then run with -generate.
var generate = flag.Bool("generate", false, "write testdata/vectors.json anew (a change of protocol)")

type goldenMessage struct {
	Name    string          `json:"name"`
	Encoded hexutil.Bytes   `json:"encoded"`
	ID      ID              `json:"id"`
	JSON    json.RawMessage `json:"json"`
}

type goldenLane struct {
	Name         string        `json:"name"`
	Lane         Lane          `json:"lane"`
	ID           LaneID        `json:"id"`
	IDs          []ID          `json:"messageIds"`
	Accumulators []Accumulator `json:"accumulators"` // after each id
}

type goldenInbox struct {
	Address common.Address `json:"address"`
	Mark    Mark           `json:"mark"`
	ID      InboxID        `json:"id"`
}

type goldenCheckpoint struct {
	Name       string        `json:"name"`
	Checkpoint Checkpoint    `json:"checkpoint"`
	Domain     Domain        `json:"domain"`
	Separator  Mark          `json:"domainSeparator"`
	Digest     Mark          `json:"digest"`
	Key        Mark          `json:"privateKey"` // of the signer, for tests alone
	Approval   Approval      `json:"approval"`
	Binary     hexutil.Bytes `json:"approvalBinary"`
}

type goldenRotation struct {
	Name     string   `json:"name"`
	Rotation Rotation `json:"rotation"`
	Domain   Domain   `json:"domain"`
	Digest   Mark     `json:"digest"`
}

type golden struct {
	Messages    []goldenMessage    `json:"messages"`
	Lanes       []goldenLane       `json:"lanes"`
	Inboxes     []goldenInbox      `json:"inboxes"`
	Checkpoints []goldenCheckpoint `json:"checkpoints"`
	Rotations   []goldenRotation   `json:"rotations"`
}

func goldenPath() string { return filepath.Join("testdata", "vectors.json") }

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func filled(b byte) (w [32]byte) {
	for i := range w {
		w[i] = b + byte(i)
	}
	return w
}

func goldenSamples() map[string]Message {
	sender := AccountOf(common.HexToAddress("0x5FbDB2315678afecb367f032d93F642f64180aa3"))
	recipient := AccountOf(common.HexToAddress("0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512"))
	large := bytes.Repeat([]byte("catenary"), MaxPayloadSize/8)
	return map[string]Message{
		"1 first, empty payload": {Nonce: 1, SourceChain: 1, Sender: sender, TargetChain: 2, Recipient: recipient, Timestamp: 1_700_000_000, GasLimit: 100_000},
		"2 64-byte payload":      {Nonce: 2, SourceChain: 9001, Sender: sender, TargetChain: 9002, Recipient: recipient, Timestamp: 1_790_000_001, GasLimit: 200_000, Payload: append(append([]byte{}, filledSlice(0x10)...), filledSlice(0x80)...)},
		"3 one byte":             {Nonce: 3, SourceChain: 9001, Sender: sender, TargetChain: 9002, Recipient: recipient, Timestamp: 1_790_000_001, GasLimit: 1, Payload: []byte{0}},
		"4 foreign accounts":     {Nonce: 4, SourceChain: 9001, Sender: filled(0xa0), TargetChain: 9002, Recipient: filled(0xb0), Timestamp: 0, GasLimit: 0, Payload: []byte("dirty upper bytes")},
		"5 largest integers":     {Nonce: 1<<64 - 1, SourceChain: 1<<64 - 1, Sender: filled(0xff), TargetChain: 1<<64 - 1, Recipient: filled(0xff), Timestamp: 1<<64 - 1, GasLimit: 1<<64 - 1, Payload: []byte{0xff}},
		"6 around 2^53":          {Nonce: 1<<53 - 1, SourceChain: 1 << 53, Sender: sender, TargetChain: 1<<53 + 1, Recipient: recipient, Timestamp: 1 << 53, GasLimit: 1<<53 - 1, Payload: []byte{1, 2, 3}},
		"7 largest payload":      {Nonce: 7, SourceChain: 9001, Sender: sender, TargetChain: 9002, Recipient: recipient, Timestamp: 1_790_000_002, GasLimit: 12_000_000, Payload: large},
	}
}

func filledSlice(b byte) []byte { w := filled(b); return w[:] }

func makeGolden() golden {
	var g golden
	samples := goldenSamples()
	var ids []ID
	for _, name := range sortedKeys(samples) {
		m := samples[name]
		encoded := must(m.MarshalBinary())
		g.Messages = append(g.Messages, goldenMessage{name[2:], encoded, m.ID(), must(json.Marshal(m))})
		ids = append(ids, m.ID())
	}
	outbox := common.HexToAddress("0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0")
	for i, lane := range []Lane{
		{SourceChain: 9001, Outbox: outbox, OutboxMark: filled(0x21), TargetChain: 9002},
		{SourceChain: 9002, Outbox: outbox, OutboxMark: filled(0x22), TargetChain: 9001},
		{SourceChain: 1<<64 - 1, Outbox: common.Address(bytes.Repeat([]byte{0xff}, 20)), OutboxMark: filled(0xf0), TargetChain: 1<<64 - 2},
	} {
		l := goldenLane{Name: fmt.Sprintf("lane %d", i+1), Lane: lane, ID: lane.ID(), IDs: ids}
		position := lane.Start()
		for _, id := range ids {
			position = position.Advance(id)
			l.Accumulators = append(l.Accumulators, position.Accumulator)
		}
		g.Lanes = append(g.Lanes, l)
	}
	inbox := common.HexToAddress("0xCf7Ed3AccA5a467e9e704C703E8D87F634fB0Fc9")
	g.Inboxes = []goldenInbox{{inbox, filled(0x31), InboxIDOf(inbox, filled(0x31))}, {common.Address{}, Mark{}, InboxIDOf(common.Address{}, Mark{})}}
	g.Checkpoints, g.Rotations = makeGoldenSigned(g)
	return g
}

func makeGoldenSigned(g golden) (checkpoints []goldenCheckpoint, rotations []goldenRotation) {
	domains := []Domain{
		{TargetChain: 9002, Verifier: common.HexToAddress("0xDc64a140Aa3E981100a9becA4E685f962f0cF6C9")},
		{TargetChain: 1<<64 - 1, Verifier: common.Address(bytes.Repeat([]byte{0xff}, 20))},
	}
	for i, domain := range domains {
		checkpoint := Checkpoint{Lane: g.Lanes[i].ID, Inbox: g.Inboxes[0].ID, Nonce: 7, Accumulator: g.Lanes[i].Accumulators[6], Epoch: uint64(i) + 1}
		if i == 1 {
			checkpoint.Nonce, checkpoint.Epoch = 1<<64-1, 1<<64-1
		}
		seed := filled(byte(0x41 + i))
		key := must(crypto.ToECDSA(seed[:]))
		digest := checkpoint.Digest(domain)
		approval := Approval{Checkpoint: checkpoint, Domain: domain, Signer: crypto.PubkeyToAddress(key.PublicKey),
			Signature: must(SignatureOf(must(crypto.Sign(digest[:], key))))}
		checkpoints = append(checkpoints, goldenCheckpoint{fmt.Sprintf("checkpoint %d", i+1), checkpoint, domain,
			domain.Separator(), digest, seed, approval, must(approval.MarshalBinary())})
		rotation := Rotation{Signers: []common.Address{approval.Signer, {19: 1}, {19: 2}}[:3-i], Threshold: uint64(2 - i), Epoch: checkpoint.Epoch}
		rotations = append(rotations, goldenRotation{fmt.Sprintf("rotation %d", i+1), rotation, domain, rotation.Digest(domain)})
	}
	return checkpoints, rotations
}

// TestGoldenVectors pins every hashed and signed byte: what the code makes today
// is what the file has held since it was generated.
func TestGoldenVectors(t *testing.T) {
	made := append(must(json.MarshalIndent(makeGolden(), "", "  ")), '\n')
	if *generate {
		if err := os.WriteFile(goldenPath(), made, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	pinned, err := os.ReadFile(goldenPath())
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(made, pinned) {
		t.Fatal("the bytes of the protocol have changed: testdata/vectors.json differs from what the code makes")
	}
}

// TestGoldenVectorsDecode reads every vector back through the decoders.
func TestGoldenVectorsDecode(t *testing.T) {
	var g golden
	if err := json.Unmarshal(must(os.ReadFile(goldenPath())), &g); err != nil {
		t.Fatal(err)
	}
	for _, v := range g.Messages {
		m, err := DecodeMessage(v.Encoded)
		if err != nil {
			t.Fatalf("%s: %v", v.Name, err)
		}
		var fromJSON Message
		if err := json.Unmarshal(v.JSON, &fromJSON); err != nil {
			t.Fatalf("%s: %v", v.Name, err)
		}
		if m.ID() != v.ID || EncodedID(v.Encoded) != v.ID || !m.Equal(&fromJSON) {
			t.Errorf("%s: the forms of one message differ", v.Name)
		}
	}
	for _, v := range g.Checkpoints {
		if err := v.Approval.Verify(); err != nil {
			t.Errorf("%s: %v", v.Name, err)
		}
		var fromBinary Approval
		if err := fromBinary.UnmarshalBinary(v.Binary); err != nil || fromBinary != v.Approval {
			t.Errorf("%s: the forms of one approval differ (%v)", v.Name, err)
		}
	}
}
