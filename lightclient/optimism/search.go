package optimism

import (
	"context"
	"errors"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/lightclient"
)

// claims finds the newest element of the list that can be final, and begins there.
func (c *Client) claims(ctx context.Context, parent lightclient.Header, endpoint ParentEndpoint) (claims, error) {
	p := &proven{client: c, endpoint: endpoint, parent: parent}
	if o := c.cfg.Deployment.Oracle; o != nil {
		list := entries{proven: p, contract: o.Contract, slot: o.OutputsSlot, words: 2, timeWord: 1, time: func(word common.Hash) uint64 {
			if timestamp, fits := half64(word, 16); fits {
				return timestamp
			}
			return ^uint64(0)
		}}
		latest, any := before(parent.Time, seconds(o.FinalizationPeriod))
		if !any {
			return &outputs{proven: p}, nil
		}
		count, err := list.until(ctx, latest)
		return &outputs{proven: p, count: count}, err
	}
	g := c.cfg.Deployment.Games
	list := entries{proven: p, contract: g.Factory, slot: g.ListSlot, words: 1, time: func(word common.Hash) uint64 { return unpackGameID(word).createdAt }}
	latest, any := before(parent.Time, seconds(g.FinalityDelay)+seconds(g.MinimumAge))
	if !any {
		return &games{entries: list}, nil
	}
	count, err := list.until(ctx, latest)
	return &games{entries: list, count: count}, err
}

// before returns the latest time from which more than a delay has passed.
func before(now, delay uint64) (latest uint64, any bool) {
	if now <= delay {
		return 0, false
	}
	return now - delay - 1, true
}

// outputs are the oracle's, from the newest final one down.
type outputs struct {
	*proven
	count uint64 // that are left
}

func (o *outputs) next(ctx context.Context) (*claim, error) {
	if o.count == 0 {
		return nil, nil
	}
	oracle := o.client.cfg.Deployment.Oracle
	o.count--
	_, proof, err := o.read(ctx, oracle.Contract, oracle.outputSlots(o.count))
	if err != nil {
		return nil, err
	}
	p := &OracleProof{Index: o.count, Oracle: proof}
	output, err := oracle.verify(o.parent, p)
	if err != nil {
		return nil, err
	}
	if output.Number < o.client.lowest() {
		o.count = 0 // numbers rise with the index
		return nil, nil
	}
	return &claim{output: output, proof: Proof{Oracle: p}}, nil
}

// games are the factory's, from the newest that can be final down.
type games struct {
	entries
	count    uint64 // that are left
	page     []gameID
	examined int
}

// next returns the next game that is final and in its claim's favour. Those that are not
// are passed over: anybody may begin a game.
func (s *games) next(ctx context.Context) (*claim, error) {
	g := s.client.cfg.Deployment.Games
	for s.count > 0 && s.examined < maxGamesPerLook {
		if err := s.fill(ctx); err != nil {
			return nil, err
		}
		id := s.page[len(s.page)-1]
		s.page, s.count = s.page[:len(s.page)-1], s.count-1
		kind, ok := g.typeOf(id.kind)
		if !ok {
			continue
		}
		if known := s.client.trusted; known != nil && known.block.Output.Contract == id.address {
			return &claim{output: known.block.Output}, nil
		}
		s.examined++
		found, err := s.examine(ctx, g, id, kind)
		var passed *UnfitError
		switch {
		case errors.As(err, &passed):
			s.client.log.Debug("game is passed over", "game", id.address, "err", err)
		case err != nil || found != nil:
			return found, err
		}
	}
	return nil, nil
}

// fill reads the page of the list below count.
func (s *games) fill(ctx context.Context) error {
	if len(s.page) > 0 {
		return nil
	}
	n := min(s.count, listPage)
	indexes := make([]uint64, n)
	for i := range indexes {
		indexes[i] = s.count - n + uint64(i)
	}
	words, err := s.at(ctx, indexes)
	if err != nil {
		return err
	}
	for _, word := range words {
		s.page = append(s.page, unpackGameID(word))
	}
	return nil
}

// examine proves one game of the list. Its state comes first, since it decides most
// games; its code then says what it is about. It returns nil for a game about a block
// that is of no interest any more.
func (s *games) examine(ctx context.Context, g *Games, id gameID, kind GameType) (*claim, error) {
	block := s.parent.Hash
	var err error
	p := &GameProof{Type: id.kind}
	slots, _, _ := g.gameSlots()
	if p.Game, err = s.client.askProof(ctx, s.endpoint, Contract{Address: id.address}, slots, block); err != nil {
		return nil, err
	}
	state, _, account, err := g.readGame(s.parent, id, p.Game)
	if err != nil {
		return nil, err
	}
	if err := g.checkState(s.parent, id, state); err != nil {
		return nil, err
	}
	if p.Code, err = s.client.askCode(ctx, s.endpoint, id.address, block); err != nil {
		return nil, err
	}
	if hash := crypto.Keccak256Hash(p.Code); hash != account.CodeHash {
		return nil, unproven("code of game %s hashes to %s, want %s", id.address, hash, account.CodeHash)
	}
	about, err := readClone(p.Code, kind)
	if err != nil {
		return nil, unfit(id.address, ErrImplementation, "%w", err)
	}
	if number, fits := word64(common.BytesToHash(about.extraData[:32])); fits && number < s.client.lowest() {
		return nil, nil
	}
	p.RootClaim, p.ExtraData = about.rootClaim, about.extraData
	slot := []common.Hash{mappingSlot(g.GamesSlot, gameUUID(p.Type, p.RootClaim, p.ExtraData))}
	if p.Factory, err = s.client.askProof(ctx, s.endpoint, g.Factory, slot, block); err != nil {
		return nil, err
	}
	registered, err := g.registered(s.parent, p)
	if err != nil {
		return nil, err
	}
	if registered != id {
		return nil, unfit(id.address, ErrNotRegistered, "for what it is about, the factory has %s", registered.address)
	}
	if g.Guardian != nil {
		slots, _, _, _ := g.Guardian.slots(id.address)
		if p.Guardian, err = s.client.askProof(ctx, s.endpoint, g.Guardian.Contract, slots, block); err != nil {
			return nil, err
		}
	}
	output, err := g.verify(s.parent, p)
	if err != nil {
		return nil, err
	}
	return &claim{output: output, proof: Proof{Game: p}}, nil
}
