package qbft

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"
)

// vectorFiles returns the official QBFT vectors (Consensys/qbft-tests) that are there,
// whole files by name, or skips the test.
func vectorFiles(t *testing.T) map[string][]byte {
	t.Helper()
	dir := os.Getenv("CATENARY_VECTORS")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "data")
	}
	names, err := filepath.Glob(filepath.Join(dir, "qbft", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	if len(names) == 0 {
		t.Skipf("skipped: there are no official QBFT vectors in %s; set CATENARY_VECTORS to the folder that holds qbft/*.json", dir)
	}
	files := make(map[string][]byte)
	for _, name := range names {
		if files[filepath.Base(name)], err = os.ReadFile(name); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// casesWith runs f for every case of the files that has a field, whatever file it is
// in, and counts them: at least one has to be there.
func casesWith[T any](t *testing.T, field string, f func(*testing.T, T)) {
	t.Helper()
	count := 0
	for file, content := range vectorFiles(t) {
		var cases map[string]json.RawMessage
		if err := json.Unmarshal(content, &cases); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for name, raw := range cases {
			var fields map[string]json.RawMessage
			if json.Unmarshal(raw, &fields) != nil || fields[field] == nil {
				continue
			}
			count++
			t.Run(file+"/"+name, func(t *testing.T) {
				var v T
				if err := json.Unmarshal(raw, &v); err != nil {
					t.Fatal(err)
				}
				f(t, v)
			})
		}
	}
	if count == 0 {
		t.Errorf("no case has the field %s", field)
	}
	t.Logf("%d cases", count)
}

// inOneDialect runs check in both dialects, and wants it to pass in exactly one: the
// vectors are of the time when the encoding changed, and do not say which they are in.
func inOneDialect(t *testing.T, check func(Dialect) error) {
	t.Helper()
	fails := make([]error, 0, 2)
	for _, d := range []Dialect{QBFT, IBFT2} {
		if err := check(d); err != nil {
			fails = append(fails, fmt.Errorf("in %v: %w", d, err))
		} else {
			t.Logf("is in the dialect %v", d)
		}
	}
	if len(fails) != 1 {
		t.Errorf("fits %d dialects, want one: %v", 2-len(fails), errors.Join(fails...))
	}
}

type extraVector struct {
	Extra struct {
		VanityData common.Hash
		Seals      []hexutil.Bytes
		Vote       *struct {
			Recipient common.Address
			VoteType  string
		}
		Round      uint32
		Validators []common.Address
	} `json:"qbft_extra_data"`
	RLP hexutil.Bytes
}

func (v *extraVector) extra(t *testing.T, d Dialect) *ExtraData {
	e := &ExtraData{Vanity: v.Extra.VanityData, Validators: v.Extra.Validators, Round: v.Extra.Round, Seals: [][]byte{}, Dialect: d}
	for _, seal := range v.Extra.Seals {
		e.Seals = append(e.Seals, seal)
	}
	if vote := v.Extra.Vote; vote != nil {
		if vote.VoteType != "0xff" && vote.VoteType != "0x00" {
			t.Fatalf("vector has vote type %s", vote.VoteType)
		}
		e.Vote = &Vote{Recipient: vote.Recipient, Add: vote.VoteType == "0xff"}
	}
	return e
}

func TestOfficialExtraDataVectors(t *testing.T) {
	casesWith(t, "qbft_extra_data", func(t *testing.T, v extraVector) {
		inOneDialect(t, func(d Dialect) error {
			want := v.extra(t, d)
			if got := want.Encode(); !reflect.DeepEqual(got, []byte(v.RLP)) {
				return fmt.Errorf("encoded %x, want %x", got, v.RLP)
			}
			got, err := d.DecodeExtra(v.RLP)
			if err == nil && !reflect.DeepEqual(got, want) {
				err = fmt.Errorf("decoded %+v, want %+v", got, want)
			}
			return err
		})
	})
}

type headerVector struct {
	Header struct {
		ParentHash       common.Hash
		OmmersHash       common.Hash
		Coinbase         common.Address
		StateRoot        common.Hash
		TransactionsRoot common.Hash
		ReceiptsRoot     common.Hash
		LogsBloom        hexutil.Bytes
		Difficulty       int64
		Number           int64
		GasLimit         uint64
		GasUsed          uint64
		Timestamp        uint64
		ExtraData        hexutil.Bytes
		MixHash          common.Hash
		Nonce            uint64
	} `json:"qbft_block_header"`
	OnChainHash       common.Hash `json:"on_chain_hash"`
	CommittedSealHash common.Hash `json:"committed_seal_hash"`
}

func (v *headerVector) header() *types.Header {
	h := &v.Header
	return &types.Header{
		ParentHash: h.ParentHash, UncleHash: h.OmmersHash, Coinbase: h.Coinbase, Root: h.StateRoot,
		TxHash: h.TransactionsRoot, ReceiptHash: h.ReceiptsRoot, Bloom: types.BytesToBloom(h.LogsBloom),
		Difficulty: big.NewInt(h.Difficulty), Number: big.NewInt(h.Number), GasLimit: h.GasLimit, GasUsed: h.GasUsed,
		Time: h.Timestamp, Extra: h.ExtraData, MixDigest: h.MixHash, Nonce: types.EncodeNonce(h.Nonce),
	}
}

func TestOfficialHeaderVectors(t *testing.T) {
	casesWith(t, "qbft_block_header", func(t *testing.T, v headerVector) {
		inOneDialect(t, func(d Dialect) error {
			h := v.header()
			if got, err := d.OnChainHash(h); err != nil || got != v.OnChainHash {
				return fmt.Errorf("on-chain hash: %s, %w, want %s", got, err, v.OnChainHash)
			}
			if got, err := d.CommittedSealHash(h); err != nil || got != v.CommittedSealHash {
				return fmt.Errorf("committed-seal hash: %s, %w, want %s", got, err, v.CommittedSealHash)
			}
			return nil
		})
	})
}

// The block in the message vectors is in QBFT's own dialect. What else is in them
// belongs to consensus among validators, see chains/devnet/consensus.
func TestOfficialMessageVectorsHoldQBFT(t *testing.T) {
	count := 0
	for file, content := range vectorFiles(t) {
		var vectors messageVectors
		if err := json.Unmarshal(content, &vectors); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		if len(vectors.Proposal.Message.SignedProposal.UnsignedProposal.Block) == 0 {
			continue // of another kind
		}
		count++
		t.Run(file, vectors.check)
	}
	if count == 0 {
		t.Error("no file has messages")
	}
}

// messageVectors are a block that somebody proposes and a commit to it.
type messageVectors struct {
	Commit struct {
		Message struct {
			UnsignedCommit struct{ Digest common.Hash }
		}
	}
	Proposal struct {
		Message struct {
			SignedProposal struct {
				UnsignedProposal struct{ Block hexutil.Bytes }
			}
		}
	} `json:"proposal_empty_prepares_and_roundChanges"`
}

func (vectors messageVectors) check(t *testing.T) {
	var block []rlp.RawValue
	if err := rlp.DecodeBytes(vectors.Proposal.Message.SignedProposal.UnsignedProposal.Block, &block); err != nil {
		t.Fatal(err)
	}
	var h types.Header
	if err := rlp.DecodeBytes(block[0], &h); err != nil {
		t.Fatal(err)
	}
	e, err := DecodeExtra(h.Extra)
	if err != nil {
		t.Fatal(err)
	}
	if len(e.Validators) != 1 {
		t.Errorf("extraData: %+v, want one validator", e)
	}
	if got := e.Encode(); !reflect.DeepEqual(got, h.Extra) {
		t.Errorf("encoded again: %x, want %x", got, h.Extra)
	}
	// The digest that the vectors' commit names is the block's committed-seal hash
	// in IBFT 2.0's: those files date from the change from one to the other.
	e.Dialect = IBFT2
	h.Extra = e.Encode()
	digest := vectors.Commit.Message.UnsignedCommit.Digest
	if got, err := IBFT2.CommittedSealHash(&h); err != nil || got != digest {
		t.Errorf("committed-seal hash in IBFT 2.0: %s, %v, want %s", got, err, digest)
	}
}
