package consensus

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// FileJournal is a Journal in a directory, one file a validator. A file is its magic, the keccak256 of the rest, and a
// Durable. It is replaced as a whole, so that a crash leaves the old state or the new one; an append-only log would
// save the second sync, but its torn last record could not be told from one that somebody cut off.
//
// It is for validators that have a process of their own. No command has such validators so far, and none uses it: those
// of a devnet need no journal (package comment).
//
// A validator without a file starts without memory: whoever removes a file vouches that the validator has signed
// nothing at the height after its ledger's head. An older file that was once genuine is not found out either.
type FileJournal struct{ dir string }

var journalMagic = []byte("catenary qbft journal 1\n")

const journalHeader = 24 + common.HashLength // magic and checksum, bytes

// NewFileJournal returns a journal in a directory, which is made if it does not exist; the one around it has to. Two
// processes must not share it.
func NewFileJournal(dir string) (*FileJournal, error) {
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("make journal directory: %w", err)
	}
	// A file in a directory that a power failure takes away was not saved; of several new ones only the last would be safe.
	if err := syncDir(filepath.Dir(dir)); err != nil {
		return nil, fmt.Errorf("make journal directory: %w", err)
	}
	return &FileJournal{dir: dir}, nil
}

func (j *FileJournal) path(validator common.Address) string {
	return filepath.Join(j.dir, validator.Hex()+".journal")
}

// Load implements Journal.
func (j *FileJournal) Load(validator common.Address) (*Durable, error) {
	path := j.path(validator)
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read journal: %w", err)
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, int64(journalHeader+maxDurableBytes+1)))
	if err != nil {
		return nil, fmt.Errorf("read journal %s: %w", path, err)
	}
	d, err := decodeJournal(content)
	if err == nil && d.Validator != validator {
		err = fmt.Errorf("%w: it is of validator %s", ErrJournal, d.Validator)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return d, nil
}

func decodeJournal(content []byte) (*Durable, error) {
	if len(content) < journalHeader || !bytes.HasPrefix(content, journalMagic) {
		return nil, fmt.Errorf("%w: its %d bytes do not begin with %q and a checksum", ErrJournal, len(content), journalMagic)
	}
	sum, payload := content[len(journalMagic):journalHeader], content[journalHeader:]
	if want := crypto.Keccak256(payload); !bytes.Equal(sum, want) {
		return nil, fmt.Errorf("%w: its %d bytes have checksum %x, it says %x", ErrJournal, len(payload), want, sum)
	}
	return DecodeDurable(payload)
}

// Save implements Journal.
func (j *FileJournal) Save(d *Durable) error {
	payload, err := d.Encode()
	if err != nil {
		return err
	}
	path := j.path(d.Validator)
	if err := replaceFile(path, journalMagic, crypto.Keccak256(payload), payload); err != nil {
		return fmt.Errorf("write journal %s: %w", path, err)
	}
	return nil
}

// replaceFile puts a file in place all or nothing and returns when it will survive a power failure: the content is
// synced before the rename, or the new name could lead to nothing; the directory after it, or the old one could be back.
func replaceFile(path string, parts ...[]byte) (err error) {
	fresh := path + ".new"
	file, err := os.OpenFile(fresh, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	for _, part := range parts {
		if err == nil {
			_, err = file.Write(part)
		}
	}
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	if err := os.Rename(fresh, path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

func syncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// save writes what must not be forgotten before the messages that say it leave. A validator that cannot is silent from
// then on, which others survive; one that goes on is a liar after its next crash.
func (l *loop) save(out Ready) error {
	if out.Abstains != nil {
		l.v.log.Error("this validator does not vote at this height", "error", out.Abstains)
	}
	if out.Durable == nil || l.v.cfg.Journal == nil {
		return nil
	}
	return l.v.cfg.Journal.Save(out.Durable)
}

// restore tells a new machine what it has signed in its former lives. What a damaged journal held was signed at the
// height after the durable head at the highest, because no later one had begun.
func (v *Validator) restore(machine *Machine, head uint64) error {
	if v.cfg.Journal == nil {
		return nil
	}
	d, err := v.cfg.Journal.Load(v.self)
	switch {
	case errors.Is(err, ErrJournal):
		machine.Abstain(head+1, err)
	case err != nil:
		return err
	case d != nil:
		return machine.Restore(d)
	}
	return nil
}
