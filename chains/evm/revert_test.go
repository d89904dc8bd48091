package evm

import (
	"errors"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/chains/evm/rpcerror"
)

// revertError is what a node answers to a call that reverts.
type revertError struct{ data string }

func (revertError) Error() string    { return "execution reverted" }
func (revertError) ErrorCode() int   { return 3 }
func (e revertError) ErrorData() any { return e.data }

// packError encodes an error of a contract with zero arguments.
func packError(t *testing.T, contract abi.ABI, name string) []byte {
	t.Helper()
	definition, ok := contract.Errors[name]
	if !ok {
		t.Fatalf("no error %s", name)
	}
	return append(definition.ID.Bytes()[:4], make([]byte, 32*len(definition.Inputs))...)
}

func TestDeliveryFailures(t *testing.T) {
	inbox, verifier := bindings.NewInbox(), bindings.NewMultisigVerifier()
	for _, test := range []struct {
		data []byte
		want error
	}{
		{packError(t, inbox.GetABI(), "LaneUnknown"), chains.ErrUnknownLane},
		{packError(t, inbox.GetABI(), "LanePaused"), chains.ErrLanePaused},
		{packError(t, inbox.GetABI(), "NonceGap"), chains.ErrGap},
		{packError(t, inbox.GetABI(), "NotAttested"), chains.ErrUnattested},
		{packError(t, inbox.GetABI(), "InsufficientGas"), chains.ErrTooMuchGas},
		{packError(t, inbox.GetABI(), "BatchEmpty"), errDeliveryReverts},
		{packError(t, verifier.GetABI(), "TooFewSignatures"), chains.ErrUnattested},
		{packError(t, verifier.GetABI(), "UnknownSigner"), chains.ErrUnattested},
		{packError(t, verifier.GetABI(), "SignatureInvalid"), chains.ErrUnattested},
		{packError(t, verifier.GetABI(), "SignaturesNotAscending"), chains.ErrUnattested},
		{packError(t, verifier.GetABI(), "AttestationLength"), chains.ErrUnattested},
	} {
		if err := deliveryFailure(revertError{hexutil.Encode(test.data)}); !errors.Is(err, test.want) {
			t.Errorf("%x: error %v, want %v", test.data, err, test.want)
		}
	}
	if err := deliveryFailure(revertError{"0xdeadbeef"}); !strings.Contains(err.Error(), "unknown data 0xdeadbeef") {
		t.Errorf("error %v", err)
	}
	bare := &CallError{Kind: rpcerror.Reverted, err: revertError{""}, text: "execution reverted"}
	if err := deliveryFailure(bare); !strings.Contains(err.Error(), "would revert") {
		t.Errorf("error %v", err)
	}
	if err := deliveryFailure(nil); err != nil {
		t.Errorf("error %v of a call that went well", err)
	}
}

func TestHandlerReasons(t *testing.T) {
	inbox := bindings.NewInbox().GetABI()
	panics := append(common.FromHex("0x4e487b71"), uintBytes(0x11)...)
	text := func(reason string) []byte {
		kind, _ := abi.NewType("string", "", nil)
		packed, err := abi.Arguments{{Type: kind}}.Pack(reason)
		if err != nil {
			t.Fatal(err)
		}
		return append(common.FromHex("0x08c379a0"), packed...)
	}
	for _, test := range []struct {
		data []byte
		want string
	}{
		{nil, "without a reason, or ran out of gas"},
		{[]byte{1, 2}, "0x0102"},
		{text("no funds"), "recipient reverted: no funds"},
		{text("\x1b[2Jfake\nline"), "recipient reverted: ?[2Jfake?line"},
		{text(strings.Repeat("x", 500)), strings.Repeat("x", 200) + "..."},
		{panics, "overflow"},
		{packError(t, inbox, "RecipientWithoutCode"), "RecipientWithoutCode"},
		{packError(t, inbox, "HandlerGasAboveMaximum"), "HandlerGasAboveMaximum"},
		// A recipient that mimics the Inbox's other errors gets no attention.
		{packError(t, inbox, "LanePaused"), "recipient reverted with 0x"},
		{common.FromHex("0xdeadbeef"), "0xdeadbeef"},
	} {
		if got := handlerReason(test.data); !strings.Contains(got, test.want) {
			t.Errorf("%x: %q, want it to say %q", test.data, got, test.want)
		}
	}
}

func FuzzHandlerReason(f *testing.F) {
	f.Add([]byte{})
	f.Add(common.FromHex("0x08c379a0"))
	f.Add(append(common.FromHex("0x4e487b71"), make([]byte, 32)...))
	f.Fuzz(func(t *testing.T, data []byte) {
		reason := handlerReason(data)
		if len(reason) > 600 || strings.ContainsAny(reason, "\x00\x1b\n") {
			t.Fatalf("reason %q", reason)
		}
		_ = deliveryFailure(revertError{hexutil.Encode(data)})
	})
}
