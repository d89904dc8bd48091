package mutation

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/build"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

// Names in the added file, which no source uses by accident.
const (
	envMutant  = "CATENARY_MUTANT"
	guard      = "zzMutantIs"
	guardError = "zzMutantError"
	addedFile  = "zz_mutant.go"
	reachedTag = "zz_mutant reached"
)

// sources is a package with all its mutants.
type sources struct {
	dir     string // absolute
	files   map[string][]byte
	mutants []mutant
}

// instrument reads the package and puts the mutants in.
func instrument(cfg Config) (*sources, error) {
	dir, err := filepath.Abs(orDefault(cfg.Dir, "."))
	if err != nil {
		return nil, err
	}
	pkg, err := build.ImportDir(dir, 0)
	if err != nil {
		return nil, err
	}
	src := &sources{dir: dir, files: make(map[string][]byte)}
	quiet := make(map[string]bool)
	for _, name := range cfg.Quiet {
		quiet[name] = false
	}
	globs := make(map[string]bool) // true once one file matched
	for _, name := range pkg.GoFiles {
		if len(cfg.Files) > 0 && !matches(cfg.Files, name, globs) || matches(cfg.Exclude, name, globs) {
			continue
		}
		source, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		f := finder{fset: token.NewFileSet(), source: source, file: name, quiet: quiet, first: len(src.mutants) + 1}
		file, err := parser.ParseFile(f.fset, name, source, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		f.find(file)
		if len(f.mutants) > 0 {
			src.files[filepath.Join(dir, name)] = f.edited()
			src.mutants = append(src.mutants, f.mutants...)
		}
	}
	for _, glob := range append(append([]string(nil), cfg.Files...), cfg.Exclude...) {
		if !globs[glob] {
			return nil, fmt.Errorf("no file of %s matches %q", dir, glob)
		}
	}
	for name, found := range quiet {
		if !found {
			return nil, fmt.Errorf("the files have no function %s", name)
		}
	}
	if len(src.mutants) == 0 {
		return nil, errors.New("the files have no checks")
	}
	src.files[filepath.Join(dir, addedFile)] = fmt.Appendf(nil, added(), pkg.Name, envMutant, guard, reachedTag, guardError)
	return src, nil
}

func matches(globs []string, name string, used map[string]bool) bool {
	found := false
	for _, glob := range globs {
		if ok, err := filepath.Match(glob, name); ok && err == nil {
			found, used[glob] = true, true
		}
	}
	return found
}

// added returns the source that opens one guard. Where a bound on an allocation is
// what a mutant took away, the machine must not be what pays: 8 GiB of addresses.
func added() string {
	limit := ""
	if runtime.GOOS == "linux" {
		limit = "\nfunc init() { syscall.Setrlimit(syscall.RLIMIT_AS, &syscall.Rlimit{Cur: 8 << 30, Max: 8 << 30}) }\n"
	}
	return `package %[1]s

import (
	"os"
	"strconv"
	"sync"
	"syscall"
)

var (
	zzMutant, _ = strconv.Atoi(os.Getenv(%[2]q))
	zzReached   sync.Once
	_           = syscall.Getpid
)

func %[3]s(id int) bool {
	if id != zzMutant {
		return false
	}
	zzReached.Do(func() { os.Stderr.WriteString(%[4]q + "\n") })
	return true
}

func %[5]s(id int, err error) error {
	if %[3]s(id) {
		return nil
	}
	return err
}
` + limit
}

// compile makes the test binary. Everything it writes is in tmp, or in the build cache.
func (src *sources) compile(ctx context.Context, tmp string) (binary string, err error) {
	overlay := struct{ Replace map[string]string }{make(map[string]string)}
	for name, content := range src.files {
		aside := filepath.Join(tmp, filepath.Base(name))
		if err := os.WriteFile(aside, content, 0o600); err != nil {
			return "", err
		}
		overlay.Replace[name] = aside
	}
	list, err := json.Marshal(overlay)
	if err != nil {
		return "", err
	}
	listFile := filepath.Join(tmp, "overlay.json")
	if err := os.WriteFile(listFile, list, 0o600); err != nil {
		return "", err
	}
	binary = filepath.Join(tmp, "mutants.test")
	cmd := exec.CommandContext(ctx, "go", "test", "-c", "-overlay", listFile, "-o", binary, ".")
	cmd.Dir = src.dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("compile with mutants: %w\n%s", err, out)
	}
	if _, err := os.Stat(binary); err != nil {
		return "", fmt.Errorf("the package has no tests: %w", err)
	}
	return binary, nil
}

// takes reports whether the test binary has a flag of that name.
func takes(ctx context.Context, binary, flag string) bool {
	out, _ := exec.CommandContext(ctx, binary, "-h").CombinedOutput() // it exits with 2 or 0, by version
	return bytes.Contains(out, []byte("-"+flag))
}
