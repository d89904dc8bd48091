package e2e

import (
	"context"
	"crypto/ecdsa"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/chains/evm/rpcerror"
	"github.com/catenary-bridge/catenary/cmd/demo"
	"github.com/catenary-bridge/catenary/messages"
)

// strangerWei is what a stranger has: enough for every story.
var strangerWei = new(big.Int).Mul(big.NewInt(100), big.NewInt(1e18))

// Stranger is an account on one chain with money and no role: a thief, a hostile
// relayer, or somebody who retries.
type Stranger struct {
	Address common.Address

	n   *Net
	on  *demo.Chain
	key *ecdsa.PrivateKey
}

// NewStranger funds a new account.
func (n *Net) NewStranger(on *demo.Chain) *Stranger {
	n.t.Helper()
	key, err := crypto.GenerateKey()
	if err != nil {
		n.t.Fatal(err)
	}
	s := &Stranger{Address: crypto.PubkeyToAddress(key.PublicKey), n: n, on: on, key: key}
	n.fund(on, s.Address)
	return s
}

// Broadcast sends a transaction with exactly this gas limit, without asking whether
// it will succeed. tipWei is what it pays the proposer for a unit of gas.
func (s *Stranger) Broadcast(to common.Address, data []byte, gas, tipWei uint64) *types.Transaction {
	s.n.t.Helper()
	return s.n.broadcast(s.on, s.key, types.DynamicFeeTx{To: &to, Data: data, Gas: gas, GasTipCap: new(big.Int).SetUint64(tipWei)})
}

// fund gives an account money, and waits until it has it.
func (n *Net) fund(on *demo.Chain, account common.Address) {
	n.t.Helper()
	n.Mined(on, n.broadcast(on, on.Sender, types.DynamicFeeTx{To: &account, Value: strangerWei, Gas: 21_000, GasTipCap: big.NewInt(1e9)}))
}

// broadcast completes a transaction with the account's nonce and a fee cap far above
// a devnet's base fee, and hands it to the node.
func (n *Net) broadcast(on *demo.Chain, key *ecdsa.PrivateKey, tx types.DynamicFeeTx) *types.Transaction {
	n.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), Patience)
	defer cancel()
	var err error
	if tx.Nonce, err = on.Client.PendingNonceAt(ctx, crypto.PubkeyToAddress(key.PublicKey)); err != nil {
		n.t.Fatal(err)
	}
	tx.ChainID = new(big.Int).SetUint64(on.ID)
	tx.GasFeeCap = new(big.Int).Add(tx.GasTipCap, big.NewInt(100e9))
	signed, err := types.SignNewTx(key, types.LatestSignerForChainID(tx.ChainID), &tx)
	if err != nil {
		n.t.Fatal(err)
	}
	if err := on.Client.SendTransaction(ctx, signed); err != nil {
		n.t.Fatalf("broadcast: %v", err)
	}
	return signed
}

// Try sends a transaction and waits until it is mined, whatever became of it.
func (s *Stranger) Try(to common.Address, data []byte, gas uint64) *types.Receipt {
	s.n.t.Helper()
	return s.n.Mined(s.on, s.Broadcast(to, data, gas, 1e9))
}

// Attempt sends a transaction with a value, which may be nil, waits until it is
// mined, and returns why it reverted: the contract's error with its fields, or ""
// when it did not.
func (s *Stranger) Attempt(to common.Address, value *big.Int, data []byte) (receipt *types.Receipt, reason string) {
	s.n.t.Helper()
	receipt = s.n.Mined(s.on, s.n.broadcast(s.on, s.key, types.DynamicFeeTx{To: &to, Value: value, Data: data, Gas: attemptGas, GasTipCap: big.NewInt(1e9)}))
	if receipt.Status == types.ReceiptStatusSuccessful {
		return receipt, ""
	}
	ctx, cancel := context.WithTimeout(context.Background(), Patience)
	defer cancel()
	before := new(big.Int).Sub(receipt.BlockNumber, common.Big1)
	_, err := s.on.Client.CallContract(ctx, ethereum.CallMsg{From: s.Address, To: &to, Value: value, Data: data, Gas: attemptGas}, before)
	if err == nil {
		s.n.t.Fatalf("transaction %s reverted, and does not a block earlier", receipt.TxHash)
	}
	if revert, ok := rpcerror.RevertData(err); ok {
		if named, err := bindings.NewOutbox().UnpackError(revert); err == nil {
			return receipt, fmt.Sprintf("%T%+v", named, named)
		}
	}
	return receipt, revertReason(err)
}

// Do is Attempt for what has to succeed.
func (s *Stranger) Do(to common.Address, value *big.Int, data []byte) *types.Receipt {
	s.n.t.Helper()
	receipt, reason := s.Attempt(to, value, data)
	if reason != "" {
		s.n.t.Fatalf("transaction %s reverted: %s", receipt.TxHash, reason)
	}
	return receipt
}

// Deploy creates a contract from creation code, at crypto.CreateAddress of the
// account and its nonce.
func (s *Stranger) Deploy(bin string, arguments []byte) common.Address {
	s.n.t.Helper()
	receipt := s.n.Mined(s.on, s.n.broadcast(s.on, s.key, types.DynamicFeeTx{
		Data: append(hexutil.MustDecode(bin), arguments...), Gas: attemptGas, GasTipCap: big.NewInt(1e9)}))
	if receipt.Status != types.ReceiptStatusSuccessful {
		s.n.t.Fatalf("transaction %s deploys nothing", receipt.TxHash)
	}
	return receipt.ContractAddress
}

// Operator is who owns a chain's contracts and guards them.
func (n *Net) Operator(on *demo.Chain) *Stranger {
	return &Stranger{Address: crypto.PubkeyToAddress(on.Operator.PublicKey), n: n, on: on, key: on.Operator}
}

// Retry retries a failed message and reports whether the transaction succeeded.
func (s *Stranger) Retry(message *messages.Message) bool {
	s.n.t.Helper()
	encoded, err := message.MarshalBinary()
	if err != nil {
		s.n.t.Fatal(err)
	}
	receipt := s.Try(s.on.Deployment.Inbox, bindings.NewInbox().PackRetry(encoded), attemptGas)
	return receipt.Status == types.ReceiptStatusSuccessful
}

// Mined waits until a transaction is in a block, whatever became of it there.
func (n *Net) Mined(on *demo.Chain, tx *types.Transaction) *types.Receipt {
	n.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), Patience)
	defer cancel()
	return n.mined(ctx, on, tx.Hash())
}

// DeployHostile deploys a recipient that accepts until it is told otherwise.
func (n *Net) DeployHostile(on *demo.Chain) common.Address {
	n.t.Helper()
	return n.Deploy(on, hexutil.MustDecode(bindings.HostileMetaData.Bin), bindings.NewHostile().PackConstructor(on.Deployment.Inbox))
}

// DeployStarver deploys a relayer that searches for gas that starves.
func (n *Net) DeployStarver(on *demo.Chain) common.Address {
	n.t.Helper()
	return n.Deploy(on, hexutil.MustDecode(bindings.StarverMetaData.Bin), nil)
}

// DeliveryOutcome is what one transaction made of a lane's messages.
type DeliveryOutcome struct {
	Delivered []uint64               // nonces whose handler ran to its end
	Failed    []uint64               // nonces that are recorded as failed
	Reasons   map[messages.ID][]byte // of those: the Inbox's, or what the recipient reverted with
}

// OutcomeOf reads from a receipt what the Inbox did.
func (n *Net) OutcomeOf(at, from *demo.Chain, receipt *types.Receipt) DeliveryOutcome {
	inbox := bindings.NewInbox()
	outcome := DeliveryOutcome{Reasons: map[messages.ID][]byte{}}
	for _, log := range receipt.Logs {
		if log.Address != at.Deployment.Inbox {
			continue
		}
		if done, err := inbox.UnpackMessageDeliveredEvent(log); err == nil && done.SourceChain == from.ID {
			outcome.Delivered = append(outcome.Delivered, done.Nonce)
		} else if failed, err := inbox.UnpackMessageFailedEvent(log); err == nil && failed.SourceChain == from.ID {
			outcome.Failed = append(outcome.Failed, failed.Nonce)
			outcome.Reasons[failed.Id] = failed.Reason
		}
	}
	return outcome
}
