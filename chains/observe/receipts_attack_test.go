package observe

import (
	"context"
	"errors"
	"math/big"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/observe/observetest"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/mpt"
	"github.com/catenary-bridge/catenary/messages"
)

// receiptsAttack is one way to lie about ten messages in one block to somebody who reads
// receipts. Whatever else could give it away, blooms, gas, encodings, fits.
type receiptsAttack struct {
	name string
	liar func(honest *observetest.Source) chains.Source
	err  error
	text string // that the error has to say
}

// lieAboutBlock changes the receipts of block 1, which has the messages.
func lieAboutBlock(s *observetest.Source, change func(honest []chains.TxReceipt) []chains.TxReceipt) chains.Source {
	return observetest.Receipts(s, "liar", func(block lightclient.Header, honest []chains.TxReceipt) []chains.TxReceipt {
		if block.Number != 1 {
			return honest
		}
		return change(honest)
	})
}

// forgeReceipts decodes the receipts of a block with messages, has them changed, and
// encodes them as a careful forger does.
func forgeReceipts(s *observetest.Source, change func(r []mpt.Receipt) []mpt.Receipt) chains.Source {
	return lieAboutBlock(s, func(honest []chains.TxReceipt) []chains.TxReceipt {
		receipts := make([]mpt.Receipt, len(honest))
		for i := range honest {
			var err error
			if receipts[i], err = mpt.DecodeReceipt(honest[i].Encoded); err != nil {
				panic(err)
			}
		}
		told, _ := observetest.Encode(change(receipts))
		return told
	})
}

// forgeLog changes the log of the second message, in the second receipt.
func forgeLog(s *observetest.Source, change func(l *mpt.Log)) chains.Source {
	return forgeReceipts(s, func(r []mpt.Receipt) []mpt.Receipt {
		change(&r[1].Logs[1])
		return r
	})
}

func changeEvent(change func(e *chains.Event)) func(l *mpt.Log) {
	return func(l *mpt.Log) {
		event, err := chains.DecodeSent(observetest.Lane(), l.Address, l.Topics, l.Data)
		if err != nil {
			panic(err)
		}
		change(&event)
		l.Topics, l.Data = chains.EncodeSent(observetest.Lane(), event)
	}
}

// forgeHeader changes the header of the given number and leaves the hashes above it.
func forgeHeader(s *observetest.Source, number uint64, change func(h *types.Header)) chains.Source {
	return observetest.Headers(s, "liar", func(honest []*types.Header) []*types.Header {
		for _, h := range honest {
			if h.Number.Uint64() == number {
				change(h)
			}
		}
		return honest
	})
}

// relink changes a header and makes those above descend from it, up to the final one.
func relink(s *observetest.Source, number uint64, change func(h *types.Header)) chains.Source {
	return observetest.Headers(s, "liar", func(honest []*types.Header) []*types.Header {
		for i, h := range honest {
			if h.Number.Uint64() == number {
				change(h)
			}
			if h.Number.Uint64() > number && i > 0 {
				h.ParentHash = honest[i-1].Hash()
			}
		}
		return honest
	})
}

// The chain of these attacks has the messages in block 1 of 3.
var receiptsAttacks = []receiptsAttack{
	{"hidden receipt", func(s *observetest.Source) chains.Source {
		return forgeReceipts(s, func(r []mpt.Receipt) []mpt.Receipt { return slices.Delete(r, 2, 3) })
	}, ErrReceipts, "not the block's"},
	{"all receipts with messages hidden", func(s *observetest.Source) chains.Source {
		return forgeReceipts(s, func(r []mpt.Receipt) []mpt.Receipt { return r[:1] })
	}, ErrReceipts, "root of 1 receipts"},
	{"no receipts", func(s *observetest.Source) chains.Source {
		return forgeReceipts(s, func([]mpt.Receipt) []mpt.Receipt { return nil })
	}, ErrReceipts, "root of 0 receipts"},
	{"truncated list", func(s *observetest.Source) chains.Source {
		return forgeReceipts(s, func(r []mpt.Receipt) []mpt.Receipt { return r[:len(r)-1] })
	}, ErrReceipts, "not the block's"},
	{"extra receipt", func(s *observetest.Source) chains.Source {
		return forgeReceipts(s, func(r []mpt.Receipt) []mpt.Receipt { return append(r, r[len(r)-1]) })
	}, ErrReceipts, "not the block's"},
	{"receipts reordered", func(s *observetest.Source) chains.Source {
		return forgeReceipts(s, func(r []mpt.Receipt) []mpt.Receipt {
			r[1].Logs, r[2].Logs = r[2].Logs, r[1].Logs
			return r
		})
	}, ErrReceipts, "not the block's"},
	{"hidden log", func(s *observetest.Source) chains.Source {
		return forgeReceipts(s, func(r []mpt.Receipt) []mpt.Receipt {
			r[1].Logs = slices.Delete(r[1].Logs, 1, 2)
			return r
		})
	}, ErrReceipts, "not the block's"},
	{"invented log", func(s *observetest.Source) chains.Source {
		return forgeReceipts(s, func(r []mpt.Receipt) []mpt.Receipt {
			last := &r[len(r)-2]
			invented := last.Logs[len(last.Logs)-1]
			changeEvent(func(e *chains.Event) {
				*e = observetest.Forge(*e, func(m *messages.Message) { m.Nonce++ })
				e.Nonce++
			})(&invented)
			last.Logs = append(last.Logs, invented)
			return r
		})
	}, ErrReceipts, "not the block's"},
	{"reordered logs", func(s *observetest.Source) chains.Source {
		return forgeReceipts(s, func(r []mpt.Receipt) []mpt.Receipt { slices.Reverse(r[1].Logs); return r })
	}, ErrReceipts, "not the block's"},
	{"altered payload, id fitting", func(s *observetest.Source) chains.Source {
		return forgeLog(s, changeEvent(func(e *chains.Event) { *e = observetest.Forge(*e, change) }))
	}, ErrReceipts, "not the block's"},
	{"altered topic", func(s *observetest.Source) chains.Source {
		return forgeLog(s, func(l *mpt.Log) { l.Topics[3][31] ^= 1 })
	}, ErrReceipts, "not the block's"},
	{"altered address", func(s *observetest.Source) chains.Source {
		return forgeLog(s, func(l *mpt.Log) { l.Address[19] ^= 1 })
	}, ErrReceipts, "not the block's"},
	{"wrong cumulative gas", func(s *observetest.Source) chains.Source {
		return forgeReceipts(s, func(r []mpt.Receipt) []mpt.Receipt { r[1].CumulativeGasUsed++; return r })
	}, ErrReceipts, "not the block's"},
	{"wrong type byte", func(s *observetest.Source) chains.Source {
		return forgeReceipts(s, func(r []mpt.Receipt) []mpt.Receipt { r[1].Type ^= 2; return r })
	}, ErrReceipts, "not the block's"},
	{"reverted shown as succeeded", func(s *observetest.Source) chains.Source {
		return forgeReceipts(s, func(r []mpt.Receipt) []mpt.Receipt { r[1].Status ^= 1; return r })
	}, ErrReceipts, "not the block's"},
	{"empty receipt", func(s *observetest.Source) chains.Source {
		return lieAboutBlock(s, func(r []chains.TxReceipt) []chains.TxReceipt { r[1].Encoded = nil; return r })
	}, ErrReceipts, "receipt 1 is empty"},
	{"receipts of another block", func(s *observetest.Source) chains.Source {
		return lieAboutBlock(s, func([]chains.TxReceipt) []chains.TxReceipt {
			other, _ := s.Receipts(context.Background(), s.Chain().FinalAt(3).Header())
			return other
		})
	}, ErrReceipts, "not the block's"},
	{"receipts of another chain", func(s *observetest.Source) chains.Source {
		return lieAboutBlock(s, func([]chains.TxReceipt) []chains.TxReceipt {
			other := observetest.New(observetest.Lane())
			other.SetTime(7) // its messages have another timestamp
			other.Send(10, 64)
			header := other.Seal()
			receipts, _ := other.Source("", 0).Receipts(context.Background(), header)
			return receipts
		})
	}, ErrReceipts, "not the block's"},
	{"more receipts than a block can have", func(s *observetest.Source) chains.Source {
		return lieAboutBlock(s, func(r []chains.TxReceipt) []chains.TxReceipt {
			return slices.Repeat(r[:1], mpt.MaxReceipts+1)
		})
	}, ErrReceipts, "at most"},
	{"oversized receipt", func(s *observetest.Source) chains.Source {
		return lieAboutBlock(s, func(r []chains.TxReceipt) []chains.TxReceipt {
			r[1].Encoded = make([]byte, mpt.MaxReceiptsBytes+1)
			return r
		})
	}, ErrReceipts, "more than"},
	{"bloom zeroed", func(s *observetest.Source) chains.Source {
		return forgeHeader(s, 1, func(h *types.Header) { h.Bloom = types.Bloom{} })
	}, ErrHeaders, "header 1 hashes to"},
	{"receipts root of a block without any", func(s *observetest.Source) chains.Source {
		return forgeHeader(s, 1, func(h *types.Header) { h.ReceiptHash, h.Bloom = types.EmptyReceiptsHash, types.Bloom{} })
	}, ErrHeaders, "header 1 hashes to"},
	{"bloom zeroed and the chain above linked anew", func(s *observetest.Source) chains.Source {
		return relink(s, 1, func(h *types.Header) { h.Bloom = types.Bloom{} })
	}, ErrHeaders, "header 3 hashes to"},
	{"another fork", func(s *observetest.Source) chains.Source {
		return observetest.Headers(s, "liar", func(honest []*types.Header) []*types.Header {
			fork := tenMessages()
			fork.SetTime(5)
			for range 3 {
				fork.Seal()
			}
			other, _ := fork.Source("", 0).Headers(context.Background(), 0, uint64(len(honest)-1))
			return other
		})
	}, ErrHeaders, "header 3 hashes to"},
	{"header chain with a gap", func(s *observetest.Source) chains.Source {
		return observetest.Headers(s, "liar", func(honest []*types.Header) []*types.Header { return slices.Delete(honest, 1, 2) })
	}, ErrHeaders, "3 headers for the numbers 0 to 3, want 4"},
	{"skipped block", func(s *observetest.Source) chains.Source {
		return observetest.Headers(s, "liar", func(honest []*types.Header) []*types.Header {
			return slices.Insert(slices.Delete(honest, 1, 2), 0, honest[0])
		})
	}, ErrHeaders, "header 1 hashes to"},
	{"header repeated", func(s *observetest.Source) chains.Source {
		return observetest.Headers(s, "liar", func(honest []*types.Header) []*types.Header { return append(honest, honest[len(honest)-1]) })
	}, ErrHeaders, "5 headers for the numbers 0 to 3"},
	{"absent header", func(s *observetest.Source) chains.Source {
		return observetest.Headers(s, "liar", func(honest []*types.Header) []*types.Header { honest[2] = nil; return honest })
	}, ErrHeaders, "there is no header"},
	{"header without a number", func(s *observetest.Source) chains.Source {
		return forgeHeader(s, 2, func(h *types.Header) { h.Number = nil })
	}, ErrHeaders, "field number is absent"},
	{"header with a gap in its fields", func(s *observetest.Source) chains.Source {
		return forgeHeader(s, 2, func(h *types.Header) { h.WithdrawalsHash = &common.Hash{} })
	}, ErrHeaders, "field baseFeePerGas is absent"},
	{"no headers", func(s *observetest.Source) chains.Source {
		return observetest.Headers(s, "liar", func([]*types.Header) []*types.Header { return nil })
	}, ErrHeaders, "0 headers"},
	{"stalled headers", func(s *observetest.Source) chains.Source { return observetest.Stall(s, "liar") }, context.DeadlineExceeded, ""},
	{"stalled receipts", func(s *observetest.Source) chains.Source {
		return &observetest.Liar{Source: s, ChangeName: "liar", ChangeReceipts: func(ctx context.Context, _ lightclient.Header, _ []chains.TxReceipt) ([]chains.TxReceipt, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}}
	}, context.DeadlineExceeded, "receipts of block 3"},
}

// buriedMessages is a chain with ten messages in block 1 and two blocks upon it.
func buriedMessages() *observetest.Chain {
	chain := tenMessages()
	chain.Seal()
	chain.Seal()
	return chain
}

// TestAttackReceipts: a lying endpoint moves nothing, and is named with the reason;
// beside an honest one the truth comes out, and its record says what it did.
func TestAttackReceipts(t *testing.T) {
	for _, a := range receiptsAttacks {
		t.Run(a.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				chain, start := buriedMessages(), observetest.Lane().Start()
				o := observeBy(t, ModeReceipts, nil, chain, start, a.liar(chain.Source("honest", 0)))
				_, moved, err := o.look(t.Context())
				var fault *EndpointError
				if moved || !errors.As(err, &fault) || fault.Source != "liar" || !errors.Is(err, a.err) || !strings.Contains(err.Error(), a.text) {
					t.Fatalf("moved: %t, error: %v, want %q of the liar, saying %q", moved, err, a.err, a.text)
				}
				if o.cursor != start || o.Status().Cursor != start {
					t.Fatalf("cursor is at %+v, want it where it was", o.cursor)
				}
				beside := observeBy(t, ModeReceipts, nil, chain, start, a.liar(chain.Source("honest", 0)), chain.Source("second", 0))
				segments := all(t, t.Context(), beside)
				if len(segments) != 1 || len(segments[0].Messages()) != 10 {
					t.Fatalf("%d segments, want one of ten messages", len(segments))
				}
				if record := beside.Status().Sources[0]; record.Name != "liar" || record.Faults == 0 || record.LastFault == "" {
					t.Fatalf("record of the liar is %+v, want its fault", record)
				}
			})
		})
	}
}

// TestAttackDowngrade: an endpoint that says that it makes no lane proofs has receipts
// read, and gains nothing by it: its lies about these are caught as well. One whose proof
// does not hold is at fault, and nothing is read upon its word.
func TestAttackDowngrade(t *testing.T) {
	start := observetest.Lane().Start()
	lie := func(s chains.Source) chains.Source { return observetest.Hide(s, "liar", 5) }
	t.Run("no proofs said falsely, and a message hidden", func(t *testing.T) {
		chain := buriedMessages()
		for _, a := range receiptsAttacks[:20] {
			liar := observetest.Proofless(a.liar(chain.Source("honest", 0)), "liar")
			o := observeBy(t, ModeAuto, nil, chain, start, liar)
			if _, moved, err := o.look(t.Context()); moved || !errors.Is(err, a.err) {
				t.Fatalf("%s: moved: %t, error: %v, want %v", a.name, moved, err, a.err)
			}
		}
	})
	t.Run("no proofs said falsely beside an honest endpoint", func(t *testing.T) {
		chain := buriedMessages()
		honest := &counting{Source: chain.Source("honest", 0)}
		o := observeBy(t, ModeAuto, nil, chain, start, observetest.Proofless(lie(chain.Source("", 0)), "liar"), honest)
		if segments := all(t, t.Context(), o); len(segments) != 1 || len(segments[0].Messages()) != 10 {
			t.Fatalf("%d segments, want one of ten messages", len(segments))
		}
		if honest.headers != 0 || honest.proofs == 0 {
			t.Fatalf("%d headers and %d proofs were asked for, want proofs alone", honest.headers, honest.proofs)
		}
	})
	t.Run("a proof that does not hold", func(t *testing.T) {
		chain := buriedMessages()
		liar := &counting{Source: proofOf(chain.Source("honest", 0), common.Address{18: 0xaa, 19: 1}, 9002)}
		o := observeBy(t, ModeAuto, nil, chain, start, liar)
		if _, moved, err := o.look(t.Context()); moved || !errors.Is(err, ErrProof) || liar.headers != 0 {
			t.Fatalf("moved: %t, error: %v, %d headers read; want the proof's fault and nothing read", moved, err, liar.headers)
		}
	})
	t.Run("no answer for a proof", func(t *testing.T) {
		chain := buriedMessages()
		silent := &counting{Source: &observetest.Liar{Source: chain.Source("honest", 0), ChangeName: "silent",
			ChangeProof: func(context.Context, lightclient.Final, chains.LaneProof) (chains.LaneProof, error) {
				return chains.LaneProof{}, chains.ErrUnavailable
			}}}
		o := observeBy(t, ModeAuto, nil, chain, start, silent)
		if _, moved, err := o.look(t.Context()); moved || !errors.Is(err, chains.ErrUnavailable) || silent.headers != 0 {
			t.Fatalf("moved: %t, error: %v, %d headers read; want the silence and nothing read", moved, err, silent.headers)
		}
	})
	t.Run("no proofs where only proofs count", func(t *testing.T) {
		chain := buriedMessages()
		source := &counting{Source: observetest.Proofless(chain.Source("honest", 0), "proofless")}
		o := observeBy(t, ModeLaneProof, nil, chain, start, source)
		if _, moved, err := o.look(t.Context()); moved || !errors.Is(err, chains.ErrUnsupported) || source.headers != 0 {
			t.Fatalf("moved: %t, error: %v, %d headers read; want that it makes none", moved, err, source.headers)
		}
	})
}

// TestProofsAreAskedForAgain: an endpoint that makes no proofs is not asked at every
// look, and after a while it is; then no more receipts are read.
func TestProofsAreAskedForAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		chain, makes := buriedMessages(), false
		source := &counting{Source: &observetest.Liar{Source: chain.Source("one", 0), ChangeProof: func(_ context.Context, _ lightclient.Final, honest chains.LaneProof) (chains.LaneProof, error) {
			if makes {
				return honest, nil
			}
			return chains.LaneProof{}, chains.ErrUnsupported
		}}}
		o := observeBy(t, ModeAuto, nil, chain, observetest.Lane().Start(), source)
		for range 5 {
			all(t, t.Context(), o)
			chain.Send(1, 8)
			chain.Seal()
		}
		if source.proofs != 1 {
			t.Fatalf("asked for %d proofs, want one", source.proofs)
		}
		makes = true
		time.Sleep(proofsAgain)
		source.headers = 0
		if segments := all(t, t.Context(), o); len(segments) != 1 || source.proofs != 2 || source.headers != 0 {
			t.Fatalf("%d segments, %d proofs, %d headers; want one more proof and no headers", len(segments), source.proofs, source.headers)
		}
	})
}

// TestAttackSlowEndpoint: every answer is true, and in time, and takes nearly all of it.
// The next one is asked of somebody else.
func TestAttackSlowEndpoint(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		chain := buriedMessages()
		for range 5 * chains.MaxHeaders {
			chain.Seal()
		}
		slow := &observetest.Liar{Source: chain.Source("", 0), ChangeName: "slow", ChangeHeaders: func(_ context.Context, _, _ uint64, honest []*types.Header) ([]*types.Header, error) {
			time.Sleep(990 * time.Millisecond)
			return honest, nil
		}}
		o := observeBy(t, ModeReceipts, nil, chain, observetest.Lane().Start(), slow, chain.Source("second", 0))
		began := time.Now()
		if segments := all(t, t.Context(), o); len(segments) != 1 || time.Since(began) > time.Second {
			t.Fatalf("%d segments after %s", len(segments), time.Since(began))
		}
		if record := o.Status().Sources[0]; record.Faults != 1 || !strings.Contains(record.LastFault, ErrSlow.Error()) {
			t.Fatalf("record of the slow endpoint is %+v", record)
		}
		alone := observeBy(t, ModeReceipts, nil, chain, observetest.Lane().Start(), slow)
		if segments := all(t, t.Context(), alone); len(segments) != 1 || alone.Status().Sources[0].Faults != 0 {
			t.Fatal("where nobody else can be asked, a slow endpoint is not at fault")
		}
	})
}

// FuzzLinked: whatever headers an endpoint gives, what is accepted leads up to the hash
// that was known.
func FuzzLinked(f *testing.F) {
	chain := buriedMessages()
	honest, _ := chain.Source("", 0).Headers(f.Context(), 0, 3)
	hash := honest[3].Hash()
	f.Add(uint8(0), uint8(0), byte(0), uint16(0))
	f.Add(uint8(1), uint8(2), byte(1), uint16(7))
	f.Add(uint8(3), uint8(9), byte(2), uint16(300))
	f.Fuzz(func(t *testing.T, at, with, field byte, bit uint16) {
		headers, _ := chain.Source("", 0).Headers(t.Context(), 0, 3)
		h := headers[at%4]
		switch field % 6 {
		case 0:
			h.Bloom[bit%256] ^= with
		case 1:
			h.ReceiptHash[bit%32] ^= with
		case 2:
			h.ParentHash[bit%32] ^= with
		case 3:
			headers[at%4] = headers[with%4]
		case 4:
			h.Number = big.NewInt(int64(with) - 1)
		case 5:
			headers = headers[:with%5]
		}
		got, err := linked(headers, 0, 3, hash, lightclient.ReadHeader)
		if err != nil {
			if !errors.Is(err, ErrHeaders) {
				t.Fatalf("error of another kind: %v", err)
			}
			return
		}
		for i := range got {
			if want, _ := lightclient.ReadHeader(honest[i]); got[i] != want || headers[i].Bloom != honest[i].Bloom {
				t.Fatalf("header %d was accepted as %+v, want %+v", i, got[i], want)
			}
		}
	})
}
