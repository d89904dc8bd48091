package consensus

import (
	"math/big"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// A block prepared in an earlier round keeps its coinbase, but that has to be a validator: the next proposer is chosen
// by it.
func TestCoinbaseOfPreparedBlockIsAValidator(t *testing.T) {
	net := newTestNet(t, 4)
	rules := net.nodes[0].machine.h.rules(0, nil)
	wantErr(t, rules.check(net.block(net.genesis, net.signers[3].Address(), 0)), nil)
	wantErr(t, rules.check(net.block(net.genesis, testKey(t, 99).Address(), 0)), ErrInvalidProposal)
}

// What the own ledger builds is held to the same rules.
func TestOwnBadBlockIsRefused(t *testing.T) {
	net := newTestNet(t, 4)
	net.manual = true
	net.start()
	wantErr(t, net.nodes[0].machine.Propose(1, 0, net.block(net.genesis, net.signers[1].Address(), 0)), ErrInvalidProposal)
}

func TestProposalRules(t *testing.T) {
	net := newTestNet(t, 4)
	good := net.block(net.genesis, net.signers[0].Address(), 0)
	edit := func(change func(h *types.Header)) *types.Block {
		h := good.Header()
		change(h)
		return good.WithSeal(h)
	}
	extra := func(change func(x *qbft.ExtraData)) *types.Block {
		return edit(func(h *types.Header) {
			x := net.extra(good)
			change(x)
			h.Extra = x.Encode()
		})
	}
	tx := types.NewTx(&types.LegacyTx{Gas: 21000, GasPrice: common.Big1, Value: common.Big1})
	stranger := testKey(t, 99).Address()
	for name, b := range map[string]*types.Block{
		"number":           edit(func(h *types.Header) { h.Number = big.NewInt(3) }),
		"parent":           edit(func(h *types.Header) { h.ParentHash = common.Hash{1} }),
		"difficulty":       edit(func(h *types.Header) { h.Difficulty = big.NewInt(2) }),
		"mix digest":       edit(func(h *types.Header) { h.MixDigest = common.Hash{} }),
		"nonce":            edit(func(h *types.Header) { h.Nonce = types.EncodeNonce(1) }),
		"uncle hash":       edit(func(h *types.Header) { h.UncleHash = common.Hash{1} }),
		"timestamp":        edit(func(h *types.Header) { h.Time = net.genesis.Time - 1 }),
		"coinbase":         edit(func(h *types.Header) { h.Coinbase = net.signers[1].Address() }),
		"coinbase outside": edit(func(h *types.Header) { h.Coinbase = stranger }),
		"round":            extra(func(x *qbft.ExtraData) { x.Round = 1 }),
		"sealed already":   extra(func(x *qbft.ExtraData) { x.Seals = [][]byte{make([]byte, 65)} }),
		"validator missing": extra(func(x *qbft.ExtraData) {
			x.Validators = x.Validators[:3]
		}),
		"validator replaced": extra(func(x *qbft.ExtraData) { x.Validators[3] = stranger }),
		"validators unsorted": extra(func(x *qbft.ExtraData) {
			x.Validators[0], x.Validators[1] = x.Validators[1], x.Validators[0]
		}),
		"vote for nobody":     extra(func(x *qbft.ExtraData) { x.Vote = &qbft.Vote{Add: true} }),
		"body without header": good.WithBody(types.Body{Transactions: types.Transactions{tx}}),
		"withdrawals swapped": edit(func(h *types.Header) {
			h.BaseFee, h.WithdrawalsHash = common.Big1, &common.Hash{1}
		}).WithBody(types.Body{Withdrawals: []*types.Withdrawal{}}),
		"withdrawals in a body": good.WithBody(types.Body{Withdrawals: []*types.Withdrawal{}}),
		"uncle in a body":       good.WithBody(types.Body{Uncles: []*types.Header{net.genesis}}),
	} {
		t.Run(name, func(t *testing.T) {
			fresh := newTestNet(t, 4)
			p := net.proposal(net.signers[0], 0, b, nil, nil)
			p.Payload.Sequence = 1
			p.Signature = net.sign(net.signers[0], CodeProposal, &p.Payload)
			wantErr(t, fresh.step(1, p), ErrInvalidProposal)
			if len(fresh.wire) != 0 {
				t.Fatal("a refused proposal was answered")
			}
		})
	}
	wantErr(t, net.step(1, net.proposal(net.signers[0], 0, good, nil, nil)), nil)
	vote := extra(func(x *qbft.ExtraData) { x.Vote = &qbft.Vote{Recipient: stranger, Add: true} })
	wantErr(t, net.step(2, net.proposal(net.signers[0], 0, vote, nil, nil)), nil)
}

// A block without QBFT extraData has no digest, so its proposal is not even a message.
func TestProposalWithoutExtraDataIsMalformed(t *testing.T) {
	net, a := proposed(t)
	inIBFT2, err := qbft.DecodeExtra(a.Extra())
	if err != nil {
		t.Fatal(err)
	}
	inIBFT2.Dialect = qbft.IBFT2
	for _, extra := range [][]byte{nil, inIBFT2.Encode()} {
		h := a.Header()
		h.Extra = extra
		p := &Proposal{Payload: ProposalPayload{Sequence: 1, Block: a.WithSeal(h)}}
		p.Signature = net.sign(net.signers[0], CodeProposal, &p.Payload)
		frame, err := EncodeFrame(p)
		if err != nil {
			t.Fatal(err)
		}
		_, err = DecodeFrame(frame)
		wantErr(t, err, ErrMalformed)
	}
}

func TestProposalFromTheFutureIsRefused(t *testing.T) {
	now := time.Unix(1_700_000_000, 0)
	latest := uint64(now.Add(MaxClockDrift).Unix())
	at := func(t uint64) *types.Header { return &types.Header{Time: t} }
	for name, err := range map[string]error{
		"within the drift":            CheckTime(at(latest), at(latest-5), now),
		"the parent's, of the future": CheckTime(at(latest+100), at(latest+100), now),
	} {
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	wantErr(t, CheckTime(at(latest+1), at(latest), now), ErrInvalidProposal)
	wantErr(t, CheckTime(at(latest+101), at(latest+100), now), ErrInvalidProposal)
	wantErr(t, CheckTime(at(1<<63), at(latest), now), ErrInvalidProposal)
	wantErr(t, CheckTime(at(1), at(0), time.Unix(-10, 0)), ErrInvalidProposal)
}

func TestVoteThatEmptiesTheSetIsRefused(t *testing.T) {
	net := newTestNet(t, 1)
	only := net.signers[0].Address()
	wantErr(t, checkVote(net.set, only, true), nil) // pointless, harmless
	if err := checkVote(net.set, only, false); err == nil {
		t.Fatal("the only validator may be voted out")
	}
	full := make([]common.Address, MaxValidators)
	for i := range full {
		full[i] = common.BytesToAddress([]byte{1, byte(i)})
	}
	set, err := NewSet(full)
	if err != nil {
		t.Fatal(err)
	}
	if checkVote(set, only, true) == nil {
		t.Fatal("a full set may grow")
	}
}
