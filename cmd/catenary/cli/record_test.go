package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/signer/keys"
	"github.com/catenary-bridge/catenary/signer/record"
)

const recordPassphrase = "not that secret"

// recordWorld is a signer's files: a key, a configuration, and a record with two
// lanes of which one is stopped for two inboxes.
type recordWorld struct {
	t                     *testing.T
	dir, config, path     string
	keystore, passphrases string
	owner                 record.Owner
	running, stopped      record.Key
}

func newRecordWorld(t *testing.T) *recordWorld {
	t.Helper()
	w := &recordWorld{t: t, dir: t.TempDir()}
	w.running = record.Key{Lane: messages.LaneID{1}, Inbox: messages.InboxID{9}}
	w.stopped = record.Key{Lane: messages.LaneID{2}, Inbox: messages.InboxID{8}}
	w.owner, w.keystore = w.newKey("keys")
	w.passphrases = w.write("passphrase", recordPassphrase+"\n")
	w.config = w.write("signer.yaml", "data: "+filepath.Join(w.dir, "data")+"\naccount:\n  keystore: "+w.keystore+
		"\n  passphrase-file: "+w.passphrases+"\nlog: {level: warn}\nchains: [{id: 5}]\n")
	w.must(os.Mkdir(filepath.Join(w.dir, "data"), 0o700))
	w.path = filepath.Join(w.dir, "data", "record.json")
	return w
}

func (w *recordWorld) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *recordWorld) write(name, content string) string {
	w.t.Helper()
	path := filepath.Join(w.dir, name)
	w.must(os.WriteFile(path, []byte(content), 0o600))
	return path
}

func (w *recordWorld) newKey(dir string) (record.Owner, string) {
	w.t.Helper()
	private, err := crypto.GenerateKey()
	w.must(err)
	entry, err := keys.Import(filepath.Join(w.dir, dir), private, recordPassphrase, keys.Light)
	w.must(err)
	key, err := keys.NewKey(private)
	w.must(err)
	return key.RecordOwner(), entry.Path
}

// fill makes a record whose running lane is claimed up to a nonce.
func (w *recordWorld) fill(nonce uint64) {
	w.t.Helper()
	w.must(record.Create(w.path, w.owner))
	opened, err := record.Open(w.path, w.owner)
	w.must(err)
	w.must(opened.Claim(w.running, nil, record.Claim{Position: position(nonce), NotBefore: 77}))
	w.must(opened.Stop(w.stopped, record.Stop{AtMillis: 1000, Why: "equivocation\x1b[2J", Evidence: "e.json"}))
	w.must(opened.Close())
}

func position(nonce uint64) messages.Position {
	return messages.Position{Nonce: nonce, Accumulator: messages.Accumulator{byte(nonce), 3}}
}

// run executes `catenary signer record …` with this world's configuration.
func (w *recordWorld) run(args ...string) (stdout string, err error) {
	w.t.Helper()
	return runRecord(w.t, append(args, "--config", w.config)...)
}

func runRecord(t *testing.T, args ...string) (stdout string, err error) {
	t.Helper()
	var out, trouble bytes.Buffer
	root := Root(Terminal(nil, &out, &trouble, nil))
	root.SetArgs(append([]string{"signer", "record"}, args...))
	err = root.ExecuteContext(t.Context())
	if strings.Contains(out.String()+trouble.String(), recordPassphrase) {
		t.Error("the passphrase is in the output")
	}
	return out.String(), err
}

func (w *recordWorld) listed() shownRecord {
	w.t.Helper()
	out, err := w.run("list", "--json")
	w.must(err)
	var shown shownRecord
	w.must(json.Unmarshal([]byte(out), &shown))
	return shown
}

func (w *recordWorld) nonce() uint64 {
	w.t.Helper()
	shown := w.listed()
	if len(shown.Lanes) != 2 || shown.Lanes[0].Nonce == nil {
		w.t.Fatalf("%+v", shown)
	}
	return *shown.Lanes[0].Nonce
}

func TestRecordListShowsClaimsAndStops(t *testing.T) {
	w := newRecordWorld(t)
	w.fill(5)
	shown := w.listed()
	if shown.Signer != w.owner.Address || shown.Record != w.path || len(shown.Lanes) != 2 {
		t.Fatalf("%+v", shown)
	}
	first, second := shown.Lanes[0], shown.Lanes[1]
	if first.Lane != w.running.Lane || *first.Nonce != 5 || *first.Accumulator != position(5).Accumulator || first.NotBeforeMillis != 77 || first.Stop != nil {
		t.Errorf("%+v", first)
	}
	if second.Inbox != w.stopped.Inbox || second.Nonce != nil || second.Accumulator != nil || second.Stop == nil || second.Stop.Evidence != "e.json" {
		t.Errorf("%+v", second)
	}
	out, err := w.run("list")
	w.must(err)
	for _, want := range []string{w.owner.Address.Hex(), w.running.Lane.String(), "1970-01-01T00:00:01Z", "e.json", `equivocation\x1b[2J`} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
}

func TestRecordFlagsServeWithoutAFile(t *testing.T) {
	w := newRecordWorld(t)
	w.fill(5)
	out, err := runRecord(t, "list", "--data", filepath.Dir(w.path), "--account-keystore", w.keystore, "--account-passphrase-file", w.passphrases)
	if err != nil || !strings.Contains(out, w.running.Lane.String()) {
		t.Fatalf("%v\n%s", err, out)
	}
}

func TestRecordExportAndRestore(t *testing.T) {
	w := newRecordWorld(t)
	w.fill(5)
	backup := filepath.Join(w.dir, "backup")
	_, err := w.run("export", "--to", backup)
	w.must(err)
	info, err := os.Stat(backup)
	w.must(err)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("mode %o", info.Mode().Perm())
	}
	if _, err := w.run("export", "--to", backup); !errors.Is(err, os.ErrExist) {
		t.Errorf("second export: %v", err)
	}

	// Over an existing one: refused, unchanged.
	before, err := os.ReadFile(w.path)
	w.must(err)
	if _, err := w.run("restore", "--from", backup); !errors.Is(err, record.ErrExists) {
		t.Errorf("restore over a record: %v", err)
	}
	after, err := os.ReadFile(w.path)
	w.must(err)
	if !bytes.Equal(before, after) {
		t.Error("a refused restore changed the record")
	}

	w.must(os.RemoveAll(filepath.Dir(w.path))) // the disk is gone
	if _, err := w.run("list"); !errors.Is(err, record.ErrMissing) {
		t.Errorf("list: %v", err)
	}
	out, err := w.run("restore", "--from", backup, "--json")
	w.must(err)
	if !strings.Contains(out, `"backup":"`+backup+`"`) || w.nonce() != 5 {
		t.Errorf("restored: %s", out)
	}
}

func TestRecordImportRaisesAndNeverLowers(t *testing.T) {
	w := newRecordWorld(t)
	w.fill(9)
	newer := filepath.Join(w.dir, "newer")
	_, err := w.run("export", "--to", newer)
	w.must(err)
	w.must(os.Remove(w.path))
	w.fill(5)
	older := filepath.Join(w.dir, "older")
	_, err = w.run("export", "--to", older)
	w.must(err)
	for _, step := range []string{newer, older} {
		_, err = w.run("import", "--from", step)
		w.must(err)
		if got := w.nonce(); got != 9 {
			t.Fatalf("after import of %s: nonce %d", step, got)
		}
	}
}

// TestRecordRefuses holds each refusal against every command that it concerns, and
// sees that the record did not change.
func TestRecordRefuses(t *testing.T) {
	w := newRecordWorld(t)
	w.fill(5)
	backup := filepath.Join(w.dir, "backup")
	_, err := w.run("export", "--to", backup)
	w.must(err)
	content, err := os.ReadFile(w.path)
	w.must(err)
	commands := map[string][]string{
		"list": {"list"}, "export": {"export", "--to", filepath.Join(w.dir, "fresh")}, "restore": {"restore", "--from", backup},
		"import": {"import", "--from", backup}, "clear-stop": {"clear-stop", "--lane", w.stopped.Lane.String()},
	}
	_, foreign := w.newKey("others")
	wrong := w.write("wrong", "wrong\n")
	for name, command := range commands {
		t.Run(name, func(t *testing.T) {
			w.t = t
			check := func(what string, want error, args ...string) {
				t.Helper()
				if _, err := w.run(append(command, args...)...); !errors.Is(err, want) {
					t.Errorf("%s: %v, want %v", what, err, want)
				}
				if after, err := os.ReadFile(w.path); err != nil || !bytes.Equal(content, after) {
					t.Errorf("%s: the record has changed (%v)", what, err)
				}
			}
			check("wrong passphrase", keys.ErrPassphrase, "--account-passphrase-file", wrong)
			check("another's key", record.ErrForeign, "--account-keystore", foreign)
			running, err := record.Open(w.path, w.owner) // as the signer does
			w.must(err)
			check("running signer", record.ErrLocked)
			w.must(running.Close())
			if name == "restore" {
				return
			}
			w.must(os.Rename(w.path, w.path+".away"))
			if _, err := w.run(command...); !errors.Is(err, record.ErrMissing) {
				t.Errorf("missing record: %v", err)
			}
			w.must(os.Rename(w.path+".away", w.path))
			damaged := bytes.Replace(content, []byte(`"nonce":5`), []byte(`"nonce":4`), 1)
			w.must(os.WriteFile(w.path, damaged, 0o600))
			if _, err := w.run(command...); bytes.Equal(damaged, content) || !errors.Is(err, record.ErrDamaged) {
				t.Errorf("damaged record: %v", err)
			}
			w.must(os.WriteFile(w.path, content, 0o600))
		})
	}
	if _, err := os.Stat(filepath.Join(w.dir, "fresh")); err == nil {
		t.Error("a refused export left a file")
	}
}

func TestRecordRefusesDamagedBackup(t *testing.T) {
	w := newRecordWorld(t)
	w.fill(5)
	content, err := os.ReadFile(w.path)
	w.must(err)
	backup := w.write("backup", strings.Replace(string(content), `"nonce":5`, `"nonce":6`, 1))
	if _, err := w.run("import", "--from", backup); !errors.Is(err, record.ErrDamaged) {
		t.Errorf("import: %v", err)
	}
	w.must(os.Remove(w.path))
	if _, err := w.run("restore", "--from", backup); !errors.Is(err, record.ErrDamaged) {
		t.Errorf("restore: %v", err)
	}
	if _, err := os.Stat(w.path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a refused restore left a record: %v", err)
	}
}

func TestRecordClearStop(t *testing.T) {
	w := newRecordWorld(t)
	w.fill(5)
	second := record.Key{Lane: w.stopped.Lane, Inbox: messages.InboxID{7}}
	opened, err := record.Open(w.path, w.owner)
	w.must(err)
	w.must(opened.Stop(second, record.Stop{AtMillis: 2000, Why: "another"}))
	w.must(opened.Close())

	lane, inbox := "--lane="+w.stopped.Lane.String(), "--inbox="+second.Inbox.String()
	if _, err := w.run("clear-stop", lane); codeOf(err) != CodeUsage || !strings.Contains(err.Error(), "2 inboxes") {
		t.Errorf("two stops, no inbox: %v", err)
	}
	if _, err := w.run("clear-stop", "--lane="+w.running.Lane.String()); !errors.Is(err, record.ErrNotStopped) {
		t.Errorf("a lane that runs: %v", err)
	}
	_, err = w.run("clear-stop", lane, inbox)
	w.must(err)
	if _, err = w.run("clear-stop", lane, inbox); !errors.Is(err, record.ErrNotStopped) {
		t.Errorf("again: %v", err)
	}
	_, err = w.run("clear-stop", lane) // the one that is left
	w.must(err)
	for _, shown := range w.listed().Lanes {
		if shown.Stop != nil {
			t.Errorf("%+v is stopped still", shown)
		}
	}
}

func TestRecordUsage(t *testing.T) {
	w := newRecordWorld(t)
	w.fill(5)
	for says, args := range map[string][]string{
		"--to is required":           {"export"},
		"--from is required: the":    {"restore"},
		"--from is required":         {"import"},
		"--lane is required":         {"clear-stop"},
		`--lane: "0x12"`:             {"clear-stop", "--lane", "0x12"},
		`--inbox: "x"`:               {"clear-stop", "--lane", w.stopped.Lane.String(), "--inbox", "x"},
		"takes no arguments":         {"list", "all"},
		"account.keystore: empty":    {"list", "--account-keystore="},
		"unknown flag: --new-record": {"list", "--new-record"},
	} {
		if _, err := w.run(args...); codeOf(err) != CodeUsage || !strings.Contains(err.Error(), says) {
			t.Errorf("%v: %v, want a usage error that says %q", args, err, says)
		}
	}
	for _, name := range []string{"list", "export", "restore", "import", "clear-stop"} {
		out, err := runRecord(t, name, "--help")
		if err != nil || !strings.Contains(out, "Examples:") {
			t.Errorf("%s --help: %v\n%s", name, err, out)
		}
	}
}

func codeOf(err error) int {
	var exit *ExitError
	if errors.As(err, &exit) {
		return exit.Code
	}
	return 0
}
