package qbft_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient/qbft"
	"github.com/catenary-bridge/catenary/lightclient/qbft/qbfttest"
)

func TestScheduleValidate(t *testing.T) {
	contract := func(change func(*qbft.Contract)) *qbft.Contract {
		c := qbfttest.Contract()
		change(c)
		return c
	}
	long := make(qbft.Schedule, qbft.MaxSchedule+1)
	for i := range long {
		long[i].From = uint64(i)
	}
	tests := map[string]struct {
		schedule qbft.Schedule
		text     string // "" if it is right
	}{
		"empty":                   {nil, ""},
		"one dialect":             {qbft.Schedule{{Dialect: qbft.IBFT2}}, ""},
		"all that there is":       {qbft.Schedule{{Dialect: qbft.IBFT2}, {From: 5}, {From: 6, Contract: qbfttest.Contract()}, {From: 1 << 63}}, ""},
		"in slot 0":               {qbft.Schedule{{Contract: contract(func(c *qbft.Contract) { c.Slot = common.Hash{} })}}, ""},
		"as long as may be":       {long[:qbft.MaxSchedule], ""},
		"too long":                {long, "schedule has 65 entries, at most 64"},
		"begins late":             {qbft.Schedule{{From: 3}}, "schedule begins at block 3, want 0"},
		"one block twice":         {qbft.Schedule{{}, {From: 3}, {From: 3}}, "block 3 after block 3"},
		"descends":                {qbft.Schedule{{}, {From: 3}, {From: 2}}, "block 2 after block 3"},
		"unknown dialect":         {qbft.Schedule{{Dialect: 2}}, "dialect is 2, want 0 or 1"},
		"ibft2 in a contract":     {qbft.Schedule{{Dialect: qbft.IBFT2, Contract: qbfttest.Contract()}}, "ibft2 headers list their validators"},
		"contract of no address":  {qbft.Schedule{{Contract: contract(func(c *qbft.Contract) { c.Address = common.Address{} })}}, "contract has no address"},
		"contract of no hash":     {qbft.Schedule{{Contract: contract(func(c *qbft.Contract) { c.CodeHash = common.Hash{} })}}, "contract has code hash 0x0000"},
		"contract without code":   {qbft.Schedule{{Contract: contract(func(c *qbft.Contract) { c.CodeHash = types.EmptyCodeHash })}}, "contract has code hash 0xc5d2"},
		"second contract is none": {qbft.Schedule{{}, {From: 9, Contract: new(qbft.Contract)}}, "from block 9: contract has no address"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			err := test.schedule.Validate()
			if (err == nil) != (test.text == "") || err != nil && !strings.Contains(err.Error(), test.text) {
				t.Errorf("error is %v, want %q", err, test.text)
			}
		})
	}
}

func TestScheduleAt(t *testing.T) {
	s := qbft.Schedule{{Dialect: qbft.IBFT2}, {From: 10}, {From: 20, Contract: qbfttest.Contract()}}
	for number, want := range map[uint64]qbft.Rules{0: s[0], 9: s[0], 10: s[1], 19: s[1], 20: s[2], 1<<64 - 1: s[2]} {
		if got := s.At(number); got != want {
			t.Errorf("rules at %d are %+v, want %+v", number, got, want)
		}
	}
	if got := qbft.Schedule(nil).At(7); got != (qbft.Rules{}) {
		t.Errorf("without a schedule rules are %+v, want QBFT's", got)
	}
}

func TestDialectText(t *testing.T) {
	for text, want := range map[string]qbft.Dialect{"qbft": qbft.QBFT, "ibft2": qbft.IBFT2} {
		var got qbft.Dialect
		if err := json.Unmarshal([]byte(`"`+text+`"`), &got); err != nil || got != want || got.String() != text {
			t.Errorf("%s reads as %v, %v", text, got, err)
		}
		if b, err := json.Marshal(want); err != nil || string(b) != `"`+text+`"` {
			t.Errorf("%v is written as %s, %v", want, b, err)
		}
	}
	for _, text := range []string{"", "QBFT", "ibft", "ibft2 ", "2"} {
		d := qbft.IBFT2
		if err := d.UnmarshalText([]byte(text)); err == nil || !strings.Contains(err.Error(), `want "qbft" or "ibft2"`) || d != qbft.IBFT2 {
			t.Errorf("%q reads as %v, %v", text, d, err)
		}
	}
	if b, err := qbft.Dialect(2).MarshalText(); err == nil {
		t.Errorf("a dialect that there is none of is written as %s", b)
	}
	if got := qbft.Dialect(2).String(); got != "dialect(2)" {
		t.Errorf("it is called %s", got)
	}
}

// The slots of Solidity's layout: keccak256 of the slot's number, and on.
func TestContractSlots(t *testing.T) {
	c := qbft.Contract{}
	got := c.Slots(2)
	want := []common.Hash{{}, common.HexToHash("0x290decd9548b62a8d60345a988386fc84ba6bc95484008f6362f93160ef3e563"),
		common.HexToHash("0x290decd9548b62a8d60345a988386fc84ba6bc95484008f6362f93160ef3e564")}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("slot %d is %s, want %s", i, got[i], want[i])
		}
	}
}
