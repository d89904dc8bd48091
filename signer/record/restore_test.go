package record

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// TestAttackCrashWhileRestoring: a restore that dies at any moment leaves no record
// or the whole one. An empty one would let the signer start without memory. Whoever
// looks meanwhile sees what a crash would leave.
func TestAttackCrashWhileRestoring(t *testing.T) {
	r, _ := fresh(t)
	must(t, advance(r, laneA, 5))
	var backup bytes.Buffer
	must(t, r.Export(&backup))
	path := filepath.Join(t.TempDir(), "restored")
	done := make(chan error, 1)
	go func() { done <- Restore(path, owner, bytes.NewReader(backup.Bytes())) }()
	for {
		content, err := os.ReadFile(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			t.Fatal(err)
		case !bytes.Equal(content, backup.Bytes()):
			t.Fatalf("seen on disk while restoring:\n%s", content)
		}
		select {
		case err := <-done:
			must(t, err)
			if claim, ok := open(t, path).Highest(laneA); !ok || claim.Position != at(5) {
				t.Fatalf("restored claim %+v", claim)
			}
			return
		default:
		}
	}
}

func TestOpenWithoutDirectoryIsMissing(t *testing.T) {
	_, err := Open(filepath.Join(t.TempDir(), "absent", "record"), owner)
	wantErr(t, err, ErrMissing)
}

func TestOnlyAStopCanBeCleared(t *testing.T) {
	r, path := fresh(t)
	must(t, advance(r, laneA, 5))
	before, err := os.ReadFile(path)
	must(t, err)
	wantErr(t, r.ClearStop(laneA), ErrNotStopped)
	wantErr(t, r.ClearStop(laneB), ErrNotStopped)
	after, err := os.ReadFile(path)
	must(t, err)
	if !bytes.Equal(before, after) || len(r.List()) != 1 {
		t.Error("a refused ClearStop changed the record")
	}
}
