package record

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/ethereum/go-ethereum/common"
	"github.com/gofrs/flock"

	"github.com/catenary-bridge/catenary/messages"
)

const (
	format  = "catenary-signing-record"
	version = 1
)

// document is the file's first line, JSON; the second is its MAC. A backup has
// the same form.
type document struct {
	Format   string         `json:"format"`
	Version  int            `json:"version"`
	Signer   common.Address `json:"signer"`
	Sequence uint64         `json:"sequence"` // grows with every change
	Entries  []entry        `json:"entries"`
}

type entry struct {
	Lane      messages.LaneID    `json:"lane"`
	Inbox     messages.InboxID   `json:"inbox"`
	Position  *messages.Position `json:"position"` // null: stopped before anything was claimed
	NotBefore int64              `json:"notBefore"`
	Stop      *Stop              `json:"stop"`
}

func (e *entry) key() Key     { return Key{e.Lane, e.Inbox} }
func (e *entry) claim() Claim { return Claim{*e.Position, e.NotBefore} }

const macPrefix = "hmac-sha256:"

// seal encodes the document with its MAC.
func (d *document) seal(owner Owner) []byte {
	line, err := json.Marshal(d)
	if err != nil {
		panic("record: a document of plain values cannot be encoded: " + err.Error())
	}
	return append(append(line, '\n'), []byte(macPrefix+hex.EncodeToString(mac(owner, line))+"\n")...)
}

func mac(owner Owner, line []byte) []byte {
	h := hmac.New(sha256.New, owner.Seal[:])
	h.Write([]byte("catenary signing record v1\x00")) // a hash never fails
	h.Write(line)
	return h.Sum(nil)
}

// decode reads exactly what seal writes. The signer is looked at before the MAC,
// only to say what is wrong: a foreign file fails both.
func decode(data []byte, owner Owner) (d document, err error) {
	line, rest, ok := bytes.Cut(data, []byte("\n"))
	if !ok {
		return d, fmt.Errorf("%w: it ends within its first line", ErrDamaged)
	}
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&d); err != nil {
		return d, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	switch {
	case d.Format != format || d.Version != version:
		return d, fmt.Errorf("%w: format %.40q version %d, want %q version %d", ErrDamaged, d.Format, d.Version, format, version)
	case d.Signer != owner.Address:
		return d, fmt.Errorf("%w: %s, this is %s", ErrForeign, d.Signer, owner.Address)
	}
	want := macPrefix + hex.EncodeToString(mac(owner, line)) + "\n"
	if !hmac.Equal(rest, []byte(want)) {
		return d, fmt.Errorf("%w: its MAC does not match its content and this signer's key", ErrDamaged)
	}
	for i := range d.Entries {
		if i > 0 && compare(d.Entries[i-1].key(), d.Entries[i].key()) >= 0 {
			return d, fmt.Errorf("%w: entries are not in order at %d", ErrDamaged, i)
		}
	}
	if d.Entries == nil || len(d.Entries) > MaxEntries {
		return d, fmt.Errorf("%w: %d entries, want at most %d", ErrDamaged, len(d.Entries), MaxEntries)
	}
	return d, nil
}

func load(path string, owner Owner) (document, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return document{}, fmt.Errorf("%w: %s", ErrMissing, path)
	}
	if err != nil {
		return document{}, fmt.Errorf("signing record: %w", err)
	}
	defer file.Close()
	data, err := readBounded(file)
	if err != nil {
		return document{}, err
	}
	d, err := decode(data, owner)
	if err != nil {
		return document{}, fmt.Errorf("%s: %w", path, err)
	}
	return d, nil
}

func readBounded(from io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(from, maxFileSize+1))
	if err != nil {
		return nil, fmt.Errorf("read signing record: %w", err)
	}
	if len(data) > maxFileSize {
		return nil, fmt.Errorf("%w: more than %d bytes", ErrDamaged, maxFileSize)
	}
	return data, nil
}

// replaceFile puts content in the place of the file, all or nothing, and returns
// when it will survive a power failure: the content is synced before the rename,
// or the new name could point to nothing; the directory after it, or the old name
// could come back.
func replaceFile(path string, content []byte) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("%w: %w", ErrWrite, err)
		}
	}()
	fresh := path + ".new"
	file, err := os.OpenFile(fresh, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if _, err = file.Write(content); err == nil {
		err = file.Sync()
	}
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return err
	}
	if err := os.Rename(fresh, path); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer dir.Close()
	return dir.Sync()
}

// lockOf locks a file beside the record: the record's own inode changes with
// every claim.
func lockOf(path string) *flock.Flock {
	return flock.New(path+".lock", flock.SetPermissions(0o600))
}

func acquire(path string) (release func(), err error) {
	lock := lockOf(path)
	ok, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock signing record: %w", err)
	}
	if !ok {
		return nil, fmt.Errorf("%w: %s", ErrLocked, path)
	}
	return func() { _ = lock.Unlock() }, nil
}
