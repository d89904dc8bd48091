package qbft

import (
	"encoding/json"
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

// readVectors decodes one file of official QBFT vectors (Consensys/qbft-tests).
func readVectors(t *testing.T, name string, into any) {
	t.Helper()
	dir := os.Getenv("CATENARY_VECTORS")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "data")
	}
	b, err := os.ReadFile(filepath.Join(dir, "qbft", name))
	if os.IsNotExist(err) {
		t.Skipf("skipped: official QBFT vectors are not in %s; set CATENARY_VECTORS to the folder that holds qbft/%s", dir, name)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, into); err != nil {
		t.Fatalf("%s: %v", name, err)
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

func (v *extraVector) extra(t *testing.T) *ExtraData {
	e := &ExtraData{Vanity: v.Extra.VanityData, Validators: v.Extra.Validators, Round: v.Extra.Round, Seals: [][]byte{}, Format: FormatDraft}
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
	var vectors map[string]extraVector
	readVectors(t, "bft_extra_data.json", &vectors)
	if len(vectors) != 4 {
		t.Errorf("there are %d vectors, want 4", len(vectors))
	}
	for name, v := range vectors {
		t.Run(name, func(t *testing.T) {
			want := v.extra(t)
			if got := want.Encode(); !reflect.DeepEqual(got, []byte(v.RLP)) {
				t.Errorf("encoded:\n %x, want\n %x", got, v.RLP)
			}
			got, err := DecodeExtra(v.RLP)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("decoded:\n %+v, want\n %+v", got, want)
			}
		})
	}
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
	var vectors map[string]headerVector
	readVectors(t, "bft_block_headers_data.json", &vectors)
	if len(vectors) != 1 {
		t.Errorf("there are %d vectors, want 1", len(vectors))
	}
	for name, v := range vectors {
		t.Run(name, func(t *testing.T) {
			h := v.header()
			if got, err := OnChainHash(h); err != nil || got != v.OnChainHash {
				t.Errorf("on-chain hash: %s, %v, want %s", got, err, v.OnChainHash)
			}
			if got, err := CommittedSealHash(h); err != nil || got != v.CommittedSealHash {
				t.Errorf("committed-seal hash: %s, %v, want %s", got, err, v.CommittedSealHash)
			}
		})
	}
}

// The block in the message vectors is in the deployed format.
func TestOfficialMessageVectorsHoldDeployedFormat(t *testing.T) {
	var vectors struct {
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
	readVectors(t, "messages.json", &vectors)
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
	if e.Format != FormatDeployed || len(e.Validators) != 1 {
		t.Errorf("extraData: %+v, want the deployed format and one validator", e)
	}
	if got := e.Encode(); !reflect.DeepEqual(got, h.Extra) {
		t.Errorf("encoded again: %x, want %x", got, h.Extra)
	}
	// The digest that the vectors' commit names is the block's committed-seal hash
	// in the draft format: those files date from the change from one to the other.
	e.Format = FormatDraft
	h.Extra = e.Encode()
	digest := vectors.Commit.Message.UnsignedCommit.Digest
	if got, err := CommittedSealHash(&h); err != nil || got != digest {
		t.Errorf("committed-seal hash in the draft format: %s, %v, want %s", got, err, digest)
	}
}
