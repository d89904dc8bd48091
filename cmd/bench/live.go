package bench

import (
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// NewView shows running loads on out: a picture that is drawn over on a terminal, a line a
// second elsewhere.
func NewView(out io.Writer) View {
	if file, ok := out.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		return &picture{out: out}
	}
	return lines{out}
}

// lines is a view for logs.
type lines struct{ out io.Writer }

func (v lines) Show(l Live) {
	fmt.Fprintf(v.out, "%6.1fs  %s: %d tx/s, %d of %d in blocks, %d in flight, p50 %.0f ms, p99 %.0f ms, blocks %.1f %% full, %.2f cores, %d MB, GC %.1f ms\n",
		l.Seconds, l.Title, l.Sample.Included, l.Included, l.Signed, l.InFlight, l.Sample.P50, l.Sample.P99, 100*l.Fill, l.CPU, l.Resident>>20, l.PauseMillis)
}

// picture is a view for terminals.
type picture struct {
	out   io.Writer
	title string
	drawn int // lines
	rates []int
}

func (v *picture) Show(l Live) {
	if l.Title != v.title { // the one before stays
		v.title, v.drawn, v.rates = l.Title, 0, nil
	}
	v.rates = append(v.rates, l.Sample.Included)
	text := strings.Split(strings.TrimRight(v.draw(l), "\n"), "\n")
	var b strings.Builder
	if v.drawn > 0 {
		fmt.Fprintf(&b, "\x1b[%dA", v.drawn) // up
	}
	for _, line := range text {
		fmt.Fprintf(&b, "\r\x1b[2K%s\n", line)
	}
	v.drawn = len(text)
	fmt.Fprint(v.out, b.String())
}

// barWidth is in characters: with what stands beside it, it fits 80 columns.
const barWidth = 40

func (v *picture) draw(l Live) string {
	var b strings.Builder
	fmt.Fprintf(&b, "  %s, %.0f s\n", l.Title, l.Seconds)
	fmt.Fprintf(&b, "  %-10s %8d tx/s  %s\n", "in blocks", l.Sample.Included, spark(v.rates, barWidth))
	fmt.Fprintf(&b, "  %-10s %8d of %d  %s\n", "", l.Included, l.Signed, bar(float64(l.Included)/float64(max(1, l.Signed)), barWidth/2))
	fmt.Fprintf(&b, "  %-10s %8d  pushed back %d, refused %d\n", "in flight", l.InFlight, l.Pushed, l.Refused)
	fmt.Fprintf(&b, "  %-10s p50 %.0f ms, p99 %.0f ms  (so far p50 %.0f, p99 %.0f, max %.0f)\n", "latency", l.Sample.P50, l.Sample.P99, l.All.P50, l.All.P99, l.All.Max)
	fmt.Fprintf(&b, "  %-10s %5.1f %%  %s\n", "block fill", 100*l.Fill, bar(l.Fill, barWidth/2))
	fmt.Fprintf(&b, "  %-10s %5.2f cores, generator %.2f; %d MB; GC pauses %.1f ms\n", "process", l.CPU, l.Generator, l.Resident>>20, l.PauseMillis)
	return b.String()
}

func bar(share float64, width int) string {
	full := min(width, max(0, int(share*float64(width)+0.5)))
	return strings.Repeat("█", full) + strings.Repeat("░", width-full)
}

// spark draws the last values, each as high as its share of the greatest.
func spark(values []int, width int) string {
	values = values[max(0, len(values)-width):]
	top := 1
	for _, v := range values {
		top = max(top, v)
	}
	levels := []rune("▁▂▃▄▅▆▇█")
	var b strings.Builder
	for _, v := range values {
		b.WriteRune(levels[max(0, v)*(len(levels)-1)/top])
	}
	return b.String()
}
