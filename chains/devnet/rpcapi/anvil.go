package rpcapi

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/common/math"
	"github.com/holiman/uint256"

	"github.com/catenary-bridge/catenary/chains/devnet/developer"
)

// anvilAPI answers anvil_ methods, and the same as hardhat_. What they answer is what
// anvil answers, null for most. A change of an account is there when the answer is: in a
// block of its own, which follows without waiting for its time.
type anvilAPI struct {
	reader  *reader
	dev     Developer
	rewound func(head uint64)
	version string
}

func (a *anvilAPI) change(ctx context.Context, changes ...developer.Change) error {
	ctx, cancel := a.reader.within(ctx, mineTimeout)
	defer cancel()
	return a.dev.ApplyChanges(ctx, changes...)
}

// SetBalance is anvil_setBalance, in wei.
func (a *anvilAPI) SetBalance(ctx context.Context, account common.Address, wei math.HexOrDecimal256) error {
	balance, overflow := uint256.FromBig((*big.Int)(&wei))
	if overflow || (*big.Int)(&wei).Sign() < 0 {
		return invalidParams("invalid balance %v wei, want 0 to 2^256-1", (*big.Int)(&wei))
	}
	return a.change(ctx, developer.SetBalance(account, balance))
}

// SetNonce is anvil_setNonce: the next one, lower ones too.
func (a *anvilAPI) SetNonce(ctx context.Context, account common.Address, nonce math.HexOrDecimal64) error {
	return a.change(ctx, developer.SetNonce(account, uint64(nonce)))
}

// SetCode is anvil_setCode: the code itself, not what creates it.
func (a *anvilAPI) SetCode(ctx context.Context, account common.Address, code hexutil.Bytes) error {
	return a.change(ctx, developer.SetCode(account, code))
}

// SetStorageAt is anvil_setStorageAt; it answers true.
func (a *anvilAPI) SetStorageAt(ctx context.Context, account common.Address, slot string, value common.Hash) (bool, error) {
	key, _, err := parseStorageKey(slot)
	if err != nil {
		return false, err
	}
	return true, a.change(ctx, developer.SetStorage(account, key, value))
}

// ImpersonateAccount is anvil_impersonateAccount: eth_sendTransaction may send from an
// account whose key nobody has. A contract may be impersonated too.
func (a *anvilAPI) ImpersonateAccount(account common.Address) error {
	if account == developer.Address {
		return invalidParams("%s is where changes of state come from, and can't be impersonated", account)
	}
	a.dev.Impersonate(account, true)
	return nil
}

// StopImpersonatingAccount is anvil_stopImpersonatingAccount. What has been sent stays.
func (a *anvilAPI) StopImpersonatingAccount(account common.Address) error {
	a.dev.Impersonate(account, false)
	return nil
}

// AutoImpersonateAccount is anvil_autoImpersonateAccount: any account.
func (a *anvilAPI) AutoImpersonateAccount(allowed bool) error {
	a.dev.ImpersonateAll(allowed)
	return nil
}

// Mine is anvil_mine: so many blocks, one by default, their timestamps interval seconds
// apart if that is given.
func (a *anvilAPI) Mine(ctx context.Context, blocks, interval *math.HexOrDecimal64) error {
	one := math.HexOrDecimal64(1)
	if blocks == nil {
		blocks = &one
	}
	control := &controlAPI{a.reader}
	if *blocks == 0 {
		return nil
	}
	if interval == nil || *interval == 0 {
		_, err := control.Mine(ctx, blocks)
		return err
	}
	if *blocks > maxMine {
		return invalidParams("invalid number of blocks %d, want 0 to %d", *blocks, maxMine)
	}
	ctx, cancel := a.reader.within(ctx, mineTimeout)
	defer cancel()
	for range *blocks {
		if err := a.dev.SetNextBlockTimestamp(a.reader.backend.CurrentHeader().Time + uint64(*interval)); err != nil {
			return err
		}
		if _, err := control.Mine(ctx, &one); err != nil {
			return err
		}
	}
	return nil
}

// DropTransaction is anvil_dropTransaction: it answers the hash, null where no such
// transaction waits.
func (a *anvilAPI) DropTransaction(hash common.Hash) *common.Hash {
	if !a.dev.DropTransaction(hash) {
		return nil
	}
	return &hash
}

// DropAllTransactions is anvil_dropAllTransactions.
func (a *anvilAPI) DropAllTransactions() error { return a.dev.DropAllTransactions() }

// resetOptions may name a chain to fork; viem sends them without one.
type resetOptions struct {
	Forking *struct {
		JSONRPCURL  *json.RawMessage `json:"jsonRpcUrl"`
		BlockNumber *json.RawMessage `json:"blockNumber"`
	} `json:"forking"`
}

// Reset is anvil_reset: back to block 0, and nobody is impersonated any more.
func (a *anvilAPI) Reset(ctx context.Context, options *resetOptions) error {
	if options != nil && options.Forking != nil && (options.Forking.JSONRPCURL != nil || options.Forking.BlockNumber != nil) {
		return invalidParams("forking another chain is not supported, want no forking options")
	}
	ctx, cancel := a.reader.within(ctx, mineTimeout)
	defer cancel()
	return a.dev.Reset(ctx, a.rewound)
}

// SetNextBlockBaseFeePerGas is anvil_setNextBlockBaseFeePerGas, in wei.
func (a *anvilAPI) SetNextBlockBaseFeePerGas(wei math.HexOrDecimal256) error {
	return a.dev.SetNextBaseFee((*big.Int)(&wei))
}

// SetCoinbase is anvil_setCoinbase, which QBFT rules out.
func (a *anvilAPI) SetCoinbase(common.Address) error {
	return errors.New("the coinbase of a QBFT block is the validator that proposed it, and can't be set")
}

// GetAutomine is anvil_getAutomine.
func (a *anvilAPI) GetAutomine() bool {
	on, _ := a.dev.Pace()
	return on
}

// GetIntervalMining is anvil_getIntervalMining: seconds rounded up, null without.
func (a *anvilAPI) GetIntervalMining() *uint64 {
	_, interval := a.dev.Pace()
	if interval == 0 {
		return nil
	}
	seconds := uint64((interval + time.Second - 1) / time.Second)
	return &seconds
}

// DumpState is anvil_dumpState: the head's accounts, JSON under gzip. anvil reads it.
func (a *anvilAPI) DumpState(ctx context.Context) (hexutil.Bytes, error) {
	ctx, cancel := a.reader.within(ctx, mineTimeout)
	defer cancel()
	dump, err := a.dev.DumpState(ctx)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	packed := gzip.NewWriter(&out)
	if err := errors.Join(json.NewEncoder(packed).Encode(dump), packed.Close()); err != nil {
		return nil, fmt.Errorf("dump state: %w", err)
	}
	return out.Bytes(), nil
}

// LoadState is anvil_loadState: it sets the accounts of a dump, of anvil's too, and
// leaves all others alone. Blocks of the dump are not taken over.
func (a *anvilAPI) LoadState(ctx context.Context, dump hexutil.Bytes) (bool, error) {
	plain := []byte(dump)
	if packed, err := gzip.NewReader(bytes.NewReader(dump)); err == nil {
		if plain, err = io.ReadAll(io.LimitReader(packed, maxLoadedState+1)); err != nil {
			return false, invalidParams("state dump: %v", err)
		}
		if len(plain) > maxLoadedState {
			return false, limitExceeded("state dump has more than %d bytes, load it from a file", maxLoadedState)
		}
	}
	state, err := developer.DecodeState(plain)
	if err != nil {
		return false, invalidParams("%v", err)
	}
	ctx, cancel := a.reader.within(ctx, mineTimeout)
	defer cancel()
	return true, a.dev.LoadState(ctx, state)
}

// NodeInfo is anvil_nodeInfo.
func (a *anvilAPI) NodeInfo() map[string]any {
	header := a.reader.backend.CurrentHeader()
	hash, _ := a.reader.backend.HashByNumber(header.Number.Uint64())
	fee := a.dev.NextBaseFee()
	return map[string]any{
		"currentBlockNumber":    (*hexutil.Big)(header.Number),
		"currentBlockTimestamp": header.Time,
		"currentBlockHash":      hash,
		"hardFork":              "Osaka",
		"transactionOrder":      "fees",
		"environment": map[string]any{
			"baseFee":  (*hexutil.Big)(fee),
			"chainId":  a.reader.backend.ChainConfig().ChainID,
			"gasLimit": hexutil.Uint64(header.GasLimit),
			"gasPrice": (*hexutil.Big)(new(big.Int).Add(fee, big.NewInt(defaultTip))),
		},
		"forkConfig": map[string]any{"forkUrl": nil, "forkBlockNumber": nil, "forkRetryBackoff": nil},
	}
}

// Metadata is anvil_metadata and hardhat_metadata. The instance is the chain: two begun
// with the same settings are two.
func (a *anvilAPI) Metadata() map[string]any {
	backend := a.reader.backend
	header := backend.CurrentHeader()
	hash, _ := backend.HashByNumber(header.Number.Uint64())
	genesis, _ := backend.HashByNumber(0)
	return map[string]any{
		"clientVersion":     a.version,
		"clientSemver":      nil,
		"clientCommitSha":   nil,
		"chainId":           backend.ChainConfig().ChainID,
		"instanceId":        genesis,
		"latestBlockNumber": header.Number,
		"latestBlockHash":   hash,
		"forkedNetwork":     nil,
		"snapshots":         map[string]any{},
	}
}
