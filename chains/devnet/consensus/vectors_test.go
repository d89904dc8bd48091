package consensus

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// vectorDir is where the official vectors are: $CATENARY_VECTORS, else ../shared/data beside the repository.
func vectorDir() string {
	if dir := os.Getenv("CATENARY_VECTORS"); dir != "" {
		return dir
	}
	return filepath.Join("..", "..", "..", "..", "shared", "data")
}

type unsignedVector struct {
	Sequence      uint64        `json:"sequence"`
	Round         uint32        `json:"round"`
	Digest        common.Hash   `json:"digest"`
	CommitSeal    hexutil.Bytes `json:"commitSeal"`
	Block         hexutil.Bytes `json:"block"`
	PreparedValue *common.Hash  `json:"preparedValue"`
	PreparedRound *uint32       `json:"preparedRound"`
}

type signedVector struct {
	Prepare     unsignedVector `json:"unsignedPrepare"`
	RoundChange unsignedVector `json:"unsignedRoundChange"`
	Proposal    unsignedVector `json:"unsignedProposal"`
	Signature   hexutil.Bytes  `json:"signature"`
}

type messageVector struct {
	Message struct {
		Type         string         `json:"type"`
		Prepare      unsignedVector `json:"unsignedPrepare"`
		Commit       unsignedVector `json:"unsignedCommit"`
		Signature    hexutil.Bytes  `json:"signature"`
		Proposal     signedVector   `json:"signedProposal"`
		RoundChange  signedVector   `json:"signedRoundChange"`
		Block        *hexutil.Bytes `json:"block"`
		RoundChanges []signedVector `json:"roundChanges"`
		Prepares     []signedVector `json:"prepares"`
	} `json:"message"`
	RLP hexutil.Bytes `json:"rlp"`
}

func (v unsignedVector) prepared() *PreparedMetadata {
	if v.PreparedValue == nil {
		return nil
	}
	return &PreparedMetadata{Round: *v.PreparedRound, Digest: *v.PreparedValue}
}

func vectorBlock(t testing.TB, b []byte) *types.Block {
	t.Helper()
	block := new(types.Block)
	if err := rlp.DecodeBytes(b, block); err != nil {
		t.Fatalf("block of the vector: %v", err)
	}
	return block
}

func vectorRoundChange(v signedVector) *SignedRoundChange {
	return &SignedRoundChange{
		Payload: RoundChangePayload{
			Sequence: v.RoundChange.Sequence, Round: v.RoundChange.Round, Prepared: v.RoundChange.prepared(),
		},
		Signature: v.Signature,
	}
}

func vectorPrepares(vs []signedVector) []*Prepare {
	var ps []*Prepare
	for _, v := range vs {
		ps = append(ps, &Prepare{
			Payload:   PreparePayload{v.Prepare.Sequence, v.Prepare.Round, v.Prepare.Digest},
			Signature: v.Signature,
		})
	}
	return ps
}

// message builds the Go value from the vector's JSON, independently of its RLP.
func (v *messageVector) message(t testing.TB) Message {
	t.Helper()
	m := v.Message
	switch m.Type {
	case "prepare":
		return &Prepare{
			Payload:   PreparePayload{m.Prepare.Sequence, m.Prepare.Round, m.Prepare.Digest},
			Signature: m.Signature,
		}
	case "commit":
		return &Commit{
			Payload:   CommitPayload{m.Commit.Sequence, m.Commit.Round, m.Commit.Digest, m.Commit.CommitSeal},
			Signature: m.Signature,
		}
	case "roundChange":
		rc := &RoundChange{
			SignedRoundChange: *vectorRoundChange(m.RoundChange),
			Prepares:          vectorPrepares(m.Prepares),
		}
		if m.Block != nil {
			rc.Block = vectorBlock(t, *m.Block)
		}
		return rc
	case "proposal":
		p := &Proposal{
			Payload: ProposalPayload{
				m.Proposal.Proposal.Sequence, m.Proposal.Proposal.Round, vectorBlock(t, m.Proposal.Proposal.Block),
			},
			Signature: m.Proposal.Signature,
			Prepares:  vectorPrepares(m.Prepares),
		}
		for _, rc := range m.RoundChanges {
			p.RoundChanges = append(p.RoundChanges, vectorRoundChange(rc))
		}
		return p
	}
	t.Fatalf("vector has unknown type %q", m.Type)
	return nil
}

func loadVectors(t testing.TB) map[string]messageVector {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(vectorDir(), "qbft", "messages.json"))
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("the official QBFT vectors are not here (set CATENARY_VECTORS)")
	}
	if err != nil {
		t.Fatal(err)
	}
	var vectors map[string]messageVector
	if err := json.Unmarshal(raw, &vectors); err != nil {
		t.Fatal(err)
	}
	if len(vectors) < 6 {
		t.Fatalf("%d vectors, want at least 6", len(vectors))
	}
	return vectors
}

func TestOfficialMessageVectors(t *testing.T) {
	for name, v := range loadVectors(t) {
		t.Run(name, func(t *testing.T) {
			want := v.message(t)
			got, err := Encode(want)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, v.RLP) {
				t.Fatalf("encoded\n%x, want\n%x", got, []byte(v.RLP))
			}
			decoded, err := Decode(want.Code(), v.RLP)
			if err != nil {
				t.Fatal(err)
			}
			if decoded.Height() != want.Height() || decoded.Round() != want.Round() {
				t.Fatalf("decoded height %d round %d, want %d %d", decoded.Height(), decoded.Round(), want.Height(), want.Round())
			}
			frame, err := EncodeFrame(decoded)
			if err != nil {
				t.Fatal(err)
			}
			if frame[0] != byte(want.Code()) || !bytes.Equal(frame[1:], v.RLP) {
				t.Fatalf("frame %x does not carry the vector", frame)
			}
		})
	}
}

// The seal of the commit vector recovers to the only validator of the vectors' block over the digest that the prepares
// name: seals are plain recoverable signatures over the digest. That digest was computed in IBFT 2.0's dialect of
// extraData (see qbft.IBFT2), although the block is written in QBFT's.
func TestOfficialVectorsDigestAndSeal(t *testing.T) {
	vectors := loadVectors(t)
	m, err := Decode(CodeProposal, vectors["proposal_empty_prepares_and_roundChanges"].RLP)
	if err != nil {
		t.Fatal(err)
	}
	header := m.(*Proposal).Payload.Block.Header()
	extra, err := qbft.DecodeExtra(header.Extra)
	if err != nil {
		t.Fatal(err)
	}
	extra.Dialect = qbft.IBFT2
	commit := vectors["commit"].Message.Commit
	if got, err := qbft.IBFT2.CommittedSealHash(qbft.WithExtra(header, extra)); err != nil || got != commit.Digest {
		t.Fatalf("digest %s (%v), want %s", got, err, commit.Digest)
	}
	sealer, err := recoverAddress(commit.Digest, commit.CommitSeal)
	if err != nil {
		t.Fatal(err)
	}
	if sealer != header.Coinbase {
		t.Fatalf("seal is by %s, want %s", sealer, header.Coinbase)
	}
}

// A decoder that takes more than one spelling of a message would let duplicates pass as new ones.
func TestDecodeRefusesEveryMutation(t *testing.T) {
	for name, v := range loadVectors(t) {
		code := v.message(t).Code()
		t.Run(name, func(t *testing.T) {
			for _, bad := range [][]byte{
				nil, v.RLP[:len(v.RLP)-1], append(bytes.Clone(v.RLP), 0), append([]byte{0}, v.RLP...),
			} {
				if _, err := Decode(code, bad); !errors.Is(err, ErrMalformed) {
					t.Fatalf("error %v for %d of %d bytes, want ErrMalformed", err, len(bad), len(v.RLP))
				}
			}
			for i := range v.RLP {
				mutated := bytes.Clone(v.RLP)
				mutated[i] ^= 0x80
				m, err := Decode(code, mutated)
				if err != nil {
					continue
				}
				again, err := Encode(m)
				if err != nil || !bytes.Equal(again, mutated) {
					t.Fatalf("byte %d flipped: accepted, but encodes differently (%v)", i, err)
				}
			}
		})
	}
}
