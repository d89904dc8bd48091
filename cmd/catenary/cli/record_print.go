package cli

import (
	"encoding/json"
	"fmt"
	"strconv"
	"text/tabwriter"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/signer/record"
)

// shownRecord is what the commands about the signing record print.
type shownRecord struct {
	Signer common.Address `json:"signer"`
	Record string         `json:"record"`           // file
	Backup string         `json:"backup,omitempty"` // file
	Lanes  []shownLane    `json:"lanes"`
}

type shownLane struct {
	Lane            messages.LaneID       `json:"lane"`
	Inbox           messages.InboxID      `json:"inbox"`
	Nonce           *uint64               `json:"nonce"`
	Accumulator     *messages.Accumulator `json:"accumulator"`
	NotBeforeMillis int64                 `json:"notBeforeMillis"` // Unix time; the policy's pace
	Stop            *record.Stop          `json:"stop"`
}

func describeRecord(opened *record.Record, path, backup string) shownRecord {
	shown := shownRecord{Signer: opened.Signer(), Record: path, Backup: backup, Lanes: []shownLane{}}
	for _, entry := range opened.List() {
		lane := shownLane{Lane: entry.Key.Lane, Inbox: entry.Key.Inbox, Stop: entry.Stopped}
		if claim := entry.Claim; claim != nil {
			lane.Nonce, lane.Accumulator = &claim.Position.Nonce, &claim.Position.Accumulator
			lane.NotBeforeMillis = claim.NotBefore
		}
		shown.Lanes = append(shown.Lanes, lane)
	}
	return shown
}

func (s shownRecord) print(io IO, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(io.out).Encode(s)
	}
	fmt.Fprintf(io.out, "signer  %s\nrecord  %s\n", s.Signer, s.Record)
	if s.Backup != "" {
		fmt.Fprintf(io.out, "backup  %s\n", s.Backup)
	}
	if len(s.Lanes) == 0 {
		_, err := fmt.Fprintln(io.out, "\nNothing was ever signed.")
		return err
	}
	fmt.Fprintln(io.out)
	table := tabwriter.NewWriter(io.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "LANE\tINBOX\tNONCE\tACCUMULATOR\tSTOPPED")
	for _, lane := range s.Lanes {
		nonce, accumulator, stopped := "-", "-", "no"
		if lane.Nonce != nil {
			nonce, accumulator = strconv.FormatUint(*lane.Nonce, 10), lane.Accumulator.String()
		}
		if lane.Stop != nil {
			stopped = time.UnixMilli(lane.Stop.AtMillis).UTC().Format(time.RFC3339)
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", lane.Lane, lane.Inbox, nonce, accumulator, stopped)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for _, lane := range s.Lanes {
		if lane.Stop != nil {
			// Quoted: the reason may carry what an endpoint said.
			fmt.Fprintf(io.out, "\nlane %s is stopped: %q\n  evidence: %q\n", lane.Lane, lane.Stop.Why, lane.Stop.Evidence)
		}
	}
	return nil
}
