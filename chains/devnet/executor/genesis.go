package executor

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/tracing"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/params"
	"github.com/holiman/uint256"

	"github.com/catenary-bridge/catenary/chains/devnet/developer"
	"github.com/catenary-bridge/catenary/chains/devnet/executor/world"
)

// Genesis describes block 0.
//
// Entropy becomes the vanity of block 0's extraData and so part of its hash. With
// fresh entropy a devnet started anew is another chain, even with the same chain
// id, accounts and addresses: block hashes differ, hence the deployment marks of
// Outbox and Inbox, hence every lane id, and nothing signed for the former chain
// is good for the new one. The vanity was preferred to a storage slot because
// it needs neither a reserved address nor a proof to read.
type Genesis struct {
	ChainID    uint64             // 1 to 2^53-1
	Validators []common.Address   // the set that seals block 1; 1 to 100, distinct
	Alloc      types.GenesisAlloc // accounts; system contracts are added
	GasLimit   uint64             // of block 0 and the target of later ones; 0 means DefaultGasLimit
	Time       uint64             // Unix seconds of block 0
	Entropy    common.Hash        // 32 random bytes; fix it only where a test must repeat
	Developer  bool               // accept what package developer describes, for good
}

// Check says what is wrong with a genesis before anything is written. A zero GasLimit is
// the default; entropy is checked when block 0 is made.
func (g Genesis) Check() error {
	if err := checkChainID(g.ChainID); err != nil {
		return fmt.Errorf("genesis: %w", err)
	}
	if g.GasLimit != 0 {
		if err := CheckGasLimit(g.GasLimit); err != nil {
			return fmt.Errorf("genesis: %w", err)
		}
	}
	if n := len(g.Validators); n == 0 || n > maxValidators {
		return fmt.Errorf("genesis: %d validators, must be 1 to %d", n, maxValidators)
	}
	seen := make(map[common.Address]bool, len(g.Validators))
	for i, v := range g.Validators {
		if v == (common.Address{}) {
			return fmt.Errorf("genesis: validator %d is the zero address, must be a key's address", i)
		}
		if seen[v] {
			return fmt.Errorf("genesis: validator %s is listed twice, must be distinct", v)
		}
		seen[v] = true
	}
	system := core.SystemContractAllocs()
	for addr, account := range g.Alloc {
		if _, ok := system[addr]; ok {
			return fmt.Errorf("genesis: alloc %s is a system contract's address, choose another", addr)
		}
		if addr == developer.Address {
			return fmt.Errorf("genesis: alloc %s is where a developer's records come from, choose another", addr)
		}
		if b := account.Balance; b != nil && (b.Sign() < 0 || b.BitLen() > 256) {
			return fmt.Errorf("genesis: balance of %s is %d, must be 0 to 2^256-1 wei", addr, b)
		}
	}
	return nil
}

// digest covers what may not change between two starts on one directory. Entropy
// and time are left out: a restarted node takes them from the stored block.
func (g Genesis) digest() (common.Hash, error) {
	enc, err := json.Marshal(struct {
		ChainID    uint64
		Validators []common.Address
		Alloc      types.GenesisAlloc
		Developer  bool `json:",omitempty"` // chains from before there were any have the same digest
	}{g.ChainID, sorted(g.Validators), g.Alloc, g.Developer})
	if err != nil {
		return common.Hash{}, fmt.Errorf("encode genesis: %w", err)
	}
	return crypto.Keccak256Hash(enc), nil
}

func sorted(addrs []common.Address) []common.Address {
	out := slices.Clone(addrs)
	slices.SortFunc(out, common.Address.Cmp)
	return out
}

// fullAlloc adds the contracts that Osaka's system calls need, without which no
// block is valid. go-ethereum's list also holds contracts of later forks; only the
// deterministic deployment factory is kept of those, because forge and others
// expect it at its usual address on every chain.
func (g Genesis) fullAlloc() types.GenesisAlloc {
	all := maps.Clone(g.Alloc)
	if all == nil {
		all = make(types.GenesisAlloc)
	}
	system := core.SystemContractAllocs()
	for _, addr := range []common.Address{
		params.BeaconRootsAddress, params.HistoryStorageAddress,
		params.WithdrawalQueueAddress, params.ConsolidationQueueAddress,
		params.DeterministicFactoryAddress,
	} {
		all[addr] = system[addr]
	}
	if g.Developer {
		all[developer.Address] = types.Account{Code: developer.Code, Balance: new(big.Int), Nonce: 1}
	}
	return all
}

// state makes the accounts and says what they add to the empty state.
func (g Genesis) state(codes world.Codes, rules params.Rules) (difference, error) {
	empty := world.Empty(codes)
	if g.Developer {
		empty = empty.Named()
	}
	st, err := empty.StateDB()
	if err != nil {
		return difference{}, fmt.Errorf("open empty state: %w", err)
	}
	for addr, account := range g.fullAlloc() {
		if account.Balance != nil {
			st.AddBalance(addr, uint256.MustFromBig(account.Balance), tracing.BalanceIncreaseGenesisBalance)
		}
		st.SetCode(addr, account.Code, tracing.CodeChangeGenesis)
		st.SetNonce(addr, account.Nonce, tracing.NonceChangeGenesis)
		for key, value := range account.Storage {
			st.SetState(addr, key, value)
		}
	}
	st.IntermediateRoot(rules)
	if err := st.Error(); err != nil {
		return difference{}, fmt.Errorf("make genesis state: %w", err)
	}
	after, changes := st.GetTrie().(*world.Accounts).Snapshot()
	return difference{empty, after, changes}, nil
}

// block is block 0 on a state root. Validators are listed in ascending order, as
// QBFT wants them.
func (g Genesis) block(root common.Hash) *types.Block {
	var (
		zero     uint64
		noHash   common.Hash
		noReqs   = types.EmptyRequestsHash
		noWithdr = types.EmptyWithdrawalsHash
	)
	header := &types.Header{
		UncleHash:        types.EmptyUncleHash,
		Root:             root,
		TxHash:           types.EmptyTxsHash,
		ReceiptHash:      types.EmptyReceiptsHash,
		Difficulty:       big.NewInt(1),
		Number:           new(big.Int),
		GasLimit:         g.GasLimit,
		Time:             g.Time,
		Extra:            genesisExtra(g.Entropy, sorted(g.Validators)),
		MixDigest:        istanbulDigest,
		BaseFee:          big.NewInt(params.InitialBaseFee),
		WithdrawalsHash:  &noWithdr,
		BlobGasUsed:      &zero,
		ExcessBlobGas:    &zero,
		ParentBeaconRoot: &noHash,
		RequestsHash:     &noReqs,
	}
	return types.NewBlockWithHeader(header).WithBody(types.Body{Withdrawals: types.Withdrawals{}})
}

var errNoEntropy = errors.New("genesis: entropy is zero, must be 32 random bytes, or two devnets would be one chain")
