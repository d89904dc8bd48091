package messages

import (
	"encoding/binary"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// Checkpoint is what signers sign: that a lane, at a nonce, has an accumulator.
// Inbox and epoch bind it to one deployment and one signer set.
type Checkpoint struct {
	Lane        LaneID      `json:"lane"`
	Inbox       InboxID     `json:"inbox"`
	Nonce       uint64      `json:"nonce"`
	Accumulator Accumulator `json:"accumulator"`
	Epoch       uint64      `json:"epoch"` // of the verifier's signer set, the first is 1
}

// Position returns the point of the lane that the checkpoint speaks of.
func (c Checkpoint) Position() Position {
	return Position{Nonce: c.Nonce, Accumulator: c.Accumulator}
}

// Domain is the EIP-712 domain of a verifier contract; its name and version are
// fixed, so two fields remain.
type Domain struct {
	TargetChain uint64         `json:"targetChain"` // EIP-155 chain id
	Verifier    common.Address `json:"verifier"`
}

// Rotation replaces a verifier's signer set. It is signed by the current
// threshold and by the new one.
type Rotation struct {
	Signers   []common.Address `json:"signers"`
	Threshold uint64           `json:"threshold"`
	Epoch     uint64           `json:"epoch"` // current epoch + 1
}

// The EIP-712 type hashes; the texts are the contract's, to the letter.
var (
	domainType     = keccak("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)")
	checkpointType = keccak("Checkpoint(bytes32 laneId,bytes32 inbox,uint64 nonce,bytes32 accumulator,uint64 epoch)")
	rotationType   = keccak("Rotate(address[] signers,uint256 threshold,uint64 epoch)")
	domainName     = keccak("Catenary")
	domainVersion  = keccak("1")
)

func keccak(text string) [32]byte { return crypto.Keccak256Hash([]byte(text)) }

// Separator returns the EIP-712 domain separator.
func (d Domain) Separator() [32]byte {
	var b [5 * 32]byte
	copy(b[0:], domainType[:])
	copy(b[32:], domainName[:])
	copy(b[64:], domainVersion[:])
	binary.BigEndian.PutUint64(b[96+24:], d.TargetChain)
	copy(b[128+12:], d.Verifier[:])
	return crypto.Keccak256Hash(b[:])
}

// Digest returns the 32 bytes that a signer signs (EIP-712).
func (c Checkpoint) Digest(domain Domain) [32]byte {
	var b [6 * 32]byte
	copy(b[0:], checkpointType[:])
	copy(b[32:], c.Lane[:])
	copy(b[64:], c.Inbox[:])
	binary.BigEndian.PutUint64(b[96+24:], c.Nonce)
	copy(b[128:], c.Accumulator[:])
	binary.BigEndian.PutUint64(b[160+24:], c.Epoch)
	return typedDigest(domain, crypto.Keccak256Hash(b[:]))
}

// Digest returns the 32 bytes that a member of either set signs (EIP-712).
func (r Rotation) Digest(domain Domain) [32]byte {
	words := make([]byte, 32*len(r.Signers))
	for i, signer := range r.Signers {
		copy(words[32*i+12:], signer[:])
	}
	signers := crypto.Keccak256Hash(words)
	var b [4 * 32]byte
	copy(b[0:], rotationType[:])
	copy(b[32:], signers[:])
	binary.BigEndian.PutUint64(b[64+24:], r.Threshold)
	binary.BigEndian.PutUint64(b[96+24:], r.Epoch)
	return typedDigest(domain, crypto.Keccak256Hash(b[:]))
}

func typedDigest(domain Domain, structHash [32]byte) [32]byte {
	separator := domain.Separator()
	var b [2 + 64]byte
	b[0], b[1] = 0x19, 0x01
	copy(b[2:], separator[:])
	copy(b[34:], structHash[:])
	return crypto.Keccak256Hash(b[:])
}

// checkpointSize is the length of a checkpoint's binary form, in bytes.
const checkpointSize = 32 + 32 + 8 + 32 + 8

// AppendBinary appends the fixed-size form: lane ‖ inbox ‖ nonce ‖ accumulator ‖
// epoch, integers big-endian.
func (c Checkpoint) AppendBinary(b []byte) ([]byte, error) {
	b = append(b, c.Lane[:]...)
	b = append(b, c.Inbox[:]...)
	b = binary.BigEndian.AppendUint64(b, c.Nonce)
	b = append(b, c.Accumulator[:]...)
	return binary.BigEndian.AppendUint64(b, c.Epoch), nil
}

// MarshalBinary returns the form that AppendBinary describes.
func (c Checkpoint) MarshalBinary() ([]byte, error) {
	return c.AppendBinary(make([]byte, 0, checkpointSize))
}

// UnmarshalBinary reads exactly what MarshalBinary writes.
func (c *Checkpoint) UnmarshalBinary(b []byte) error {
	if len(b) != checkpointSize {
		return fmt.Errorf("%w: checkpoint of %d bytes, want %d", ErrDecode, len(b), checkpointSize)
	}
	c.Lane = LaneID(b[0:32])
	c.Inbox = InboxID(b[32:64])
	c.Nonce = binary.BigEndian.Uint64(b[64:])
	c.Accumulator = Accumulator(b[72:104])
	c.Epoch = binary.BigEndian.Uint64(b[104:])
	return nil
}

// SignerSet is a verifier's current set: who may approve, and how many must.
type SignerSet struct {
	Domain    Domain           `json:"domain"`
	Signers   []common.Address `json:"signers"`
	Threshold int              `json:"threshold"`
	Epoch     uint64           `json:"epoch"`
}
