package inspect

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Style says where a rendering is shown.
type Style struct {
	Width  int  // columns; 0: lines are not wrapped
	Colour bool // ANSI colours
}

const (
	// minWidth is the narrowest column in which text is wrapped: below it every word
	// would stand alone.
	minWidth = 20

	// maxText bounds a text of others that is shown, in characters.
	maxText = 600
)

// ANSI colours.
const (
	green  = "\x1b[32m"
	red    = "\x1b[31m"
	yellow = "\x1b[33m"
	faint  = "\x1b[2m"
	reset  = "\x1b[0m"
)

// printer lays out lines.
type printer struct {
	strings.Builder
	style Style
}

// line writes a head of plain columns and a text that is wrapped behind it.
func (p *printer) line(head, text string) {
	indent := width(head)
	room := p.style.Width - indent
	if p.style.Width == 0 || room < minWidth {
		p.put(head + text)
		return
	}
	for i, row := range wrap(text, room) {
		if i > 0 {
			head = strings.Repeat(" ", indent)
		}
		p.put(head + row)
	}
}

func (p *printer) put(line string) {
	p.WriteString(strings.TrimRight(line, " "))
	p.WriteByte('\n')
}

// paint colours a text, where there are colours.
func (p *printer) paint(colour, text string) string {
	if !p.style.Colour || colour == "" {
		return text
	}
	return colour + text + reset
}

// width counts columns: escape sequences take none. East Asian wide characters are
// not looked for; none of ours is one.
func width(text string) (n int) {
	for {
		start := strings.Index(text, "\x1b[")
		if start < 0 {
			return n + utf8.RuneCountInString(text)
		}
		n += utf8.RuneCountInString(text[:start])
		end := strings.IndexByte(text[start:], 'm')
		if end < 0 {
			return n
		}
		text = text[start+end+1:]
	}
}

// wrap breaks a text at spaces. A word that is longer than the room, a hash for
// instance, stays whole: it is there to be copied.
func wrap(text string, room int) []string {
	var rows []string
	row := ""
	for _, word := range strings.Fields(text) {
		switch {
		case row == "":
			row = word
		case width(row)+1+width(word) > room:
			rows = append(rows, row)
			row = word
		default:
			row += " " + word
		}
	}
	return append(rows, row)
}

// plain makes a stranger's text fit to be shown: it is cut, and what could command a
// terminal is replaced.
func plain(text string) string {
	if utf8.RuneCountInString(text) > maxText {
		text = string([]rune(text)[:maxText]) + "..."
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case unicode.IsPrint(r):
			return r
		}
		return '?'
	}, text)
}

// clock tells times, the day only where it is another than the one before.
type clock struct{ day string }

func (c *clock) tell(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	at = at.UTC()
	if day := at.Format(time.DateOnly); day != c.day {
		c.day = day
		return at.Format(time.DateTime)
	}
	return at.Format(time.TimeOnly)
}

// span says a duration in the unit that suits it.
func span(d time.Duration) string {
	switch {
	case d < 0:
		return "0 s"
	case d < 10*time.Second:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case d < 2*time.Minute:
		return fmt.Sprintf("%.0f s", d.Seconds())
	case d < 2*time.Hour:
		return fmt.Sprintf("%.0f min", d.Minutes())
	case d < 48*time.Hour:
		return fmt.Sprintf("%.1f h", d.Hours())
	}
	return fmt.Sprintf("%.1f days", d.Hours()/24)
}
