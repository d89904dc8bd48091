package parlia_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/parlia"
)

// TestAttackDecoders: bytes that are not exactly what the encoders make.
func TestAttackDecoders(t *testing.T) {
	s := usual(t)
	headers := s.put(block{}, block{}, block{}, block{}, block{}, block{})
	usualHeader, epochHeader := headers[1], headers[5]
	attestation := extraOf(t, usualHeader, false).Attestation.Encode()
	encoded, err := parlia.EncodeHeader(usualHeader)
	if err != nil {
		t.Fatal(err)
	}
	extra := func(epochBlock bool) func([]byte) error {
		return func(b []byte) error { _, err := parlia.DecodeExtra(b, epochBlock); return err }
	}
	header := func(b []byte) error { _, err := parlia.DecodeHeader(b); return err }
	vote := func(b []byte) error { _, err := parlia.DecodeAttestation(b); return err }
	insert := func(b []byte, at int, more ...byte) []byte { return slices.Insert(slices.Clone(b), at, more...) }
	lax := func(change func(*types.Header)) []byte {
		h := types.CopyHeader(usualHeader)
		change(h)
		b, err := rlp.EncodeToBytes(h)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	for name, attack := range map[string]struct {
		decode func([]byte) error
		bytes  []byte
		text   string // "": it is none
	}{
		"extra":                           {extra(false), usualHeader.Extra, ""},
		"extra of an epoch block":         {extra(true), epochHeader.Extra, ""},
		"extra of another kind":           {extra(true), usualHeader.Extra, "announces 248 validators"},
		"extra of an epoch block, unseen": {extra(false), epochHeader.Extra, "attestation"},
		"extra too short":                 {extra(false), make([]byte, 96), "extraData has 96 bytes"},
		"extra with nothing in it":        {extra(false), make([]byte, 97), ""},
		"extra of an empty epoch block":   {extra(true), make([]byte, 97), "announces no validators"},
		"extra too long":                  {extra(false), make([]byte, parlia.MaxExtraBytes+1), "extraData has 102401 bytes"},
		"extra with a byte before seal":   {extra(false), insert(usualHeader.Extra, len(usualHeader.Extra)-65, 0), "followed by 1 more bytes"},
		"attestation":                     {vote, attestation, ""},
		"attestation and a byte":          {vote, append(slices.Clone(attestation), 0), "followed by 1 more bytes"},
		"no attestation":                  {vote, nil, "attestation"},
		"an empty attestation":            {vote, []byte{0xc0}, "attestation"},
		"header":                          {header, encoded, ""},
		"header and a byte":               {header, append(slices.Clone(encoded), 0), "not the RLP of one"},
		"no header":                       {header, nil, "not the RLP of one"},
		"header with a gap":               {header, lax(func(h *types.Header) { h.WithdrawalsHash = nil }), "not the RLP of one"},
		"header of a later fork":          {header, lax(func(h *types.Header) { h.BlockAccessListHash = new(common.Hash) }), "blockAccessListHash"},
		"header with uncles":              {header, lax(func(h *types.Header) { h.UncleHash[0] ^= 1 }), "sha3Uncles"},
		"header of a huge difficulty":     {header, lax(func(h *types.Header) { h.Difficulty.Lsh(h.Difficulty, 256) }), "difficulty has 258 bits"},
		"header of a huge number":         {header, lax(func(h *types.Header) { h.Number.Lsh(h.Number, 64) }), "number has"},
	} {
		t.Run(name, func(t *testing.T) {
			err := attack.decode(attack.bytes)
			if attack.text == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			if !errors.Is(err, lightclient.ErrMalformed) || !strings.Contains(err.Error(), attack.text) {
				t.Fatalf("error is %v, want ErrMalformed: %q", err, attack.text)
			}
		})
	}
	if e := extraOf(t, epochHeader, true); !bytes.Equal(e.Encode(), epochHeader.Extra) || len(e.Epoch.Validators) != 4 || e.Attestation == nil {
		t.Errorf("extraData of an epoch block reads %+v", e)
	}
}

// TestSealHash: every field of a header is sealed, and the chain id.
func TestSealHash(t *testing.T) {
	h := usual(t).put(block{})[0]
	want, err := parlia.SealHash(h, testChainID)
	if err != nil {
		t.Fatal(err)
	}
	if other, err := parlia.SealHash(h, testChainID+1); err != nil || other == want {
		t.Errorf("for another chain: %v, %v", other, err)
	}
	for name, change := range map[string]func(*types.Header){
		"parent": func(h *types.Header) { h.ParentHash[0]++ }, "coinbase": func(h *types.Header) { h.Coinbase[0]++ }, "state": func(h *types.Header) { h.Root[0]++ },
		"transactions": func(h *types.Header) { h.TxHash[0]++ }, "receipts": func(h *types.Header) { h.ReceiptHash[0]++ }, "bloom": func(h *types.Header) { h.Bloom[0]++ },
		"difficulty": difficulty(7), "number": func(h *types.Header) { h.Number.SetUint64(77) }, "gas limit": func(h *types.Header) { h.GasLimit++ },
		"gas used": func(h *types.Header) { h.GasUsed++ }, "time": func(h *types.Header) { h.Time++ }, "extra": func(h *types.Header) { h.Extra[40]++ },
		"mix": func(h *types.Header) { h.MixDigest[0]++ }, "nonce": func(h *types.Header) { h.Nonce[0]++ }, "base fee": func(h *types.Header) { h.BaseFee.SetUint64(1) },
		"blob gas": func(h *types.Header) { *h.BlobGasUsed++ }, "excess blob gas": func(h *types.Header) { *h.ExcessBlobGas++ },
		"requests": func(h *types.Header) { h.RequestsHash[0]++ }, "no requests": func(h *types.Header) { h.RequestsHash = nil },
	} {
		changed := types.CopyHeader(h)
		change(changed)
		if got, err := parlia.SealHash(changed, testChainID); err != nil || got == want {
			t.Errorf("%s is not sealed, %v", name, err)
		}
	}
	changed := types.CopyHeader(h)
	changed.Extra[len(changed.Extra)-1] ^= 1
	if got, err := parlia.SealHash(changed, testChainID); err != nil || got != want {
		t.Errorf("the seal seals itself: %s, %v", got, err)
	}
}
