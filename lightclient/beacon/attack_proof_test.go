package beacon_test

import (
	"slices"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/forge"
)

// worlds in which each format of data is in use, from slot 0 on.
func eachFormat(t *testing.T, test func(t *testing.T, w *world)) {
	for name, epochs := range map[string][]beacon.Epoch{
		"bellatrix": {0, 0}, "capella": {0, 0, 0}, "deneb": {0, 0, 0, 0}, "fulu": {0, 0, 0, 0, 0, 0}, "gloas": {0, 0, 0, 0, 0, 0, 0},
	} {
		t.Run(name, func(t *testing.T) { test(t, newWorld(t, epochs...)) })
	}
}

func TestAttackStateBranches(t *testing.T) {
	eachFormat(t, func(t *testing.T, w *world) {
		if fork := w.n.ForkAt(100); fork < beacon.Deneb {
			t.Skip("skipped: states are those of Deneb, as far as these branches go")
		}
		p := forge.IndicesOf(w.n.ForkAt(100))
		swap := func(s forge.Tree, a, b uint64) { s[a], s[b] = s[b], common.Hash{1} }
		bringing := func() *forge.Draft { return w.chain.Draft(90, finalizedSlot) }
		var attacks []attack
		for what, branch := range map[string]func(u *beacon.LightClientUpdate) *[]common.Hash{
			"finality":       func(u *beacon.LightClientUpdate) *[]common.Hash { return &u.FinalityBranch },
			"next committee": func(u *beacon.LightClientUpdate) *[]common.Hash { return &u.NextSyncCommitteeBranch },
		} {
			attacks = append(attacks, branchAttacks(what, bringing, &w.fresh, branch)...)
		}
		attacks = append(attacks, []attack{
			{name: "finality from another position", lie: func(d *forge.Draft) {
				d.Attested.State[p.Finalized^2] = d.Attested.State[p.Finalized]
				d.Attested.State[p.Finalized] = common.Hash{1}
			}},
			{name: "next committee from the position of the current one", from: &w.fresh, draft: bringing,
				lie: func(d *forge.Draft) { swap(d.Attested.State, p.Current, p.Next) }},
			{name: "finalized header that the state does not name", tamper: func(u *beacon.LightClientUpdate) {
				u.FinalizedHeader = w.chain.Draft(100, 89).Update().FinalizedHeader
			}},
			{name: "finalized header without a branch", tamper: func(u *beacon.LightClientUpdate) { clear(u.FinalityBranch) }},
			{name: "branch without a finalized header", tamper: func(u *beacon.LightClientUpdate) {
				u.FinalizedHeader = (&beacon.LightClientOptimisticUpdate{AttestedHeader: u.AttestedHeader}).Update().FinalizedHeader
			}},
		}...)
		w.run(t, attacks)
		t.Run("current committee", func(t *testing.T) { attackBootstrap(t, w, p) })
	})
}

func branchAttacks(what string, draft func() *forge.Draft, from *beacon.Store, branch func(u *beacon.LightClientUpdate) *[]common.Hash) []attack {
	change := func(name string, f func([]common.Hash) []common.Hash) attack {
		return attack{name: what + " branch " + name, draft: draft, from: from, tamper: func(u *beacon.LightClientUpdate) {
			b := branch(u)
			*b = f(slices.Clone(*b))
		}}
	}
	return []attack{
		change("short at the bottom", func(b []common.Hash) []common.Hash { return b[1:] }),
		change("short at the top", func(b []common.Hash) []common.Hash { return b[:len(b)-1] }),
		change("long at the bottom", func(b []common.Hash) []common.Hash { return append([]common.Hash{{1}}, b...) }),
		change("long at the top", func(b []common.Hash) []common.Hash { return append(b, common.Hash{1}) }),
		change("padded with zeros", func(b []common.Hash) []common.Hash { return append(make([]common.Hash, 1), b...) }),
		change("with a bit flipped", func(b []common.Hash) []common.Hash { b[len(b)-1][31] ^= 1; return b }),
		change("reversed", func(b []common.Hash) []common.Hash { slices.Reverse(b); return b }),
	}
}

func attackBootstrap(t *testing.T, w *world, p forge.Indices) {
	for name, attack := range map[string]struct {
		lie    func(*forge.Block)
		tamper func(*beacon.LightClientBootstrap)
		want   error
	}{
		"from the position of the next one": {lie: func(b *forge.Block) {
			b.State[p.Next], b.State[p.Current] = b.State[p.Current], common.Hash{1}
		}},
		"branch short": {tamper: func(b *beacon.LightClientBootstrap) { b.CurrentSyncCommitteeBranch = b.CurrentSyncCommitteeBranch[1:] }},
		"branch long": {tamper: func(b *beacon.LightClientBootstrap) {
			b.CurrentSyncCommitteeBranch = append(b.CurrentSyncCommitteeBranch, common.Hash{})
		}},
		"branch padded": {tamper: func(b *beacon.LightClientBootstrap) {
			b.CurrentSyncCommitteeBranch = append(make([]common.Hash, 1), b.CurrentSyncCommitteeBranch...)
		}},
		"branch with a bit flipped": {tamper: func(b *beacon.LightClientBootstrap) { b.CurrentSyncCommitteeBranch[0][0] ^= 1 }},
		"committee of another period": {tamper: func(b *beacon.LightClientBootstrap) {
			b.CurrentSyncCommittee = w.chain.Committee(2).SyncCommittee
		}},
	} {
		t.Run(name, func(t *testing.T) {
			block := w.chain.Block(anchorSlot, common.Hash{})
			if attack.lie != nil {
				attack.lie(block)
			}
			b := w.chain.Bootstrap(block)
			if attack.tamper != nil {
				attack.tamper(b)
			}
			_, err := w.n.InitializeStore(block.Root(), b)
			refused(t, err, attack.want)
		})
	}
}

func TestAttackCheckpoint(t *testing.T) {
	w := newWorld(t)
	p, now := beacon.DefaultParams(), w.timeAt(anchorSlot)
	begin := func(root common.Hash, b *beacon.LightClientBootstrap, slots int) error {
		_, err := w.n.Begin(root, b, now.Add(w.n.SlotDuration*time.Duration(slots)), p)
		return err
	}
	if err := begin(w.anchor.Root(), w.chain.Bootstrap(w.anchor), 0); err != nil {
		t.Fatal(err)
	}
	t.Run("of another block", func(t *testing.T) {
		refused(t, begin(w.anchor.Root(), w.chain.Bootstrap(w.chain.Block(73, common.Hash{})), 0), lightclient.ErrWrongChain)
	})
	t.Run("of a rival chain", func(t *testing.T) {
		rival := w.chain.Rival()
		refused(t, begin(w.anchor.Root(), rival.Bootstrap(rival.Block(anchorSlot, common.Hash{})), 0), lightclient.ErrWrongChain)
	})
	period := int(p.TrustPeriod / w.n.SlotDuration)
	t.Run("expired", func(t *testing.T) {
		refused(t, begin(w.anchor.Root(), w.chain.Bootstrap(w.anchor), period), lightclient.ErrExpired)
	})
	t.Run("expired in this moment", func(t *testing.T) {
		_, err := w.n.Begin(w.anchor.Root(), w.chain.Bootstrap(w.anchor), w.n.TimeOf(anchorSlot).Add(p.TrustPeriod), p)
		refused(t, err, lightclient.ErrExpired)
	})
	t.Run("from the future", func(t *testing.T) {
		refused(t, begin(w.anchor.Root(), w.chain.Bootstrap(w.anchor), -1), lightclient.ErrFuture)
	})
	t.Run("just young enough", func(t *testing.T) {
		if err := begin(w.anchor.Root(), w.chain.Bootstrap(w.anchor), period-1); err != nil {
			t.Error(err)
		}
	})
	t.Run("just begun by a clock that is behind", func(t *testing.T) {
		if _, err := w.n.Begin(w.anchor.Root(), w.chain.Bootstrap(w.anchor), w.n.TimeOf(anchorSlot).Add(-p.ClockDrift), p); err != nil {
			t.Error(err)
		}
	})
	t.Run("with a forged execution block", func(t *testing.T) {
		b := w.chain.Bootstrap(w.anchor)
		b.Header.Execution.BlockHash[0] ^= 1
		refused(t, begin(w.anchor.Root(), b, 0), nil)
	})
	t.Run("what is trusted has expired while nobody followed", func(t *testing.T) {
		u := w.chain.Draft(100, 88).Update()
		now := w.timeAt(101)
		if _, err := w.n.Verify(w.store, u, now, p); err != nil {
			t.Fatal(err)
		}
		p := p
		p.TrustPeriod = now.Sub(w.n.TimeOf(finalizedSlot))
		_, err := w.n.Verify(w.store, u, now, p)
		refused(t, err, lightclient.ErrExpired)
	})
	t.Run("signature ahead of our clock by more than its drift", func(t *testing.T) {
		u := w.chain.Draft(100, 88).Update()
		at := w.n.TimeOf(101).Add(-p.ClockDrift)
		if _, err := w.n.Verify(w.store, u, at, p); err != nil {
			t.Fatal(err)
		}
		_, err := w.n.Verify(w.store, u, at.Add(-1), p)
		refused(t, err, lightclient.ErrFuture)
	})
}

func TestAttackExecution(t *testing.T) {
	headers := map[string]func(u *beacon.LightClientUpdate) *beacon.LightClientHeader{
		"attested":  func(u *beacon.LightClientUpdate) *beacon.LightClientHeader { return &u.AttestedHeader },
		"finalized": func(u *beacon.LightClientUpdate) *beacon.LightClientHeader { return &u.FinalizedHeader },
	}
	eachFormat(t, func(t *testing.T, w *world) {
		var attacks []attack
		fork := w.n.ForkAt(100)
		for which, header := range headers {
			change := func(name string, f func(h *beacon.LightClientHeader)) {
				attacks = append(attacks, attack{name: which + " " + name, tamper: func(u *beacon.LightClientUpdate) {
					h := header(u)
					h.ExecutionBranch = slices.Clone(h.ExecutionBranch)
					f(h)
				}})
			}
			if fork < beacon.Capella {
				change("header has an execution block hash", func(h *beacon.LightClientHeader) { h.BlockHash = common.Hash{1} })
				continue
			}
			change("branch short", func(h *beacon.LightClientHeader) { h.ExecutionBranch = h.ExecutionBranch[1:] })
			change("branch long", func(h *beacon.LightClientHeader) { h.ExecutionBranch = append(h.ExecutionBranch, common.Hash{}) })
			change("branch padded", func(h *beacon.LightClientHeader) {
				h.ExecutionBranch = append(make([]common.Hash, 1), h.ExecutionBranch...)
			})
			change("branch with a bit flipped", func(h *beacon.LightClientHeader) { h.ExecutionBranch[1][5] ^= 1 })
			change("branch reversed", func(h *beacon.LightClientHeader) { slices.Reverse(h.ExecutionBranch) })
			if fork >= beacon.Gloas {
				change("block hash forged", func(h *beacon.LightClientHeader) { h.BlockHash[0] ^= 1 })
				continue
			}
			change("block hash forged", func(h *beacon.LightClientHeader) { forged(h).BlockHash[0] ^= 1 })
			change("state root forged", func(h *beacon.LightClientHeader) { forged(h).StateRoot[0] ^= 1 })
			change("extra data longer by a zero", func(h *beacon.LightClientHeader) { forged(h).ExtraData += "\x00" })
			change("blob gas forged", func(h *beacon.LightClientHeader) { forged(h).BlobGasUsed++ })
			change("excess blob gas forged", func(h *beacon.LightClientHeader) { forged(h).ExcessBlobGas++ })
		}
		// The block's own hash is in another place than the one it would be read from.
		attacks = append(attacks, attack{name: "block hash from another position", lie: func(d *forge.Draft) {
			index := uint64(24)
			if fork >= beacon.Gloas {
				index = 2857
			}
			d.Attested.Body[index] = d.Attested.Execution.Hash()
		}, tamper: func(u *beacon.LightClientUpdate) {
			if fork < beacon.Capella {
				u.AttestedHeader.BlockHash = common.Hash{1}
				return
			}
			u.AttestedHeader.ExecutionBranch[0], u.AttestedHeader.ExecutionBranch[1] = u.AttestedHeader.ExecutionBranch[1], u.AttestedHeader.ExecutionBranch[0]
		}})
		w.run(t, attacks)
	})
}

// forged replaces the payload header by a copy that may be changed.
func forged(h *beacon.LightClientHeader) *beacon.ExecutionPayloadHeader {
	e := *h.Execution
	h.Execution = &e
	return h.Execution
}

func TestAttackExecutionHeader(t *testing.T) {
	eachFormat(t, func(t *testing.T, w *world) {
		s := w.must(w.n.ProcessUpdate(w.store, w.chain.Draft(100, 88).Update(), 101))
		execution := w.chain.Block(88, common.Hash{}).Execution
		bind := func(change func(h *types.Header)) error {
			h := types.CopyHeader(execution)
			change(h)
			_, err := beacon.BindExecution(&s.FinalizedHeader, h)
			return err
		}
		if w.n.ForkAt(88) < beacon.Capella {
			refused(t, bind(func(*types.Header) {}), lightclient.ErrNoSuchHeader)
			return
		}
		got, err := beacon.BindExecution(&s.FinalizedHeader, execution)
		if err != nil || got.StateRoot != execution.Root || got.Number != 88 {
			t.Fatalf("%+v, %v", got, err)
		}
		for name, change := range map[string]func(h *types.Header){
			"state root": func(h *types.Header) { h.Root[0] ^= 1 }, "receipts root": func(h *types.Header) { h.ReceiptHash[0] ^= 1 },
			"number": func(h *types.Header) { h.Number.SetUint64(89) }, "time": func(h *types.Header) { h.Time++ },
		} {
			t.Run(name, func(t *testing.T) { refused(t, bind(change), lightclient.ErrNotLinked) })
		}
		t.Run("no number", func(t *testing.T) { refused(t, bind(func(h *types.Header) { h.Number = nil }), nil) })
		if _, err := beacon.BindExecution(&s.FinalizedHeader, nil); err == nil {
			t.Error("no header is bound")
		}
	})
}
