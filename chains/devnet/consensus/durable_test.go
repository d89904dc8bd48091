package consensus

import (
	"bytes"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"
)

// savedStates are all that the validators of a height with a change of the round had to save.
func savedStates(tb failer) []*Durable {
	net := newTestNet(tb, 4)
	var all []*Durable
	take := func() {
		for _, n := range net.nodes {
			if n.saved != nil {
				all = append(all, n.saved)
			}
		}
	}
	net.start()
	take()
	net.discard(func(_ envelope, m Message) bool { return m.Code() == CodeCommit })
	for len(net.wire) > 0 {
		net.discard(func(_ envelope, m Message) bool { return m.Code() == CodeCommit })
		if len(net.wire) > 0 {
			e := net.wire[0]
			net.wire = net.wire[1:]
			_ = net.deliver(e)
		}
	}
	take()
	net.timeout()
	take()
	net.deliverAll()
	take()
	return all
}

func TestDurableSurvivesItsEncoding(t *testing.T) {
	kinds := map[Code]int{}
	prepared := 0
	for _, d := range savedStates(t) {
		b, err := d.Encode()
		if err != nil {
			t.Fatal(err)
		}
		again, err := DecodeDurable(b)
		if err != nil {
			t.Fatal(err)
		}
		if again.Validator != d.Validator || again.Height != d.Height || again.Parent != d.Parent || again.Round != d.Round ||
			(again.prepared == nil) != (d.prepared == nil) || len(again.messages) != len(d.messages) {
			t.Fatalf("decoded %+v, want %+v", again, d)
		}
		if d.prepared != nil {
			prepared++
			if again.prepared.digest != d.prepared.digest || again.prepared.round != d.prepared.round {
				t.Fatalf("prepared %+v, want %+v", again.prepared, d.prepared)
			}
		}
		for i, m := range again.messages {
			kinds[m.Code()]++
			if m.Code() != d.messages[i].Code() || m.Digest() != d.messages[i].Digest() {
				t.Fatalf("message %d is %s %s, want %s %s", i, m.Code(), m.Digest(), d.messages[i].Code(), d.messages[i].Digest())
			}
		}
	}
	if len(kinds) != 4 || prepared == 0 {
		t.Fatalf("the states hold only messages %v and %d certificates", kinds, prepared)
	}
}

func TestDecodeDurableRefuses(t *testing.T) {
	c := newCertified(t)
	v2 := c.signers[1]
	digest := c.digest(c.a)
	prepare, commit := c.prepare(v2, 1, 0, digest), c.commit(v2, 1, 0, digest)
	cert := &certificate{round: 0, digest: digest, block: c.a, prepares: c.prepared}
	other := *cert
	other.round = 1
	many := *cert
	for range MaxValidators + 1 {
		many.prepares = append(many.prepares, prepare)
	}
	encoded := func(d Durable) []byte {
		d.Validator = v2.Address()
		b, err := d.Encode()
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	shape := func(change func(x *durableRLP)) []byte {
		x := durableRLP{Version: durableVersion, Validator: v2.Address(), Height: 1}
		change(&x)
		b, err := rlp.EncodeToBytes(&x)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	cr := certificateRLP{Block: c.a, Prepares: c.prepared}
	plain := certificateRLP{Block: types.NewBlockWithHeader(&types.Header{Number: common.Big1, Difficulty: common.Big1})}
	if _, err := DecodeDurable(encoded(Durable{Height: 1, prepared: cert, messages: []Message{prepare, commit}})); err != nil {
		t.Fatalf("what the cases below damage is refused: %v", err)
	}
	for name, tc := range map[string]struct {
		b    []byte
		want string
	}{
		"nothing":                   {nil, "EOF"},
		"another version":           {shape(func(x *durableRLP) { x.Version = 2 }), "version is 2"},
		"two certificates":          {shape(func(x *durableRLP) { x.Prepared = []certificateRLP{cr, cr} }), "2 certificates"},
		"block without extraData":   {shape(func(x *durableRLP) { x.Prepared = []certificateRLP{plain} }), "certificate: "},
		"large certificate":         {encoded(Durable{Height: 1, prepared: &many}), "at most 128 allowed"},
		"height 0":                  {encoded(Durable{}), "height is 0"},
		"high round":                {encoded(Durable{Height: 1, Round: MaxRound + 1}), "at most 16777215"},
		"a frame of nothing":        {shape(func(x *durableRLP) { x.Frames = [][]byte{{}} }), "message 0"},
		"message of another height": {encoded(Durable{Height: 2, messages: []Message{prepare}}), "is of height 1"},
		"message of another round":  {encoded(Durable{Height: 1, Round: 1, messages: []Message{prepare}}), "is of height 1 round 0"},
		"two prepares":              {encoded(Durable{Height: 1, messages: []Message{prepare, prepare}}), "out of place"},
		"commit before prepare":     {encoded(Durable{Height: 1, prepared: cert, messages: []Message{commit, prepare}}), "out of place"},
		"commit without proof":      {encoded(Durable{Height: 1, messages: []Message{commit}}), "without the certificate"},
		"commit, proof of a round":  {encoded(Durable{Height: 1, prepared: &other, messages: []Message{commit}}), "without the certificate"},
		"commit to another block": {encoded(Durable{Height: 1, prepared: cert,
			messages: []Message{c.commit(v2, 1, 0, common.Hash{1})}}), "without the certificate"},
		"too long": {make([]byte, maxDurableBytes+1), "at most"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := DecodeDurable(tc.b)
			wantErr(t, err, ErrJournal)
			if !strings.Contains(err.Error(), tc.want) {
				t.Fatalf("error %v, want %q", err, tc.want)
			}
		})
	}
}

// What would not be read back is not written either.
func TestEncodeDurableRefusesWhatIsTooLong(t *testing.T) {
	tx := types.NewTx(&types.LegacyTx{Data: make([]byte, maxDurableBytes)})
	b := types.NewBlockWithHeader(&types.Header{Number: common.Big1, Difficulty: common.Big1}).WithBody(types.Body{Transactions: types.Transactions{tx}})
	if b, err := (&Durable{Height: 1, prepared: &certificate{block: b}}).Encode(); err == nil {
		t.Fatalf("%d bytes are encoded, at most %d wanted", len(b), maxDurableBytes)
	}
}

// Whatever is accepted encodes to the very same bytes: no journal has a second spelling.
func FuzzDecodeDurable(f *testing.F) {
	for _, d := range savedStates(f) {
		b, err := d.Encode()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := DecodeDurable(b)
		if err != nil {
			wantErr(t, err, ErrJournal)
			return
		}
		again, err := d.Encode()
		if err != nil || !bytes.Equal(again, b) {
			t.Fatalf("%x is accepted, but encodes as %x (%v)", b, again, err)
		}
	})
}
