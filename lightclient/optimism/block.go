package optimism

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/mpt"
)

// MessagePasser is the L2ToL1MessagePasser, at the same address on every OP-stack chain
// (OP specs, predeploys).
var MessagePasser = common.HexToAddress("0x4200000000000000000000000000000000000016")

// Output is what the parent chain holds to be the L2's output root at a height. In
// itself it is a claim; see Verify.
type Output struct {
	Root     common.Hash
	Number   uint64         // of the L2 block
	Contract common.Address // the game that was about it, or the oracle
}

// Proof is everything that makes one believe an L2 block, given a final header of the
// parent chain.
type Proof struct {
	Game   *GameProof   `rlp:"nil"` // one of the two
	Oracle *OracleProof `rlp:"nil"`

	Header            *types.Header `rlp:"nil"` // of the L2 block
	MessagePasserRoot common.Hash   // storage root of the message passer after it
}

// Block is an L2 block that was verified.
type Block struct {
	Header            lightclient.Header
	Output            Output
	MessagePasserRoot common.Hash
}

// Verify returns the L2 block that an untrusted proof shows to be final under a final
// header of the parent chain. It is pure, has no clock, and costs a hash for each node
// and for the header. Errors wrap lightclient.ErrProof, lightclient.ErrMalformed or
// lightclient.ErrFuture; an *UnfitError says that a claim is proven to be one that is not
// to be believed.
func Verify(parent lightclient.Final, d Deployment, untrusted Proof) (Block, error) {
	output, err := VerifyOutput(parent, d, untrusted)
	if err != nil {
		return Block{}, err
	}
	return bind(parent.Header(), d, output, untrusted)
}

// VerifyOutput is the first half of Verify, which does not look at the L2 block. It is
// the caller's to see that the parent header is of the deployment's parent chain.
func VerifyOutput(parent lightclient.Final, d Deployment, untrusted Proof) (Output, error) {
	switch {
	case parent.IsZero():
		return Output{}, unproven("there is no header of the parent chain yet")
	case d.Games != nil && untrusted.Game != nil && untrusted.Oracle == nil:
		return d.Games.verify(parent.Header(), untrusted.Game)
	case d.Oracle != nil && untrusted.Oracle != nil && untrusted.Game == nil:
		return d.Oracle.verify(parent.Header(), untrusted.Oracle)
	}
	return Output{}, unproven("it is not of the kind that the deployment has: game %t, oracle %t", untrusted.Game != nil, untrusted.Oracle != nil)
}

// OutputRoot hashes what version 0 of an output root commits to (OP specs, L2 output
// commitment construction). Other versions don't exist; a root of one matches nothing.
func OutputRoot(stateRoot, messagePasserRoot, blockHash common.Hash) common.Hash {
	var version common.Hash
	return crypto.Keccak256Hash(version[:], stateRoot[:], messagePasserRoot[:], blockHash[:])
}

// bind ties a header to an output. Nothing of the root's preimage is taken from
// anybody's word but the message passer's root, which the hash covers like the rest.
func bind(parent lightclient.Header, d Deployment, output Output, untrusted Proof) (Block, error) {
	header, err := lightclient.ReadHeader(untrusted.Header)
	if err != nil {
		return Block{}, err
	}
	if header.Number != output.Number {
		return Block{}, unproven("L2 header has number %d, the output is of %d", header.Number, output.Number)
	}
	if root := OutputRoot(header.StateRoot, untrusted.MessagePasserRoot, header.Hash); root != output.Root {
		return Block{}, unproven("output root of L2 header %d (%s) is %s, proven is %s", header.Number, header.Hash, root, output.Root)
	}
	if header.Time > parent.Time {
		return Block{}, fmt.Errorf("%w: L2 header %d is of %d, parent header %d, which proves it, of %d",
			lightclient.ErrFuture, header.Number, header.Time, parent.Number, parent.Time)
	}
	if header.Time >= d.IsthmusTime {
		switch root := untrusted.Header.WithdrawalsHash; {
		case root == nil:
			return Block{}, unproven("L2 header %d has no withdrawalsRoot, want one since Isthmus (%d)", header.Number, d.IsthmusTime)
		case *root != untrusted.MessagePasserRoot:
			return Block{}, unproven("withdrawalsRoot of L2 header %d is %s, want the message passer's storage root, %s", header.Number, *root, untrusted.MessagePasserRoot)
		}
	}
	return Block{Header: header, Output: output, MessagePasserRoot: untrusted.MessagePasserRoot}, nil
}

// VerifyMessagePasser returns the storage root of the message passer under an L2 state
// root, from the account proof of eth_getProof.
func VerifyMessagePasser(stateRoot common.Hash, accountProof [][]byte) (common.Hash, error) {
	account, present, err := mpt.VerifyAccount(stateRoot, MessagePasser, accountProof)
	switch {
	case err != nil:
		return common.Hash{}, fmt.Errorf("%w: %w", lightclient.ErrProof, err)
	case !present:
		return common.Hash{}, unproven("state root %s has no message passer, it is not of an OP-stack chain", stateRoot)
	}
	return account.StorageRoot, nil
}

// VerifyWithdrawal reports whether the message passer had a withdrawal of that hash
// after the block, from the storage proof of slot WithdrawalSlot.
func (b Block) VerifyWithdrawal(withdrawal common.Hash, storageProof [][]byte) (sent bool, err error) {
	value, present, err := mpt.VerifyStorage(b.MessagePasserRoot, WithdrawalSlot(withdrawal), storageProof)
	if err != nil {
		return false, fmt.Errorf("%w: %w", lightclient.ErrProof, err)
	}
	if !present {
		return false, nil
	}
	if value != slotHash(1) {
		return false, unproven("withdrawal %s is marked with %s, want 1", withdrawal, value)
	}
	return true, nil
}

// WithdrawalSlot is where the message passer notes a withdrawal, sentMessages at slot 0.
func WithdrawalSlot(withdrawal common.Hash) common.Hash { return mappingSlot(0, withdrawal) }
