package txsender

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"syscall"

	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/gofrs/flock"
)

// Journal is the local file of attempts. One line each: a checksum (CRC-32C, eight
// hex digits), a space, and a JSON record. A line that was cut off by a crash, or
// damaged, is left out; the others stand, because each one proves itself: its
// transaction is signed by us. Whoever tampers with the file can make us forget an
// attempt or broadcast an old one again, which the chain refuses.
type Journal struct {
	path string
	file journalFile
	lock *flock.Flock
	size int64

	compactFrom int64 // size at which to compact

	loaded  []*types.Transaction // attempts that are not known to be done
	damaged int                  // lines left out
}

// journalFile is the open file; *os.File is one.
type journalFile interface {
	io.WriteCloser
	io.ReaderAt
	Stat() (os.FileInfo, error)
	Sync() error
	Truncate(size int64) error
}

// errNotWritten: there is no room for a line, and the file is as it was. Trying again
// later is all that is needed.
var errNotWritten = errors.New("there is no room for it")

// record is one line. Either an attempt, or that all attempts at a nonce are over.
type record struct {
	Attempt hexutil.Bytes `json:"attempt,omitempty"` // the signed transaction (EIP-2718)
	Done    *jsonNonce    `json:"done,omitempty"`    // a nonce
}

// jsonNonce is a nonce as the journal writes it.
type jsonNonce = hexutil.Uint64

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// OpenJournal opens or creates the file, mode 0600, and locks it against a second
// process. What it holds is read; see Damaged.
func OpenJournal(path string) (*Journal, error) {
	lock := flock.New(path + ".lock")
	locked, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("txsender: lock journal: %w", err)
	}
	if !locked {
		return nil, fmt.Errorf("txsender: journal %s is in use by another process: two senders of one account would fight over nonces", path)
	}
	j := &Journal{path: path, lock: lock, compactFrom: compactAt}
	if err := j.open(); err != nil {
		return nil, errors.Join(fmt.Errorf("txsender: open journal %s: %w", path, err), lock.Unlock())
	}
	return j, nil
}

func (j *Journal) open() error {
	file, err := os.OpenFile(j.path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	j.file = file
	if err := j.load(); err != nil {
		return errors.Join(err, file.Close())
	}
	return nil
}

// Damaged returns how many lines could not be read when the journal was opened.
func (j *Journal) Damaged() int { return j.damaged }

// load reads the file and, if its last line was cut off, ends it.
func (j *Journal) load() error {
	info, err := j.file.Stat()
	if err != nil {
		return err
	}
	if info.Size() > maxJournalBytes {
		return fmt.Errorf("%d bytes, want at most %d: move it away, the nonces are read from the chain", info.Size(), maxJournalBytes)
	}
	j.size = info.Size()
	byNonce := make(map[uint64][]*types.Transaction)
	var order []uint64
	reader := bufio.NewReader(io.NewSectionReader(j.file, 0, info.Size()))
	for {
		line, err := reader.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			if len(line) > 0 {
				j.damaged++
				// The next line must not grow out of half a one.
				if err := j.write([]byte("\n")); err != nil {
					return err
				}
			}
			break
		}
		if err != nil {
			return err
		}
		if len(line) == 1 {
			continue
		}
		attempt, done, err := decodeLine(line[:len(line)-1])
		switch {
		case err != nil:
			j.damaged++
		case attempt != nil:
			if _, known := byNonce[attempt.Nonce()]; !known {
				order = append(order, attempt.Nonce())
			}
			byNonce[attempt.Nonce()] = append(byNonce[attempt.Nonce()], attempt)
		default:
			byNonce[done] = nil
		}
	}
	for _, nonce := range order {
		j.loaded = append(j.loaded, byNonce[nonce]...)
	}
	return nil
}

// Append writes an attempt and returns when it is on disk. An error that wraps
// errNotWritten leaves the file as it was; after any other, nobody knows what it holds.
func (j *Journal) Append(tx *types.Transaction) error {
	raw, err := tx.MarshalBinary()
	if err != nil {
		return fmt.Errorf("txsender: encode attempt: %w", err)
	}
	return j.append(record{Attempt: raw})
}

// Done notes that no attempt at the nonce matters any more.
func (j *Journal) Done(nonce uint64) error {
	return j.append(record{Done: (*jsonNonce)(&nonce)})
}

func (j *Journal) append(r record) error {
	line, err := encodeLine(r)
	if err != nil {
		return err
	}
	if err := j.write(line); err != nil {
		return fmt.Errorf("txsender: write journal %s: %w", j.path, err)
	}
	return nil
}

func (j *Journal) write(line []byte) error {
	n, err := j.file.Write(line)
	switch {
	case isFull(err):
		// Half a line would spoil the next one. Nothing of it was to be synced, so that
		// this is not the case in which a disk forgets.
		if n > 0 {
			if cutErr := j.file.Truncate(j.size); cutErr != nil {
				return errors.Join(err, cutErr)
			}
		}
		return fmt.Errorf("%w: %w", errNotWritten, err)
	case err != nil:
		return err
	}
	j.size += int64(n)
	return j.file.Sync()
}

// isFull reports whether a disk, a quota or a limit of the process left no room.
func isFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG)
}

// NeedsCompaction reports whether the file holds much that is over.
func (j *Journal) NeedsCompaction() bool { return j.size > j.compactFrom }

// Compact replaces the file by one that holds only these attempts. A crash leaves
// either the old file or the new one. An error that wraps errNotWritten leaves the old
// one in use.
func (j *Journal) Compact(live []*types.Transaction) error {
	var content bytes.Buffer
	for _, tx := range live {
		raw, err := tx.MarshalBinary()
		if err != nil {
			return fmt.Errorf("txsender: encode attempt: %w", err)
		}
		line, err := encodeLine(record{Attempt: raw})
		if err != nil {
			return err
		}
		content.Write(line)
	}
	if err := j.replace(content.Bytes()); err != nil {
		return fmt.Errorf("txsender: compact journal %s: %w", j.path, err)
	}
	return nil
}

func (j *Journal) replace(content []byte) error {
	fresh, err := os.OpenFile(j.path+".new", os.O_RDWR|os.O_CREATE|os.O_TRUNC|os.O_APPEND, 0o600)
	if err == nil {
		if _, err = fresh.Write(content); err == nil {
			err = fresh.Sync()
		}
		if err == nil {
			err = os.Rename(j.path+".new", j.path)
		}
		if err != nil {
			err = errors.Join(err, fresh.Close(), os.Remove(j.path+".new")) // it takes room that is wanted
		}
	}
	if err != nil {
		j.compactFrom = j.size + compactAt // not at every step
		return fmt.Errorf("%w: %w", errNotWritten, err)
	}
	old := j.file
	j.file, j.size, j.compactFrom = fresh, int64(len(content)), compactAt
	return errors.Join(old.Close(), syncFolder(filepath.Dir(j.path)))
}

// syncFolder makes a rename durable.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// Close unlocks and closes the file.
func (j *Journal) Close() error { return errors.Join(j.file.Close(), j.lock.Unlock()) }

func encodeLine(r record) ([]byte, error) {
	body, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("txsender: encode journal record: %w", err)
	}
	return fmt.Appendf(nil, "%08x %s\n", crc32.Checksum(body, castagnoli), body), nil
}

// decodeLine reads a line without its end.
func decodeLine(line []byte) (attempt *types.Transaction, done uint64, err error) {
	if len(line) < 10 || line[8] != ' ' {
		return nil, 0, errors.New("journal line has no checksum")
	}
	want, err := strconv.ParseUint(string(line[:8]), 16, 32)
	if err != nil {
		return nil, 0, fmt.Errorf("journal line: checksum: %w", err)
	}
	body := line[9:]
	if got := crc32.Checksum(body, castagnoli); uint64(got) != want {
		return nil, 0, fmt.Errorf("journal line: checksum %08x, want %08x", want, got)
	}
	var r record
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&r); err != nil {
		return nil, 0, fmt.Errorf("journal line: %w", err)
	}
	switch {
	case r.Done != nil && r.Attempt == nil:
		return nil, uint64(*r.Done), nil
	case r.Done == nil && r.Attempt != nil:
		attempt = new(types.Transaction)
		if err := attempt.UnmarshalBinary(r.Attempt); err != nil {
			return nil, 0, fmt.Errorf("journal line: attempt: %w", err)
		}
		return attempt, 0, nil
	}
	return nil, 0, errors.New("journal line: want an attempt or a nonce that is done")
}
