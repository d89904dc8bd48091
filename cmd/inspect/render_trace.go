package inspect

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"
)

// marks are what stands before a step.
var marks = map[State]struct{ mark, colour string }{
	Done: {"✔", green}, Waiting: {"…", yellow}, Ahead: {"·", faint}, Broken: {"✘", red}, Unknown: {"?", yellow},
}

// Render returns the trace as people read it. It is pure: the same trace gives the
// same text.
func (t *Trace) Render(style Style) string {
	p := &printer{style: style}
	if tx := t.Transaction; tx != nil {
		switch {
		case tx.Pending:
			p.line(p.paint(yellow, "…")+" ", fmt.Sprintf("transaction %s is in the pool of chain %d and in no block yet", plain(t.Asked), tx.Chain))
		case len(t.Messages) != 1:
			p.line("", fmt.Sprintf("transaction %s in block %d of chain %d sent %d messages", plain(t.Asked), tx.Block, tx.Chain, len(t.Messages)))
			t.table(p)
		}
	}
	for i := range t.Messages {
		if i > 0 || p.Len() > 0 {
			p.put("")
		}
		t.Messages[i].render(p, t.At)
	}
	p.put("")
	t.sources(p)
	for _, note := range t.Notes {
		p.line("note: ", plain(note))
	}
	return p.String()
}

// table lists the messages of one transaction in a line each.
func (t *Trace) table(p *printer) {
	for i := range t.Messages {
		m := &t.Messages[i]
		p.put(fmt.Sprintf("  %-10s %-6d %s  %s", plain(m.Lane), m.Nonce, plain(m.ID), plain(m.Stage)))
	}
}

// meanings explain the words, for those that occur.
var meanings = []struct {
	word Word
	text string
}{
	{Proven, "verified by a light client here"}, {Agreed, "enough endpoints say the same"},
	{Signed, "the signature was verified here"}, {Hearsay, "one endpoint, or one member of the bus, says so"},
}

// sources says on whose word all that is.
func (t *Trace) sources(p *printer) {
	text := "read from " + plain(t.From)
	if t.Source == FromAPI {
		text = "as told by the relayer at " + plain(t.From)
	}
	for _, m := range meanings {
		if t.uses(m.word) {
			text += fmt.Sprintf("; (%s): %s", m.word, m.text)
		}
	}
	p.line("", text)
}

func (t *Trace) uses(word Word) bool {
	for i := range t.Messages {
		for _, s := range t.Messages[i].Steps {
			if s.Word == word && s.State != Ahead {
				return true
			}
		}
	}
	return false
}

func (m *Message) render(p *printer, now time.Time) {
	p.line("", "message "+plain(m.ID))
	p.line("  lane ", fmt.Sprintf("%s, nonce %d", plain(m.Lane), m.Nonce))
	p.line("  from ", plain(account(m.Sender)))
	p.line("  to   ", fmt.Sprintf("%s, %d gas, payload of %d bytes", plain(account(m.Recipient)), m.GasLimit, m.PayloadSize))
	c := &clock{}
	for i := range m.Steps {
		s := &m.Steps[i]
		mark := marks[s.State]
		head := fmt.Sprintf("%s %-10s", p.paint(mark.colour, mark.mark), plain(s.Name))
		p.line(head, s.text(c))
		if s.Name == StepApproved && s.State != Ahead {
			m.Approvals.render(p, c, now, m.Outcome != Pending)
		}
	}
	next := plain(m.Next.What)
	if !m.Next.At.IsZero() {
		if m.Next.Who == "signers" {
			next += "; asked again"
		} else {
			next += ","
		}
		next += " " + whenNext(m.Next.At, now)
	}
	p.line("next: ", next)
}

// text is what stands behind a step's name.
func (s *Step) text(c *clock) string {
	var parts []string
	add := func(text string) {
		if text != "" {
			parts = append(parts, text)
		}
	}
	add(c.tell(s.At))
	if s.Block != 0 && (s.Name != StepFinal || s.Text == "") { // of a final block the text speaks
		place := fmt.Sprintf("block %d", s.Block)
		if s.Chain != 0 {
			place += fmt.Sprintf(" of chain %d", s.Chain)
		}
		add(place)
	}
	if s.Tx != "" {
		add("tx " + plain(s.Tx))
	}
	add(plain(s.Text))
	text := strings.Join(parts, ", ")
	switch {
	case s.Word == "" || s.State == Ahead:
	case s.Word == Relayer:
	default:
		text += " (" + plain(string(s.Word)) + ")"
	}
	return strings.TrimSpace(text)
}

// indent is where the signers of a step stand.
const indent = "            "

// render lists who has approved, who refuses and why, and who is silent.
func (a *Approvals) render(p *printer, c *clock, now time.Time, executed bool) {
	if len(a.Signers) == 0 {
		return
	}
	if !slices.ContainsFunc(a.Signers, func(s Signer) bool { return s.State != SignerUnknown }) {
		why := ""
		if executed { // else the step says it
			why = "; who has approved: " + plain(a.Why)
		}
		p.line(indent, fmt.Sprintf("%d of %d signers are needed, epoch %d", a.Threshold, len(a.Signers), a.Epoch)+why+a.setWord())
		return
	}
	if a.Nonce != 0 {
		p.line(indent, fmt.Sprintf("%d of %d signers for the checkpoint of nonce %d, epoch %d; %d are needed", a.Count, len(a.Signers), a.Nonce, a.Epoch, a.Threshold)+a.setWord())
	} else {
		p.line(indent, fmt.Sprintf("%d of %d signers are needed, epoch %d", a.Threshold, len(a.Signers), a.Epoch)+a.setWord())
	}
	if a.Why != "" {
		p.line(indent, plain(a.Why))
	}
	for i := range a.Signers {
		s := &a.Signers[i]
		mark, text := s.text(c, now)
		p.line(indent+p.paint(marks[mark].colour, marks[mark].mark)+" ", plain(s.Address)+" "+text)
	}
}

// setWord warns that whom the signatures are of is not verified.
func (a *Approvals) setWord() string {
	if a.SetWord != Hearsay {
		return ""
	}
	return " (the set: hearsay)"
}

func (s *Signer) text(c *clock, now time.Time) (State, string) {
	at := c.tell(s.At)
	switch s.State {
	case SignerApproved:
		text := strings.TrimSpace("approved " + at)
		if s.Detail != "" {
			text += ": " + plain(s.Detail)
		}
		return Done, text
	case SignerRefused:
		text := strings.TrimSpace("refused "+at) + fmt.Sprintf(" (%s): %s", plain(s.Reason), plain(s.Detail))
		if !s.Again.IsZero() {
			text += "; asked again " + whenNext(s.Again, now)
		}
		return Broken, text
	case SignerSilent:
		switch {
		case at == "":
			return Waiting, "silent, never heard of"
		case !s.Again.IsZero():
			return Waiting, "silent, last heard of " + at + "; asked again " + whenNext(s.Again, now)
		}
		return Waiting, "silent, last heard of " + at
	}
	if s.Detail != "" {
		return Unknown, plain(s.Detail)
	}
	return Unknown, "unknown"
}

// whenNext says how far off a time is.
func whenNext(at, now time.Time) string {
	if !at.After(now) {
		return "any moment now"
	}
	return "in " + span(at.Sub(now))
}

// account shows an account as the address that it is, where it is one.
func account(text string) string {
	const zeros = "0x000000000000000000000000"
	if len(text) == 66 && strings.HasPrefix(text, zeros) {
		return common.HexToAddress(text[len(zeros):]).Hex()
	}
	return text
}
