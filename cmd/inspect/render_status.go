package inspect

import (
	"fmt"
	"math/big"
	"strings"
	"time"
)

// Render returns the status as people read it. It is pure.
func (s *Status) Render(style Style) string {
	p := &printer{style: style}
	if r := s.Relayer; r != nil {
		mark, text := Done, fmt.Sprintf("relayer %s at %s, up %s, ready", plain(r.Version), plain(s.From), span(time.Duration(r.UptimeSeconds*float64(time.Second))))
		if !r.Ready {
			mark, text = Broken, strings.TrimSuffix(text, "ready")+"NOT ready: "+plain(r.Reason)
		}
		p.line(p.paint(marks[mark].colour, marks[mark].mark)+" ", text)
	} else {
		p.line("", "read from "+plain(s.From)+"; no relayer was asked")
	}
	p.put("")
	p.rows(s.laneRows(p))
	for i := range s.Lanes {
		if lane := &s.Lanes[i]; lane.Error != "" {
			p.line("  "+plain(lane.Name)+": ", plain(lane.Error))
		}
	}
	p.put("")
	p.rows(s.chainRows(p))
	for i := range s.Chains {
		if chain := &s.Chains[i]; chain.Error != "" {
			p.line(fmt.Sprintf("  chain %d: ", chain.ID), plain(chain.Error))
		}
	}
	p.put("")
	p.rows(s.signerRows(p))
	for _, note := range s.Notes {
		p.line("note: ", plain(note))
	}
	return p.String()
}

// rows writes a table: columns are as wide as their widest cell.
func (p *printer) rows(rows [][]string) {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], width(cell))
		}
	}
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			line.WriteString(cell + strings.Repeat(" ", widths[i]-width(cell)+2))
		}
		p.put(line.String())
	}
}

func (s *Status) laneRows(p *printer) [][]string {
	rows := [][]string{{"lane", "state", "sent", "proven", "delivered", "pending", "oldest", "approval"}}
	for i := range s.Lanes {
		l := &s.Lanes[i]
		colour := yellow
		switch l.State {
		case "following", "open":
			colour = green
		case "halted":
			colour = red
		}
		oldest := "-"
		if l.Pending == nil {
			oldest = "?"
		} else if *l.Pending > 0 {
			oldest = span(time.Duration(l.OldestPendingSeconds * float64(time.Second)))
		}
		approval := "unknown"
		if l.Threshold > 0 {
			approval = fmt.Sprintf("%d of %d, epoch %d", l.Threshold, l.SignerCount, l.Epoch)
		}
		rows = append(rows, []string{plain(l.Name), p.paint(colour, plain(l.State)), known(l.Sent), known(l.Proven), known(l.Delivered), known(l.Pending), oldest, approval})
	}
	return rows
}

func known(n *Number) string {
	if n == nil {
		return "?"
	}
	return fmt.Sprint(*n)
}

func (s *Status) chainRows(p *printer) [][]string {
	rows := [][]string{{"chain", "latest", "final", "proven", "account", "balance"}}
	for i := range s.Chains {
		c := &s.Chains[i]
		row := []string{fmt.Sprint(c.ID), s.head(c.Latest), s.head(c.Final), s.head(c.Proven)}
		if len(c.Accounts) == 0 {
			rows = append(rows, append(row, "-", ""))
			continue
		}
		for j, a := range c.Accounts {
			if j > 0 {
				row = []string{"", "", "", ""}
			}
			balance := ether(a.BalanceWei)
			if a.Low {
				balance = p.paint(red, balance+" LOW")
			}
			rows = append(rows, append(row, plain(a.Address), balance))
		}
	}
	return rows
}

// head shows a block and how old it is.
func (s *Status) head(h *Head) string {
	if h == nil {
		return "?"
	}
	if h.At.IsZero() {
		return fmt.Sprint(h.Number)
	}
	return fmt.Sprintf("%d (%s ago)", h.Number, span(s.At.Sub(h.At)))
}

func (s *Status) signerRows(p *printer) [][]string {
	rows := [][]string{{"signer", "heard of", "last answer", "lanes"}}
	for i := range s.Signers {
		one := &s.Signers[i]
		seen := p.paint(yellow, "never")
		switch {
		case one.Source == "":
			seen = "?"
		case !one.Seen.IsZero():
			seen = span(s.At.Sub(one.Seen)) + " ago"
		}
		answer := plain(one.Answer)
		if one.Reason != "" {
			answer = p.paint(red, fmt.Sprintf("%s (%s)", answer, plain(one.Reason)))
		}
		rows = append(rows, []string{plain(one.Address), seen, answer, plain(strings.Join(one.Lanes, " "))})
	}
	return rows
}

// ether shows wei with as many decimals as are worth reading.
func ether(wei string) string {
	amount, ok := new(big.Float).SetPrec(256).SetString(wei)
	if !ok || len(wei) > 80 {
		return plain(wei)
	}
	return amount.Quo(amount, big.NewFloat(1e18)).Text('f', 6)
}
