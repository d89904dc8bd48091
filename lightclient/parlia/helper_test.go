package parlia_test

import (
	"testing"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient/parlia"
)

func extraOf(t testing.TB, h *types.Header, epochBlock bool) *parlia.ExtraData {
	t.Helper()
	e, err := parlia.DecodeExtra(h.Extra, epochBlock)
	if err != nil {
		t.Fatalf("extraData of header %v: %v", h.Number, err)
	}
	return e
}
