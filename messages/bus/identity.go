package bus

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/nats-io/nkeys"
)

// Identity is a member's NKey: an Ed25519 key whose public half the server lists
// and whose private half never leaves the process.
type Identity struct {
	pair   nkeys.KeyPair
	public string
	ids    []byte // keys message ids, see messageID
}

// NewIdentity makes an identity from 32 bytes of the given randomness, which is
// crypto/rand.Reader outside tests.
func NewIdentity(random io.Reader) (Identity, error) {
	pair, err := nkeys.CreatePairWithRand(nkeys.PrefixByteUser, random)
	if err != nil {
		return Identity{}, fmt.Errorf("%w: create: %w", ErrIdentity, err)
	}
	return identityOf(pair)
}

// ParseIdentity reads a seed, "SU" and 56 characters of base32. Its errors never
// quote the seed.
func ParseIdentity(seed string) (Identity, error) {
	pair, err := nkeys.FromSeed([]byte(strings.TrimSpace(seed)))
	if err != nil {
		return Identity{}, fmt.Errorf("%w: not an NKey seed (58 characters that begin with SU)", ErrIdentity)
	}
	return identityOf(pair)
}

func identityOf(pair nkeys.KeyPair) (Identity, error) {
	public, err := pair.PublicKey()
	if err != nil {
		return Identity{}, fmt.Errorf("%w: %w", ErrIdentity, err)
	}
	if !nkeys.IsValidPublicUserKey(public) {
		return Identity{}, fmt.Errorf("%w: seed of another kind, %s, want a user's (SU...)", ErrIdentity, public)
	}
	seed, err := pair.Seed()
	if err != nil {
		return Identity{}, fmt.Errorf("%w: %w", ErrIdentity, err)
	}
	key := sha256.Sum256(append([]byte("catenary bus message ids v1\x00"), seed...))
	return Identity{pair: pair, public: public, ids: key[:]}, nil
}

// Public returns the public key: "U" and 55 characters. It is what the server
// lists.
func (i Identity) Public() string { return i.public }

// String returns the public key, so that a printed Identity shows no secret.
func (i Identity) String() string { return i.public }

// IsZero reports whether there is no key.
func (i Identity) IsZero() bool { return i.pair == nil }

// messageID derives the id by which the server drops repetitions. It is keyed:
// the server deduplicates per stream, not per writer, so whoever could compute
// another's next id could use it up and have the real message swallowed.
func (i Identity) messageID(subject string, body []byte) string {
	mac := hmac.New(sha256.New, i.ids)
	mac.Write([]byte(subject)) // a hash never fails
	mac.Write([]byte{0})
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// maxSeedFile bounds what is read of a seed file, in bytes.
const maxSeedFile = 1 << 10

// ReadIdentity reads a seed file. A file that others may read is refused: who has
// the seed writes in this member's name.
func ReadIdentity(path string) (Identity, error) {
	file, err := os.Open(path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return Identity{}, fmt.Errorf("%w: no seed file %s: make one with `catenary keys`: %w", ErrIdentity, path, err)
		}
		return Identity{}, fmt.Errorf("%w: %w", ErrIdentity, err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return Identity{}, fmt.Errorf("%w: %w", ErrIdentity, err)
	}
	if mode := info.Mode(); !mode.IsRegular() || mode.Perm()&0o077 != 0 {
		return Identity{}, fmt.Errorf("%w: seed file %s has mode %v, want a regular file that only its owner can read (0600)", ErrIdentity, path, mode)
	}
	seed, err := io.ReadAll(io.LimitReader(file, maxSeedFile))
	if err != nil {
		return Identity{}, fmt.Errorf("%w: read seed file: %w", ErrIdentity, err)
	}
	identity, err := ParseIdentity(string(seed))
	if err != nil {
		return Identity{}, fmt.Errorf("seed file %s: %w", path, err)
	}
	return identity, nil
}

// WriteFile stores the seed in a new file of mode 0600, synced to disk. An
// existing file is never overwritten: the identity in it may be a listed one.
func (i Identity) WriteFile(path string) (err error) {
	seed, err := i.pair.Seed()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrIdentity, err)
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("%w: store seed: %w", ErrIdentity, err)
	}
	defer func() {
		if closeErr := file.Close(); err == nil && closeErr != nil {
			err = fmt.Errorf("%w: store seed: %w", ErrIdentity, closeErr)
		}
	}()
	if _, err := file.Write(append(seed, '\n')); err != nil {
		return fmt.Errorf("%w: store seed: %w", ErrIdentity, err)
	}
	if err := file.Sync(); err != nil {
		return fmt.Errorf("%w: store seed: %w", ErrIdentity, err)
	}
	return nil
}

// ephemeral makes the identity of the embedded server's own admin connection: it
// lives as long as the process and is stored nowhere.
func ephemeral() (Identity, error) { return NewIdentity(rand.Reader) }
