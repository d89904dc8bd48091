package e2e_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/catenary-bridge/catenary/cmd/catenary/cli"
	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/e2e"
	"github.com/catenary-bridge/catenary/signer/record"
)

// spoiling is a signing record that something happens to.
type spoiling struct {
	t      *testing.T
	n      *e2e.Net
	config daemon.SignerConfig // of the signer whose record it is
	file   string
	backup string // export of nonce 5, while the key has signed up to 10
	newest string // copy of what was lost
}

// TestSigningRecordLost attacks a signer's memory while it is down: its record is
// deleted, cut, or replaced by an old copy that is genuine. It must not sign before its
// operator has mended that by the documented way; the other signers go on without it.
func TestSigningRecordLost(t *testing.T) {
	t.Parallel()
	for _, story := range []struct {
		name    string
		spoil   func(*spoiling)
		refused string // what the operator is told
		mend    func(*spoiling)
	}{
		{"deleted, restored from a backup", (*spoiling).remove, record.ErrMissing.Error(), (*spoiling).restoreAndVouch},
		{"deleted, no backup", (*spoiling).remove, record.ErrMissing.Error(), (*spoiling).vouchForNothing},
		{"truncated", (*spoiling).truncate, record.ErrDamaged.Error(), func(s *spoiling) { s.remove(); s.restoreAndVouch() }},
		{"rolled back", (*spoiling).rollBack, "the record was rolled back or lost", (*spoiling).importNewest},
	} {
		t.Run(story.name, func(t *testing.T) {
			t.Parallel()
			n := e2e.Prepare(t, e2e.Config{})
			n.StartRelayer(nil, nil)
			n.StartSigner(n.Signers[1], nil)
			// Two of three are needed and two are there: what is delivered, both have approved.
			job := n.SignerJob(n.Signers[0], nil)
			s := &spoiling{t: t, n: n, config: *job.Signer, file: filepath.Join(job.Signer.Data, "record.json")}
			s.config.NewRecord = false
			first := n.StartProcess("signer", job)
			n.Ping(n.Left, n.Right, 1, 5)
			n.AwaitExactlyOnce(n.Right, n.Left, 5)
			first.Stop()
			s.backup = filepath.Join(n.Dir, "backup.json")
			s.catenary("export", "--to", s.backup)
			second := s.start()
			n.Ping(n.Left, n.Right, 6, 5)
			n.AwaitExactlyOnce(n.Right, n.Left, 10)
			second.Stop()
			s.newest = filepath.Join(n.Dir, "newest.json")
			copyFile(t, s.file, s.newest)

			story.spoil(s)
			s.start().AwaitRefusal(story.refused)
			third := n.StartSigner(n.Signers[2], nil)
			n.Ping(n.Left, n.Right, 11, 5)
			n.AwaitExactlyOnce(n.Right, n.Left, 15)
			third.Stop()

			story.mend(s)
			n.Ping(n.Left, n.Right, 16, 5)
			n.AwaitExactlyOnce(n.Right, n.Left, 20)
			if got := claimed(t, s.file); got != 20 {
				t.Fatalf("the mended record ends at nonce %d, want 20", got)
			}
		})
	}
}

func (s *spoiling) start() *e2e.Process {
	s.t.Helper()
	return s.n.StartProcess("signer", e2e.Job{Signer: &s.config})
}

func (s *spoiling) remove() { must(s.t, os.Remove(s.file)) }

func (s *spoiling) truncate() {
	info, err := os.Stat(s.file)
	must(s.t, err)
	must(s.t, os.Truncate(s.file, info.Size()/2))
}

func (s *spoiling) rollBack() { copyFile(s.t, s.backup, s.file) }

// restoreAndVouch: the backup is older than what the key has signed, which its
// approvals on the bus show; the operator vouches that they are all there are.
func (s *spoiling) restoreAndVouch() {
	s.catenary("restore", "--from", s.backup)
	s.start().AwaitRefusal("the record was rolled back or lost")
	s.config.Vouch = true
	s.start()
}

func (s *spoiling) vouchForNothing() {
	s.config.NewRecord, s.config.Vouch = true, true
	s.start().AwaitLog("operator vouches")
}

// importNewest: what was lost is found again, and no word is needed.
func (s *spoiling) importNewest() {
	s.catenary("import", "--from", s.newest)
	s.start()
}

// catenary runs `catenary signer record …` as an operator would.
func (s *spoiling) catenary(args ...string) {
	s.t.Helper()
	var out, errOut bytes.Buffer
	command := cli.Root(cli.Terminal(nil, &out, &errOut, nil))
	command.SetArgs(append([]string{"signer", "record", "--data", s.config.Data, "--account-keystore", s.config.Account.Keystore,
		"--account-passphrase-file", s.config.Account.PassphraseFile}, args...))
	if err := command.ExecuteContext(s.t.Context()); err != nil {
		s.t.Fatalf("signer record %s: %v\n%s", args[0], err, &errOut)
	}
}

// TestSigningRecordSpoiledUnderItsSigner attacks the file of a signer that runs. What
// the signer knows counts: its next claim makes the file whole again.
func TestSigningRecordSpoiledUnderItsSigner(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{Signers: 2, Threshold: 2})
	n.StartRelayer(nil, nil)
	n.StartSigner(n.Signers[0], nil)
	job := n.SignerJob(n.Signers[1], nil)
	s := &spoiling{t: t, n: n, config: *job.Signer, file: filepath.Join(job.Signer.Data, "record.json"), backup: filepath.Join(n.Dir, "old.json")}
	s.config.NewRecord = false
	signer := n.StartProcess("signer", job)
	n.Ping(n.Left, n.Right, 1, 5)
	n.AwaitExactlyOnce(n.Right, n.Left, 5)
	copyFile(t, s.file, s.backup)
	sent := uint64(5)
	for _, spoil := range []func(*spoiling){(*spoiling).remove, (*spoiling).truncate, (*spoiling).rollBack} {
		spoil(s)
		n.Ping(n.Left, n.Right, sent+1, 5)
		sent += 5
		n.AwaitExactlyOnce(n.Right, n.Left, sent)
		if got := claimed(t, s.file); got != sent {
			t.Fatalf("the record ends at nonce %d, want %d", got, sent)
		}
	}
	signer.Stop()
	s.start()
	n.Ping(n.Left, n.Right, sent+1, 5)
	n.AwaitExactlyOnce(n.Right, n.Left, sent+5)
}

// TestSigningRecordOfAnotherSigner attacks with a record that is genuine, and another
// signer's: the one that finds it in its place does not start, the others go on.
func TestSigningRecordOfAnotherSigner(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{})
	n.StartRelayer(nil, nil)
	n.StartSigner(n.Signers[1], nil)
	job := n.SignerJob(n.Signers[0], nil)
	n.StartProcess("signer", job)
	n.Ping(n.Left, n.Right, 1, 5)
	n.AwaitExactlyOnce(n.Right, n.Left, 5)
	other := n.SignerJob(n.Signers[2], nil)
	other.Signer.NewRecord = false
	must(t, os.MkdirAll(other.Signer.Data, 0o700))
	copyFile(t, filepath.Join(job.Signer.Data, "record.json"), filepath.Join(other.Signer.Data, "record.json"))
	n.StartProcess("signer with another's record", other).AwaitRefusal(record.ErrForeign.Error())
	n.Ping(n.Left, n.Right, 6, 5)
	n.AwaitExactlyOnce(n.Right, n.Left, 10)
}

// TestSignerOnTwoMachines attacks with a copy of all that a signer has, key, identity
// and record, that runs beside it: each of the two remembers half of what the key has
// signed. One of them finds out and ends; it does not start again.
func TestSignerOnTwoMachines(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{Signers: 2, Threshold: 2})
	n.StartRelayer(nil, nil)
	n.StartSigner(n.Signers[0], nil)
	job := n.SignerJob(n.Signers[1], nil)
	original := n.StartProcess("original", job)
	n.Ping(n.Left, n.Right, 1, 5)
	n.AwaitExactlyOnce(n.Right, n.Left, 5)
	moved := n.SignerJob(n.Signers[1], func(c *daemon.SignerConfig) { c.Data = filepath.Join(n.Dir, "copy") })
	moved.Signer.NewRecord = false
	must(t, os.MkdirAll(moved.Signer.Data, 0o700))
	copyFile(t, filepath.Join(job.Signer.Data, "record.json"), filepath.Join(moved.Signer.Data, "record.json"))
	twin := n.StartProcess("copy", moved)
	twin.AwaitReady()
	const told = "another process signs with this key"
	sent := uint64(5)
	n.Eventually("one of the two finds out", func() bool {
		n.Ping(n.Left, n.Right, sent+1, 1)
		sent++
		n.AwaitExactlyOnce(n.Right, n.Left, sent)
		return strings.Contains(original.Log(), told) || strings.Contains(twin.Log(), told)
	})
	loser, again := twin, moved
	if strings.Contains(original.Log(), told) {
		loser, again = original, job
	}
	loser.AwaitRefusal(told)
	again.Signer.NewRecord = false
	n.StartProcess("the one that ended", again).AwaitRefusal(told)
	n.Ping(n.Left, n.Right, sent+1, 5)
	if !strings.Contains(original.Log(), told) || !strings.Contains(twin.Log(), told) {
		n.AwaitExactlyOnce(n.Right, n.Left, sent+5)
	}
}

// claimed reads the highest nonce that a signing record holds.
func claimed(t *testing.T, file string) (highest uint64) {
	t.Helper()
	content, err := os.ReadFile(file)
	must(t, err)
	var document struct {
		Entries []struct {
			Position *struct{ Nonce json.Number }
		}
	}
	line, _, _ := bytes.Cut(content, []byte("\n"))
	must(t, json.Unmarshal(line, &document))
	for _, e := range document.Entries {
		if e.Position == nil {
			continue
		}
		var nonce uint64
		_, err := fmt.Sscan(strings.Trim(e.Position.Nonce.String(), `"`), &nonce)
		must(t, err)
		highest = max(highest, nonce)
	}
	return highest
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	must(t, err)
	must(t, os.WriteFile(to, content, 0o600))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
