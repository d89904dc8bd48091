package bench

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/google/pprof/profile"
)

// profileLines is how many rows a table has.
const profileLines = 12

// ourModule begins the names of our functions.
const ourModule = "github.com/catenary-bridge/catenary/"

// top adds up the last value of each sample, which is nanoseconds in all of Go's profiles,
// under the name that its stack is given.
func top(title string, p *profile.Profile, name func(stack []string) string) Table {
	t := Table{Title: title, Lines: []Line{}}
	sums := map[string]float64{}
	for _, sample := range p.Sample {
		seconds := float64(sample.Value[len(sample.Value)-1]) / 1e9
		key := name(stackOf(sample))
		if key == "" {
			continue
		}
		sums[key] += seconds
		t.Total += seconds
	}
	for key, seconds := range sums {
		t.Lines = append(t.Lines, Line{Name: key, Seconds: seconds, Share: seconds / max(t.Total, 1e-9)})
	}
	slices.SortFunc(t.Lines, func(a, b Line) int { return cmp.Or(cmp.Compare(b.Seconds, a.Seconds), cmp.Compare(a.Name, b.Name)) })
	t.Lines = t.Lines[:min(len(t.Lines), profileLines)]
	return t
}

// stackOf lists a sample's functions, the innermost first.
func stackOf(s *profile.Sample) (stack []string) {
	for _, location := range s.Location {
		for _, line := range location.Line {
			if line.Function != nil {
				stack = append(stack, line.Function.Name)
			}
		}
	}
	return stack
}

// leafOf is the function that was running; in C, the one that was called there.
func leafOf(stack []string) string {
	if len(stack) > 1 && stack[0] == "runtime.cgocall" {
		stack = stack[1:]
	}
	if len(stack) == 0 {
		return ""
	}
	return stack[0]
}

// partOf is our package that the work was for: the innermost one on the stack. Work that
// the runtime or the network does on nobody's stack is named as such.
func partOf(stack []string) string {
	for _, function := range stack {
		if rest, ours := strings.CutPrefix(function, ourModule); ours {
			part, _, _ := strings.Cut(rest[strings.LastIndexByte(rest, '/')+1:], ".")
			return rest[:strings.LastIndexByte(rest, '/')+1] + part
		}
	}
	for _, function := range stack {
		switch {
		case strings.HasPrefix(function, "runtime.gcBgMarkWorker"), strings.HasPrefix(function, "runtime.bgsweep"), strings.HasPrefix(function, "runtime.bgscavenge"):
			return "garbage collector"
		case strings.HasPrefix(function, "net/http."):
			return "net/http"
		case strings.HasPrefix(function, "github.com/ethereum/go-ethereum/"):
			return packageOf(function)
		case strings.HasPrefix(function, "runtime.mcall"), strings.HasPrefix(function, "runtime.schedule"), strings.HasPrefix(function, "runtime.findRunnable"):
			return "scheduler"
		}
	}
	if len(stack) == 0 {
		return ""
	}
	return packageOf(stack[len(stack)-1])
}

// packageOf cuts a function's name off.
func packageOf(function string) string {
	slash := strings.LastIndexByte(function, '/') + 1
	name, _, _ := strings.Cut(function[slash:], ".")
	return function[:slash] + name
}

// placeOf is the innermost function of those that use a lock or a channel, rather than
// implement it. The generator's own waits, and what merely waits for work, are no
// bottleneck of a chain.
func placeOf(stack []string) string {
	for _, function := range stack {
		if strings.HasPrefix(function, ourModule+"cmd/bench") || strings.HasPrefix(function, ourModule+"cmd/demo") {
			return ""
		}
	}
	for _, function := range stack {
		if !strings.HasPrefix(function, "runtime.") && !strings.HasPrefix(function, "sync.") && !strings.HasPrefix(function, "internal/") {
			return function
		}
	}
	return ""
}

// busy is the share of the cores above which CPU is what a load ran out of.
const busy = 0.85

// bottleneck says in one sentence what to look at first.
func bottleneck(tables []Table, used, elapsed float64, cores int) string {
	parts, functions, mutexes := tables[0], tables[1], tables[2]
	share := used / max(1e-9, elapsed*float64(cores))
	text := fmt.Sprintf("This process used %.2f of %d cores", share*float64(cores), cores)
	if len(parts.Lines) > 0 && len(functions.Lines) > 0 {
		part, function := parts.Lines[0], functions.Lines[0]
		text += fmt.Sprintf("; most of it in %s (%.0f %%), the hottest function being %s (%.0f %%)", part.Name, 100*part.Share, function.Name, 100*function.Share)
	}
	if share >= busy {
		return text + ". CPU is the bottleneck."
	}
	text += ". CPU is not the bottleneck of the chain itself: it waits, or other processes had the rest."
	if len(mutexes.Lines) > 0 && mutexes.Total > 0.05*elapsed {
		text += fmt.Sprintf(" Locks are contended for %.2f s, most at %s (%.0f %%).", mutexes.Total, mutexes.Lines[0].Name, 100*mutexes.Lines[0].Share)
	}
	return text
}
