package demo

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"
)

// Progress shows people how far a demo is: bars on a terminal, a line now and
// then elsewhere.
type Progress struct {
	out      io.Writer
	bars     *mpb.Progress // nil where out is no terminal
	started  time.Time
	mu       sync.Mutex
	lastLine time.Time
}

// NewProgress writes to out.
func NewProgress(out io.Writer) *Progress {
	p := &Progress{out: out, started: time.Now()}
	if file, ok := out.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		p.bars = mpb.New(mpb.WithOutput(out), mpb.WithWidth(48), mpb.WithRefreshRate(100*time.Millisecond))
	}
	return p
}

// Step announces a phase.
func (p *Progress) Step(format string, args ...any) {
	line := fmt.Sprintf("%6.2fs  %s\n", time.Since(p.started).Seconds(), fmt.Sprintf(format, args...))
	if p.bars != nil {
		_, _ = p.bars.Write([]byte(line)) // above the bars
		return
	}
	fmt.Fprint(p.out, line)
}

// Bar counts something up to a total.
type Bar struct {
	progress *Progress
	name     string
	total    int
	bar      *mpb.Bar

	mu  sync.Mutex
	now int
}

// Bar adds a bar.
func (p *Progress) Bar(name string, total int) *Bar {
	b := &Bar{progress: p, name: name, total: total}
	if p.bars != nil {
		b.bar = p.bars.AddBar(int64(total), mpb.PrependDecorators(decor.Name(name, decor.WCSyncSpaceR), decor.CountersNoUnit("%d/%d", decor.WCSyncSpace)),
			mpb.AppendDecorators(decor.Percentage(decor.WCSyncSpace), decor.Elapsed(decor.ET_STYLE_GO, decor.WCSyncSpace)))
	}
	return b
}

// Set moves the bar; it never goes back.
func (b *Bar) Set(n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if n <= b.now {
		return
	}
	b.now = n
	if b.bar != nil {
		b.bar.SetCurrent(int64(n))
		return
	}
	b.progress.line(b.name, n, b.total)
}

// Add moves the bar on.
func (b *Bar) Add(n int) {
	b.mu.Lock()
	now := b.now + n
	b.mu.Unlock()
	b.Set(now)
}

// line tells where there is no terminal: at most once a second, and at the end.
func (p *Progress) line(name string, n, total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if n < total && time.Since(p.lastLine) < time.Second {
		return
	}
	p.lastLine = time.Now()
	fmt.Fprintf(p.out, "%6.2fs  %s %d/%d\n", time.Since(p.started).Seconds(), name, n, total)
}

// Close ends the bars; those that are not full stay where they are.
func (p *Progress) Close() {
	if p.bars != nil {
		p.bars.Shutdown()
	}
}
