package bench

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// point is a value of a curve.
type point struct{ X, Y float64 }

// curve is a line of a plot, which is drawn from left to right.
type curve struct {
	Name   string
	Points []point
	Path   string // of SVG
	Colour string
}

// plot is a picture of some curves over one pair of axes, laid out for the page's SVG.
type plot struct {
	Title, XUnit, YUnit string
	Curves              []curve
	XTicks, YTicks      []tick
	Width, Height       int
}

// tick is a labelled mark on an axis.
type tick struct {
	At    float64 // in the picture's units
	Label string
}

// The picture's size and where its axes are, in SVG units.
const (
	plotWidth, plotHeight                    = 520, 220
	plotLeft, plotRight, plotTop, plotBottom = 60, 510, 12, 190
)

// colours can be told apart by people who see red and green alike.
var colours = []string{"#0072b2", "#d55e00", "#009e73"}

func newPlot(title, xUnit, yUnit string, curves ...curve) plot {
	p := plot{Title: title, XUnit: xUnit, YUnit: yUnit, Width: plotWidth, Height: plotHeight}
	right, top := 0.0, 0.0
	for _, c := range curves {
		for _, at := range c.Points {
			right, top = max(right, at.X), max(top, at.Y)
		}
	}
	xStep, yStep := niceStep(right, 8), niceStep(top, 5)
	right, top = max(right, xStep), math.Ceil(max(top, yStep)/yStep)*yStep
	x := func(v float64) float64 { return plotLeft + v/right*(plotRight-plotLeft) }
	y := func(v float64) float64 { return plotBottom - v/top*(plotBottom-plotTop) }
	for v := 0.0; v <= right*1.0001; v += xStep {
		p.XTicks = append(p.XTicks, tick{x(v), label(v)})
	}
	for v := 0.0; v <= top*1.0001; v += yStep {
		p.YTicks = append(p.YTicks, tick{y(v), label(v)})
	}
	for i, c := range curves {
		points := slices.SortedStableFunc(slices.Values(c.Points), func(a, b point) int { return cmp.Compare(a.X, b.X) })
		var path strings.Builder
		for k, at := range points {
			command := 'L'
			if k == 0 {
				command = 'M'
			}
			fmt.Fprintf(&path, "%c%.1f %.1f", command, x(at.X), y(at.Y))
		}
		p.Curves = append(p.Curves, curve{Name: c.Name, Points: points, Path: path.String(), Colour: colours[i%len(colours)]})
	}
	return p
}

// niceStep is 1, 2 or 5 times a power of ten, such that about n of them reach the top.
func niceStep(top float64, n int) float64 {
	if !(top > 0) || math.IsInf(top, 1) {
		return 1
	}
	rough := top / float64(n)
	power := math.Pow(10, math.Floor(math.Log10(rough)))
	for _, factor := range []float64{1, 2, 5} {
		if factor*power >= rough {
			return factor * power
		}
	}
	return 10 * power
}

func label(v float64) string {
	switch {
	case v >= 1e6:
		return fmt.Sprintf("%g M", math.Round(v/1e4)/100)
	case v >= 1e4:
		return fmt.Sprintf("%g k", math.Round(v/100)/10)
	}
	return fmt.Sprintf("%g", math.Round(v*1000)/1000)
}
