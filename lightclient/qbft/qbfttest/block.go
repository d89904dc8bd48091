package qbfttest

import (
	"crypto/ecdsa"
	"fmt"
	"maps"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// Block says how a block differs from the honest next one. Zero fields don't.
type Block struct {
	// Keys are the set that the block lists and those after it, or, where a contract
	// names the validators, the set that it names after the block.
	Keys    []*ecdsa.PrivateKey
	Named   []*ecdsa.PrivateKey // what the contract names after a block that lists; nil: what that lists
	Sealers []*ecdsa.PrivateKey // who seal it; nil: a quorum of the set
	Round   uint32
	Time    uint64
	Vote    *qbft.Vote
	Label   string                            // makes another state
	World   func(map[common.Address]*Account) // changes the state after the block, if that is real
	Extra   func(*qbft.ExtraData)             // before it is sealed
	Change  func(*types.Header)               // before it is sealed
}

// built is a block that is not added yet.
type built struct {
	header *types.Header
	next   []*ecdsa.PrivateKey
	world  *World
}

// build makes a block of h, given the set that is to seal it.
func (c *Chain) build(h *types.Header, sealing []*ecdsa.PrivateKey, b Block) built {
	c.t.Helper()
	number := h.Number.Uint64()
	rules := c.schedule.At(number)
	extra := &qbft.ExtraData{Round: b.Round, Vote: b.Vote, Dialect: rules.Dialect}
	next := sealing
	if b.Keys != nil {
		next = b.Keys
	}
	if rules.Contract == nil {
		sealing = next
		extra.Validators = Addresses(sealing)
		if c.schedule.At(number+1).Contract != nil && b.Named != nil {
			next = b.Named
		}
	}
	if len(sealing) > 0 {
		h.Coinbase = Address(sealing[number%uint64(len(sealing))])
	}
	if b.Extra != nil {
		b.Extra(extra)
	}
	if b.Label != "" {
		Alter(b.Label)(h)
	}
	world := c.newWorld(h, next, b)
	if world != nil {
		h.Root = world.Root()
	}
	h = qbft.WithExtra(h, extra)
	if b.Change != nil {
		b.Change(h)
	}
	sealers := b.Sealers
	if sealers == nil {
		sealers = sealing[:qbft.Quorum(len(sealing))]
	}
	return built{header: In(rules.Dialect).Seal(c.t, h, sealers), next: next, world: world}
}

// newWorld makes the state after a block, in which every contract of the schedule
// names the given validators. The header's root so far tells states apart.
func (c *Chain) newWorld(h *types.Header, validators []*ecdsa.PrivateKey, b Block) *World {
	key := fmt.Sprint(Addresses(validators))
	accounts := c.accounts[key]
	if accounts == nil || b.World != nil {
		content := make(map[common.Address]*Account)
		for _, rules := range c.schedule {
			if rules.Contract == nil {
				continue
			}
			account := named(rules.Contract, Addresses(validators))
			if there := content[rules.Contract.Address]; there != nil { // two arrays of one contract
				maps.Copy(account.Storage, there.Storage)
			}
			content[rules.Contract.Address] = account
		}
		if len(content) == 0 {
			return nil
		}
		if b.World != nil {
			key = fmt.Sprint(h.Root) // nobody else's
			b.World(content)
		}
		accounts = make(map[common.Address]account)
		for address, a := range content {
			accounts[address] = newAccount(c.t, a)
		}
		c.accounts[key] = accounts
	}
	return newWorld(c.t, h.Root, accounts)
}
