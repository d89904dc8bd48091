package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/cmd/daemon"
)

// reportPrinter writes a configuration's meaning for people. The first error stays.
// What several files have in common is written once.
type reportPrinter struct {
	out   io.Writer
	err   error
	shown map[string]string // what has been written -> in which file
}

func (p *reportPrinter) line(format string, values ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.out, format+"\n", values...)
	}
}

func (p *reportPrinter) report(file string, r *daemon.Report) {
	p.line("%s: a %s, %s", file, r.Role, r.Name)
	p.line("  keeps its files in %s; the bus is %s", r.Data, r.Bus)
	for _, rule := range r.Policy {
		p.line("  %s", rule)
	}
	for i := range r.Chains {
		p.chain(file, &r.Chains[i])
	}
	for i := range r.Lanes {
		p.lane(file, &r.Lanes[i])
	}
	p.warnings("\n  Warnings", r.Warnings)
}

// again reports whether the same has been written already, and says where.
func (p *reportPrinter) again(file, title string, what any) bool {
	key := fmt.Sprintf("%s %+v", title, what)
	if first, ok := p.shown[key]; ok {
		p.line("\n  %s: as in %s", title, first)
		return true
	}
	p.shown[key] = file
	p.line("\n  %s", title)
	return false
}

func (p *reportPrinter) chain(file string, c *daemon.ChainReport) {
	shared := *c
	shared.Payer, shared.MaxFee, shared.Delivered = common.Address{}, "", ""
	if p.again(file, fmt.Sprintf("Chain %d", c.ID), shared) {
		return
	}
	p.line("    asks            %s", strings.Join(c.Hosts, ", "))
	p.line("    takes for final %s", c.Believes)
	p.line("    from            %s", c.From)
	p.line("    to deceive it   %s", c.ToForge)
	p.line("    security        %s", c.Security)
	p.line("    proves lanes    %s", c.Proves)
	if c.Payer != (common.Address{}) {
		p.line("    delivers as     %s, for at most %s, a gas", c.Payer, c.MaxFee)
		p.line("    delivered       %s", c.Delivered)
	}
}

func (p *reportPrinter) lane(file string, l *daemon.LaneReport) {
	shared := *l
	shared.Member = nil
	if !p.again(file, "Lane "+l.Name, shared) {
		if l.Threshold > 0 {
			p.line("    approved by     %d of %d signers, as deployed (verifier %s)", l.Threshold, len(l.Signers), l.Verifier)
			for _, signer := range l.Signers {
				p.line("                      %s", signer)
			}
		} else {
			p.line("    approved by     whom verifier %s names", l.Verifier)
		}
		if l.Minimum != "" {
			p.line("    security        %s, at least %s is wanted", l.Security, l.Minimum)
		} else {
			p.line("    security        %s (of chain %s)", l.Security, strings.Split(l.Name, ">")[0])
		}
		p.list("    to forge", l.ToForge)
		p.list("    to hold up", l.ToStop)
	}
	if l.Member != nil && *l.Member {
		p.line("    this signer is one of the %d", len(l.Signers))
	}
}

// list writes alternatives, any of which is enough.
func (p *reportPrinter) list(title string, items []string) {
	for i, item := range items {
		word := ""
		if i > 0 {
			title, word = "", "or "
		}
		p.line("%-20s%s%s", title, word, item)
	}
}

func (p *reportPrinter) warnings(title string, warnings []string) {
	if len(warnings) == 0 {
		return
	}
	p.line("%s", title)
	for _, warning := range warnings {
		p.line("    ! %s", warning)
	}
}
