package bench

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"text/tabwriter"

	"github.com/google/pprof/profile"
)

// Profile says where the time of this process went while a load ran, generator
// included.
type Profile struct {
	Bottleneck string  `json:"bottleneck"` // in one sentence
	Tables     []Table `json:"tables"`     // CPU by part and by function, mutexes, blocking
}

// Table is the top of a profile.
type Table struct {
	Title string  `json:"title"`
	Total float64 `json:"totalSeconds"`
	Lines []Line  `json:"lines"`
}

// Line is one of its rows.
type Line struct {
	Name    string  `json:"name"`
	Seconds float64 `json:"seconds"`
	Share   float64 `json:"share"` // of the table's total, 0 to 1
}

const (
	// mutexFraction samples one in so many contentions, blockRate one event for each so many
	// nanoseconds that goroutines wait: both cost less than the noise of a run.
	mutexFraction = 10
	blockRate     = 100_000
)

// profiler collects profiles of this process into a directory.
type profiler struct {
	dir    string
	cpu    *os.File
	before map[string]*profile.Profile // the runtime counts contention from its start on, over earlier loads too
}

// counted are the profiles that the runtime keeps counting.
var counted = []string{"mutex", "block"}

func startProfiler(dir string) (*profiler, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("%w: profile: %w", ErrConfig, err)
	}
	file, err := os.Create(filepath.Join(dir, "cpu.pprof"))
	if err != nil {
		return nil, fmt.Errorf("%w: profile: %w", ErrConfig, err)
	}
	before := make(map[string]*profile.Profile)
	for _, name := range counted {
		if before[name], err = lookUp(name); err != nil {
			return nil, errors.Join(fmt.Errorf("profile: %w", err), file.Close())
		}
	}
	if err := pprof.StartCPUProfile(file); err != nil {
		return nil, errors.Join(fmt.Errorf("profile: %w", err), file.Close())
	}
	runtime.SetMutexProfileFraction(mutexFraction)
	runtime.SetBlockProfileRate(blockRate)
	return &profiler{dir, file, before}, nil
}

// stop ends the profiles and writes those that are read at the end.
func (p *profiler) stop() error {
	pprof.StopCPUProfile()
	err := p.cpu.Close()
	for _, name := range counted {
		err = errors.Join(err, p.write(name))
	}
	runtime.SetMutexProfileFraction(0)
	runtime.SetBlockProfileRate(0)
	if err != nil {
		return fmt.Errorf("profile: %w", err)
	}
	return nil
}

// lookUp reads what the runtime has counted so far.
func lookUp(name string) (*profile.Profile, error) {
	var b bytes.Buffer
	if err := pprof.Lookup(name).WriteTo(&b, 0); err != nil {
		return nil, err
	}
	return profile.Parse(&b)
}

// write writes what was counted since the profiler started.
func (p *profiler) write(name string) error {
	now, err := lookUp(name)
	if err != nil {
		return err
	}
	p.before[name].Scale(-1)
	since, err := profile.Merge([]*profile.Profile{now, p.before[name]})
	if err != nil {
		return err
	}
	file, err := os.Create(filepath.Join(p.dir, name+".pprof"))
	if err != nil {
		return err
	}
	return errors.Join(since.Write(file), file.Close())
}

// summarise reads the profiles back, and writes their tops as text beside them. used and
// elapsed are the CPU time and the time of the load, in seconds.
func (p *profiler) summarise(used, elapsed float64) (*Profile, error) {
	read := func(name string) (*profile.Profile, error) {
		file, err := os.Open(filepath.Join(p.dir, name+".pprof"))
		if err != nil {
			return nil, err
		}
		defer file.Close()
		return profile.Parse(file)
	}
	var profiles [3]*profile.Profile
	for i, name := range []string{"cpu", "mutex", "block"} {
		var err error
		if profiles[i], err = read(name); err != nil {
			return nil, fmt.Errorf("profile: read %s: %w", name, err)
		}
	}
	result := &Profile{Tables: []Table{
		top("CPU, by part", profiles[0], partOf),
		top("CPU, by function", profiles[0], leafOf),
		top("Contended mutexes, by who held them", profiles[1], placeOf),
		top("Blocked goroutines, by place", profiles[2], placeOf),
	}}
	result.Bottleneck = bottleneck(result.Tables, used, elapsed, runtime.GOMAXPROCS(0))
	file, err := os.Create(filepath.Join(p.dir, "top.txt"))
	if err != nil {
		return nil, fmt.Errorf("profile: %w", err)
	}
	result.Print(file)
	return result, file.Close()
}

// Print writes the profile for people.
func (p *Profile) Print(w io.Writer) {
	fmt.Fprintf(w, "\n%s\n", p.Bottleneck)
	table := tabwriter.NewWriter(w, 0, 0, 3, ' ', tabwriter.AlignRight)
	for _, t := range p.Tables {
		fmt.Fprintf(table, "\n%s: %.2f s\n", t.Title, t.Total)
		for _, l := range t.Lines {
			fmt.Fprintf(table, "%.1f %%\t%.2f s\t  %s\n", 100*l.Share, l.Seconds, l.Name)
		}
		_ = table.Flush() // what w refuses is w's trouble
	}
}
