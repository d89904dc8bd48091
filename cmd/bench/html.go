package bench

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
)

//go:embed report.html
var page string

var pageTemplate = template.Must(template.New("report").Funcs(template.FuncMap{
	"percent": func(share float64) string { return fmt.Sprintf("%.1f %%", 100*share) },
	"whole":   func(v float64) string { return fmt.Sprintf("%.0f", v) },
	"micros":  func(v float64) string { return fmt.Sprintf("%.2f", v) },
	"mega":    func(bytes uint64) uint64 { return bytes >> 20 },
}).Parse(page))

// chapter is one load with its plots.
type chapter struct {
	Title string
	Load  Result
	Plots []plot
}

// WriteHTML writes the report as one page that needs nothing else: no script, no network.
func (r *Report) WriteHTML(w io.Writer) error {
	var chapters []chapter
	for i, l := range r.Loads {
		title := "The load"
		if len(r.Loads) > 1 {
			title = fmt.Sprintf("Step %d: %.0f tx/s offered", i+1, l.Offered)
		}
		chapters = append(chapters, chapter{title, l, l.plots()})
	}
	return pageTemplate.Execute(w, map[string]any{"Report": r, "Conditions": r.Conditions, "Mode": r.Conditions.mode(), "Steps": r.stepPlots(), "Standings": r.standings(), "Chapters": chapters})
}

// plots shows a load over time.
func (l Result) plots() []plot {
	line := func(name string, value func(Sample) float64) curve {
		c := curve{Name: name}
		for _, s := range l.Series {
			c.Points = append(c.Points, point{s.Second, value(s)})
		}
		return c
	}
	rate := func(count func(Sample) int) func(Sample) float64 {
		before := map[float64]float64{}
		last := 0.0
		for _, s := range l.Series {
			before[s.Second], last = s.Second-last, s.Second
		}
		return func(s Sample) float64 { return float64(count(s)) / max(0.1, before[s.Second]) }
	}
	return []plot{
		newPlot("Transactions a second", "s", "tx/s", line("sent", rate(func(s Sample) int { return s.Sent })), line("in blocks", rate(func(s Sample) int { return s.Included }))),
		newPlot("Latency", "s", "ms", line("p50", func(s Sample) float64 { return s.P50 }), line("p99", func(s Sample) float64 { return s.P99 })),
		newPlot("In flight", "s", "transactions", line("in flight", func(s Sample) float64 { return float64(s.InFlight) })),
		newPlot("Block fill", "s", "%", line("gas used of the limit", func(s Sample) float64 { return 100 * s.Fill })),
		newPlot("CPU of this process", "s", "cores", line("process", func(s Sample) float64 { return s.CPU }), line("generator", func(s Sample) float64 { return s.Generator })),
		newPlot("Memory of this process", "s", "MB", line("resident", func(s Sample) float64 { return float64(s.Resident >> 20) })),
		newPlot("GC pauses of this process", "s", "ms a second", line("pauses", func(s Sample) float64 { return s.PauseMillis })),
	}
}

// stepPlots shows what was carried, and how fast, at each offered load.
func (r *Report) stepPlots() []plot {
	if r.Knee == nil {
		return nil
	}
	carried, ideal := curve{Name: "carried"}, curve{Name: "offered"}
	p50, p99 := curve{Name: "p50"}, curve{Name: "p99"}
	for _, l := range r.Loads {
		carried.Points = append(carried.Points, point{l.Offered, l.TPS})
		ideal.Points = append(ideal.Points, point{l.Offered, l.Offered})
		p50.Points = append(p50.Points, point{l.Offered, l.Latency.P50})
		p99.Points = append(p99.Points, point{l.Offered, l.Latency.P99})
	}
	return []plot{newPlot("Carried, by offered load", "tx/s offered", "tx/s", carried, ideal), newPlot("Latency, by offered load", "tx/s offered", "ms", p50, p99)}
}
