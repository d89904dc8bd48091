package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// everyCommand calls f with each command that can be run.
func everyCommand(root *cobra.Command, f func(*cobra.Command)) {
	for _, command := range root.Commands() {
		if command.Runnable() && command.Name() != "completion" && command.Name() != "help" {
			f(command)
			everyCommand(command, f)
		}
	}
}

func testRoot() *cobra.Command { return Root(Terminal(nil, os.Stdout, os.Stderr, nil)) }

// TestEveryCommandExplainsItself: what it is, at some length, and by an example of
// itself whose commands and flags exist.
func TestEveryCommandExplainsItself(t *testing.T) {
	count := 0
	root := testRoot()
	everyCommand(root, func(command *cobra.Command) {
		count++
		name := command.CommandPath()
		if command.Short == "" || len(command.Long) < len(command.Short) || command.Example == "" {
			t.Errorf("%s: short %q, long %q, example %q", name, command.Short, command.Long, command.Example)
		}
		if !strings.Contains(command.Example, name) {
			t.Errorf("%s: its example shows another command", name)
		}
		checkExample(t, root, command.Example)
		command.Flags().VisitAll(func(f *pflag.Flag) {
			if f.Usage == "" {
				t.Errorf("%s: --%s is not explained", name, f.Name)
			}
		})
	})
	if count < 15 {
		t.Errorf("only %d commands were found", count)
	}
}

// checkExample finds every command of an example, and its flags.
func checkExample(t *testing.T, root *cobra.Command, example string) {
	t.Helper()
	for line := range strings.Lines(strings.ReplaceAll(example, "\\\n", " ")) {
		_, line, found := strings.Cut(line, "catenary ")
		if !found {
			continue
		}
		words := strings.Fields(line)
		command, _, err := root.Find(words)
		if err != nil {
			t.Errorf("example %q: %v", line, err)
			continue
		}
		for _, word := range words {
			name, isFlag := strings.CutPrefix(word, "--")
			name, _, _ = strings.Cut(name, "=")
			if isFlag && command.Flags().Lookup(name) == nil && command.InheritedFlags().Lookup(name) == nil {
				t.Errorf("example %q: %s has no flag --%s", line, command.CommandPath(), name)
			}
		}
	}
}

// TestDocumentsShowRealCommands: the commands in the code blocks of the README and of
// docs exist, with their flags.
func TestDocumentsShowRealCommands(t *testing.T) {
	files, err := filepath.Glob("../../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	root, count := testRoot(), 0
	for _, file := range append(files, "../../../README.md") {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		code := false
		for line := range strings.Lines(strings.ReplaceAll(string(content), "\\\n", " ")) {
			if strings.HasPrefix(strings.TrimSpace(line), "```") {
				code = !code
				continue
			}
			line, _, _ = strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "$ "), " #")
			if code && strings.HasPrefix(line, "catenary ") && !strings.HasPrefix(line, "catenary: ") {
				checkExample(t, root, strings.TrimSuffix(line, " &"))
				count++
			}
		}
	}
	if count < 40 {
		t.Errorf("only %d commands were found", count)
	}
}

// TestNoFlagTakesASecret: every process of a machine can read another's flags.
func TestNoFlagTakesASecret(t *testing.T) {
	everyCommand(testRoot(), func(command *cobra.Command) {
		command.Flags().VisitAll(func(f *pflag.Flag) {
			for _, word := range []string{"passphrase", "token", "secret", "seed", "private"} {
				if strings.Contains(f.Name, word) && !strings.HasSuffix(f.Name, "-file") {
					t.Errorf("%s: --%s takes a secret, want a file", command.CommandPath(), f.Name)
				}
			}
		})
	})
}

// TestExitCodesAreDocumented: in the help of the command itself.
func TestExitCodesAreDocumented(t *testing.T) {
	root := testRoot()
	for i, c := range exitCodes {
		if c.code != i {
			t.Errorf("exit code %d stands at %d", c.code, i)
		}
		if !strings.Contains(root.Long, c.what) {
			t.Errorf("the root's help does not say %q", c.what)
		}
	}
}
