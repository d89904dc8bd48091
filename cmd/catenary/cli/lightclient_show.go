package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/beaconapi"
)

// followShow prints what a light client verifies: a table for people, or lines of JSON.
type followShow struct {
	io     IO
	net    *beacon.Network
	asJSON bool
	now    func() time.Time

	bars  *mpb.Progress // nil: stderr is no terminal, or there is nothing to catch up with
	bar   *mpb.Bar
	first beacon.Period // where catching up began
}

func newFollowShow(io IO, n *beacon.Network, asJSON bool, now func() time.Time) *followShow {
	return &followShow{io: io, net: n, asJSON: asJSON, now: now}
}

// columns of the table; the last one is as wide as it needs to be.
const followRow = "%-10s  %7s  %9s  %7s  %15s  %8s  %s\n"

// begin says what is followed, and from where.
func (s *followShow) begin(c *beacon.Config, recording *beaconapi.Recording, final lightclient.Final) {
	out := s.io.err
	fmt.Fprintf(out, "network     %s, chain id %d, genesis validators root %s\n", s.net.Name, s.net.ChainID, s.net.GenesisValidatorsRoot)
	fmt.Fprintf(out, "checkpoint  %s\n", c.Checkpoint)
	if recording != nil {
		slots := recording.Slots()
		fmt.Fprintf(out, "replay      recorded from %s to %s: by this clock ages are told, and the checkpoint's is judged\n",
			s.time(slots[0]), s.time(slots[len(slots)-1]))
	}
	if !final.IsZero() {
		h := final.Header()
		fmt.Fprintf(out, "continues   from execution block %d, %s\n", h.Number, h.Hash)
	}
	if !s.asJSON {
		fmt.Fprintf(s.io.out, followRow, "VERIFIED", "PERIOD", "SLOT", "EPOCH", "SIGNED", "AGE", "EXECUTION BLOCK")
	}
}

func (s *followShow) time(slot beacon.Slot) string {
	return s.net.TimeOf(slot).UTC().Format("2006-01-02 15:04:05 UTC")
}

// step prints one thing that was verified.
func (s *followShow) step(step beacon.Step) {
	s.progress(step)
	if s.asJSON {
		s.line(s.describe(step))
		return
	}
	period, signed, execution := "", "", ""
	if step.NextCommittee != (common.Hash{}) {
		period = fmt.Sprint(step.Period)
	}
	if step.Participants > 0 {
		signed = fmt.Sprintf("%d/%d %5.1f%%", step.Participants, step.Committee, float64(1000*step.Participants/step.Committee)/10)
	}
	switch {
	case step.Execution != lightclient.Header{}:
		execution = fmt.Sprintf("%d  %s", step.Execution.Number, step.Execution.Hash)
		if step.ByHeader {
			execution += "  header checked"
		}
	case step.Kind == beacon.StepHead && step.BlockHash != common.Hash{}:
		execution = fmt.Sprintf("not final  %s", step.BlockHash)
	}
	text := fmt.Sprintf(followRow, step.Kind, period, fmt.Sprint(step.Slot), fmt.Sprint(s.net.Preset.EpochAt(step.Slot)), signed, s.age(step.Slot), execution)
	s.print(strings.TrimRight(text, " \n") + "\n")
}

// print writes to stdout; above the bar, where both are the terminal.
func (s *followShow) print(text string) {
	if file, ok := s.io.out.(*os.File); ok && s.bars != nil && term.IsTerminal(int(file.Fd())) {
		_, _ = s.bars.Write([]byte(text))
		return
	}
	fmt.Fprint(s.io.out, text)
}

func (s *followShow) age(slot beacon.Slot) string {
	age := s.now().Sub(s.net.TimeOf(slot))
	switch {
	case age >= 48*time.Hour:
		return fmt.Sprintf("%dd%dh", int(age.Hours())/24, int(age.Hours())%24)
	case age >= time.Hour:
		return fmt.Sprintf("%dh%02dm", int(age.Hours()), int(age.Minutes())%60)
	}
	return fmt.Sprintf("%dm%02ds", int(age.Minutes()), int(age.Seconds())%60)
}

// progress moves a bar while there are periods to catch up with, on a terminal.
func (s *followShow) progress(step beacon.Step) {
	newest := s.net.Preset.PeriodAt(s.net.SlotAt(s.now())) + 1
	switch step.Kind {
	case beacon.StepCheckpoint, beacon.StepPeriod:
		file, ok := s.io.err.(*os.File)
		if s.bars == nil && ok && term.IsTerminal(int(file.Fd())) && newest > step.Period+1 {
			s.first = step.Period
			s.bars = mpb.New(mpb.WithOutput(s.io.err), mpb.WithWidth(48), mpb.WithRefreshRate(100*time.Millisecond))
			s.bar = s.bars.AddBar(int64(newest-s.first), mpb.PrependDecorators(decor.Name("periods "), decor.CountersNoUnit("%d/%d")),
				mpb.AppendDecorators(decor.Percentage(decor.WCSyncSpace), decor.Elapsed(decor.ET_STYLE_GO, decor.WCSyncSpace)), mpb.BarRemoveOnComplete())
		}
		if s.bar != nil {
			s.bar.SetCurrent(int64(step.Period - s.first))
		}
	case beacon.StepFinal:
		s.close()
	}
}

// close takes the bar away.
func (s *followShow) close() {
	if s.bars != nil {
		s.bar.Abort(true)
		s.bars.Wait()
		s.bars, s.bar = nil, nil
	}
}

// trouble tells of an error after which the client goes on.
func (s *followShow) trouble(err error) {
	fmt.Fprintf(s.io.err, "%s %v\n", s.now().UTC().Format(time.TimeOnly), err)
}

// end says what was reached.
func (s *followShow) end(newest beacon.Period, final lightclient.Final) {
	s.close()
	h := final.Header()
	if s.asJSON {
		line := followLine{Event: "end", At: s.now().UTC(), Period: uint64(newest)}
		if !final.IsZero() {
			line.Execution = &h
		}
		s.line(line)
		return
	}
	if final.IsZero() {
		fmt.Fprintf(s.io.out, "\nNothing is final on the execution chain yet.\n")
		return
	}
	made := time.Unix(int64(h.Time), 0).UTC().Format("2006-01-02 15:04:05 UTC")
	fmt.Fprintf(s.io.out, "\nFinal: execution block %d, %s, state root %s, made %s.\n", h.Number, h.Hash, h.StateRoot, made)
}

// followLine is a line of JSON, documented in followHelp.
type followLine struct {
	Event           string              `json:"event"`
	At              time.Time           `json:"at"`
	Provider        string              `json:"provider,omitempty"`
	Slot            uint64              `json:"slot,omitempty"`
	Epoch           uint64              `json:"epoch,omitempty"`
	Root            *common.Hash        `json:"root,omitempty"`
	AgeSeconds      int64               `json:"ageSeconds,omitempty"`
	AttestedSlot    uint64              `json:"attestedSlot,omitempty"`
	SignatureSlot   uint64              `json:"signatureSlot,omitempty"`
	Participants    uint64              `json:"participants,omitempty"`
	Committee       uint64              `json:"committee,omitempty"`
	Period          uint64              `json:"period,omitempty"`
	NextCommittee   *common.Hash        `json:"nextCommittee,omitempty"`
	Execution       *lightclient.Header `json:"execution,omitempty"`
	ExecutionHeader *bool               `json:"executionHeader,omitempty"`
	ExecutionHash   *common.Hash        `json:"executionHash,omitempty"`
}

func (s *followShow) describe(step beacon.Step) followLine {
	line := followLine{
		Event: string(step.Kind), At: s.now().UTC(), Provider: step.Provider, Slot: uint64(step.Slot), Epoch: uint64(s.net.Preset.EpochAt(step.Slot)),
		Root: &step.Root, AgeSeconds: int64(s.now().Sub(s.net.TimeOf(step.Slot)).Seconds()), AttestedSlot: uint64(step.AttestedSlot),
		SignatureSlot: uint64(step.SignatureSlot), Participants: step.Participants, Committee: step.Committee, Period: uint64(step.Period),
	}
	if step.NextCommittee != (common.Hash{}) {
		line.NextCommittee = &step.NextCommittee
	}
	if step.Execution != (lightclient.Header{}) {
		line.Execution, line.ExecutionHeader = &step.Execution, &step.ByHeader
	}
	if step.BlockHash != (common.Hash{}) {
		line.ExecutionHash = &step.BlockHash
	}
	return line
}

func (s *followShow) line(line followLine) {
	if err := json.NewEncoder(s.io.out).Encode(line); err != nil {
		fmt.Fprintln(s.io.err, "catenary:", err)
	}
}
