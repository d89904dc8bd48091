package e2e

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// ErrSkipped is wrapped by what Run returns of a story that was skipped.
var ErrSkipped = errors.New("skipped")

// Run runs a story where there is no test: in an example, a program, a benchmark of
// its own. It returns after everything that the story started has stopped and its
// directories are gone; the error has all that the story reported by t.Error, t.Fatal
// or a panic, and wraps ErrSkipped if it was skipped. t.Log goes nowhere.
func Run(story func(t testing.TB)) error {
	ctx, cancel := context.WithCancel(context.Background())
	s := &stage{ctx: ctx}
	s.perform(func() { story(s) })
	cancel() // as in a test: before the first cleanup
	for cleanup := s.nextCleanup(); cleanup != nil; cleanup = s.nextCleanup() {
		s.perform(cleanup)
	}
	return s.result()
}

// stage is a testing.TB without a test. The interface can't be implemented but by
// embedding one: what is nil here is its unexported method, which nobody calls.
type stage struct {
	testing.TB
	ctx context.Context

	mu       sync.Mutex
	cleanups []func()
	failures []string
	failed   bool
	skipped  string
}

// perform runs a part of the story in a goroutine, which FailNow ends.
func (s *stage) perform(part func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			if cause := recover(); cause != nil {
				s.Errorf("panic: %v", cause)
			}
		}()
		part()
	}()
	<-done
}

func (s *stage) nextCleanup() func() {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := len(s.cleanups)
	if n == 0 {
		return nil
	}
	last := s.cleanups[n-1]
	s.cleanups = s.cleanups[:n-1]
	return last
}

func (s *stage) result() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.failed && len(s.failures) == 0:
		return errors.New("the story failed without a word")
	case s.failed:
		return errors.New(strings.Join(s.failures, "\n"))
	case s.skipped != "":
		return fmt.Errorf("%w: %s", ErrSkipped, s.skipped)
	}
	return nil
}

func (s *stage) report(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failed = true
	s.failures = append(s.failures, strings.TrimSuffix(text, "\n"))
}

func (s *stage) Error(args ...any)                 { s.report(fmt.Sprintln(args...)) }
func (s *stage) Errorf(format string, args ...any) { s.report(fmt.Sprintf(format, args...)) }
func (s *stage) Fatal(args ...any)                 { s.Error(args...); runtime.Goexit() }
func (s *stage) Fatalf(format string, args ...any) { s.Errorf(format, args...); runtime.Goexit() }

func (s *stage) Fail() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failed = true
}

func (s *stage) FailNow() { s.Fail(); runtime.Goexit() }

func (s *stage) Failed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.failed
}

func (s *stage) skip(text string) {
	s.mu.Lock()
	s.skipped = strings.TrimSuffix(text, "\n")
	s.mu.Unlock()
	runtime.Goexit()
}

func (s *stage) Skip(args ...any)                 { s.skip(fmt.Sprintln(args...)) }
func (s *stage) Skipf(format string, args ...any) { s.skip(fmt.Sprintf(format, args...)) }
func (s *stage) SkipNow()                         { s.skip("without a reason") }

func (s *stage) Skipped() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.skipped != ""
}

func (s *stage) Cleanup(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cleanups = append(s.cleanups, f)
}

func (s *stage) Helper()                  {}
func (s *stage) Log(...any)               {}
func (s *stage) Logf(string, ...any)      {}
func (s *stage) Attr(string, string)      {}
func (s *stage) Name() string             { return "story" }
func (s *stage) Output() io.Writer        { return io.Discard }
func (s *stage) Context() context.Context { return s.ctx }
func (s *stage) ArtifactDir() string      { return s.TempDir() }

func (s *stage) TempDir() string {
	dir, err := os.MkdirTemp("", "catenary-story-")
	if err != nil {
		s.Fatal(err)
	}
	s.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			s.Error(err)
		}
	})
	return dir
}

func (s *stage) Setenv(key, value string) {
	before, was := os.LookupEnv(key)
	if err := os.Setenv(key, value); err != nil {
		s.Fatal(err)
	}
	s.Cleanup(func() {
		err := os.Unsetenv(key)
		if was {
			err = os.Setenv(key, before)
		}
		if err != nil {
			s.Error(err)
		}
	})
}

func (s *stage) Chdir(dir string) {
	before, err := os.Getwd()
	if err == nil {
		err = os.Chdir(dir)
	}
	if err != nil {
		s.Fatal(err)
	}
	s.Cleanup(func() {
		if err := os.Chdir(before); err != nil {
			s.Error(err)
		}
	})
}
