package parlia

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// The vectors are headers of real networks and messages of other light clients, and
// not part of the repository. What a file holds is told by its content: headers of a
// chain, or update messages of IBC's parlia client.

// headerFile is a chain's headers, not all of them consecutive.
type headerFile struct {
	ChainID uint64 `json:"chain_id"`
	Headers []struct {
		RLP hexutil.Bytes `json:"rlp"`
	} `json:"headers"`
}

// message is an update message, in protobuf.
type message struct {
	Name string `json:"fn"`
	Hex  string `json:"hex"`
}

type vectors struct {
	headers  map[string]headerFile
	messages map[string][]message
}

func readVectors(t testing.TB) vectors {
	t.Helper()
	root := os.Getenv("CATENARY_VECTORS")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared", "data")
	}
	names, err := filepath.Glob(filepath.Join(root, "parlia", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	if len(names) == 0 {
		t.Skipf("no test data: set CATENARY_VECTORS to the folder that holds parlia/*.json")
	}
	v := vectors{headers: make(map[string]headerFile), messages: make(map[string][]message)}
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var headers headerFile
		var messages []message
		switch base := filepath.Base(name); {
		case json.Unmarshal(content, &headers) == nil && len(headers.Headers) > 0:
			v.headers[base] = headers
		case json.Unmarshal(content, &messages) == nil && len(messages) > 0:
			v.messages[base] = messages
		default:
			t.Errorf("%s holds neither headers nor messages", name)
		}
	}
	return v
}

// recording is the headers of one chain, by number.
type recording struct {
	network Network
	headers map[uint64]*types.Header
}

func (r recording) numbers() []uint64 {
	numbers := make([]uint64, 0, len(r.headers))
	for n := range r.headers {
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	return numbers
}

// record gathers headers. Epoch blocks tell the length of epochs, since no other block
// is so long or begins so.
func record(t testing.TB, file headerFile) recording {
	t.Helper()
	r := recording{headers: make(map[uint64]*types.Header)}
	var length uint64
	for _, recorded := range file.Headers {
		b := recorded.RLP
		h, err := DecodeHeader(b)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := EncodeHeader(h); err != nil || !bytes.Equal(again, b) {
			t.Fatalf("header %v would be encoded as %x, %v", h.Number, again, err)
		}
		r.headers[h.Number.Uint64()] = h
		if len(h.Extra) > minExtraBytes && h.Extra[vanityBytes] < 0xc0 {
			for a, b := h.Number.Uint64(), length; ; a, b = b, a%b {
				if b == 0 {
					length = a
					break
				}
			}
		}
	}
	if length == 0 { // and so nothing is told of validators
		length = r.lengthWithout(t)
	}
	r.network = Network{ChainID: file.ChainID, Forks: []Fork{{EpochLength: length, VoteDepth: r.depth(t, length), Milliseconds: true}}}
	return r
}

// lengthWithout returns a length of epochs of which no recorded block is the first.
func (r recording) lengthWithout(t testing.TB) uint64 {
	t.Helper()
	for _, length := range []uint64{1000, 500, 200} {
		if !slices.ContainsFunc(r.numbers(), func(n uint64) bool { return n%length == 0 }) {
			return length
		}
	}
	t.Fatal("there are blocks at which epochs of every usual length begin, and none announces validators")
	return 0
}

// depth tells whether the headers are from before the fork that lets them attest more
// than their parents.
func (r recording) depth(t testing.TB, epochLength uint64) uint64 {
	t.Helper()
	for n, h := range r.headers {
		extra, err := DecodeExtra(h.Extra, n%epochLength == 0)
		if err != nil {
			t.Fatalf("header %d: %v", n, err)
		}
		if a := extra.Attestation; a != nil && a.Data.TargetNumber+1 < n {
			return fermiDepth
		}
	}
	return 1
}

// epochAt returns the set that a recorded epoch block announces.
func (r recording) epochAt(t testing.TB, number uint64) *epoch {
	t.Helper()
	h := r.headers[number]
	if h == nil {
		return nil
	}
	e, err := DecodeExtra(h.Extra, true)
	if err != nil {
		t.Fatalf("header %d: %v", number, err)
	}
	return newEpoch(number, h.Hash(), e.Epoch)
}

// before returns what holds before a block, if the announcements that decide it are
// recorded.
func (r recording) before(t testing.TB, number uint64) (snapshot, bool) {
	t.Helper()
	length := r.network.Forks[0].EpochLength
	last := (number - 1) - (number-1)%length
	set := r.epochAt(t, last)
	if set == nil || last < length {
		return snapshot{}, false
	}
	former := r.epochAt(t, last-length)
	if former == nil {
		return snapshot{}, false
	}
	return snapshot{number: number - 1, epochLength: length, terms: []term{
		{from: last, epoch: former}, {from: last + former.switchDelay() + 1, epoch: set},
	}}, true
}

// TestVectorHeaders checks each recorded header by itself: its hash is the one that
// its child names, its seal its miner's for that chain, its attestation a quorum's.
// Where the announcements that decide are recorded, set and turn are checked too, and
// where none is, nothing of seals and votes.
func TestVectorHeaders(t *testing.T) {
	v := readVectors(t)
	for name, file := range v.headers {
		t.Run(name, func(t *testing.T) {
			r := record(t, file)
			var sealed, attested, exact int
			for _, n := range r.numbers() {
				c, err := read(r.headers[n], r.network)
				if err != nil {
					t.Fatalf("header %d: %v", n, err)
				}
				mustSurviveJSON(t, r.headers[n])
				if child := r.headers[n+1]; child != nil && child.ParentHash != c.hash() {
					t.Errorf("header %d has hash %s, its child says %s", n, c.hash(), child.ParentHash)
				}
				known, ok := r.before(t, n)
				set := known.setFor
				if ok {
					exact++
				} else if r.anySet(t) == nil {
					continue
				} else { // no announcement is recorded that decides: any will do that fits
					set = func(uint64) *epoch { return r.anySet(t) }
				}
				if err := c.checkSeal(set(n), r.network.ChainID); err != nil && (ok || !strings.Contains(err.Error(), "difficulty")) {
					t.Errorf("header %d: %v", n, err)
				}
				if err := c.checkSeal(set(n), r.network.ChainID+1); !errors.Is(err, lightclient.ErrSeals) {
					t.Errorf("header %d for another chain: %v", n, err)
				}
				sealed++
				extra, err := DecodeExtra(c.header.Extra, n%r.network.Forks[0].EpochLength == 0)
				if err != nil || !bytes.Equal(extra.Encode(), c.header.Extra) {
					t.Fatalf("header %d: extraData is not as this package writes it, %v", n, err)
				}
				if extra.Attestation == nil {
					continue
				}
				if err := set(extra.Attestation.Data.TargetNumber).checkVotes(extra.Attestation); err != nil {
					t.Errorf("header %d: %v", n, err)
				}
				attested++
			}
			t.Logf("%d headers sealed, %d attestations by a quorum, %d headers with both announcements before them", sealed, attested, exact)
		})
	}
}

// mustSurviveJSON requires that a header has the same hash after it went through
// JSON-RPC.
func mustSurviveJSON(t testing.TB, h *types.Header) {
	t.Helper()
	b, err := json.Marshal(h)
	if err != nil {
		t.Fatal(err)
	}
	again := new(types.Header)
	if err := json.Unmarshal(b, again); err != nil || again.Hash() != h.Hash() {
		t.Errorf("header %d has hash %s after JSON, %v, want %s", h.Number, again.Hash(), err, h.Hash())
	}
}

func (r recording) anySet(t testing.TB) *epoch {
	for _, n := range r.numbers() {
		if n%r.network.Forks[0].EpochLength == 0 {
			return r.epochAt(t, n)
		}
	}
	return nil
}

// TestVectorRuns follows each run of three or more consecutive headers from the run
// before, over the gap between them, and finds final what is.
func TestVectorRuns(t *testing.T) {
	v := readVectors(t)
	for name, file := range v.headers {
		t.Run(name, func(t *testing.T) {
			r := record(t, file)
			var state TrustedState
			runs := 0
			for _, run := range r.runs() {
				first := run[0].Number.Uint64()
				now := time.Unix(int64(run[len(run)-1].Time), 0)
				if known, ok := r.before(t, first+1); state.IsZero() && ok {
					c, err := read(run[0], r.network)
					if err != nil {
						t.Fatal(err)
					}
					state, run = TrustedState{place: place{claim: c, after: known}}, run[1:]
				}
				if state.IsZero() || len(run) < 3 {
					continue
				}
				next, err := Verify(state, run, now, DefaultParams(r.network))
				if err != nil {
					t.Fatalf("headers from %d on: %v", first, err)
				}
				if want := run[len(run)-3].Number.Uint64(); next.number() != want {
					t.Errorf("headers from %d to %d make %d final, want %d", first, run[len(run)-1].Number, next.number(), want)
				}
				state = next
				runs++
			}
			if runs == 0 {
				t.Skip("there is no run of headers with the announcements recorded that decide its validators")
			}
			t.Logf("%d runs followed, up to block %d", runs, state.number())
		})
	}
}

// runs returns the consecutive headers.
func (r recording) runs() (runs [][]*types.Header) {
	for i, numbers := 0, r.numbers(); i < len(numbers); i++ {
		h := r.headers[numbers[i]]
		if i == 0 || numbers[i-1]+1 != numbers[i] {
			runs = append(runs, nil)
		}
		runs[len(runs)-1] = append(runs[len(runs)-1], h)
	}
	return runs
}

// TestVectorMessages verifies the headers of each update message by the sets that the
// message names, from the height that it trusts: those that the other client accepts
// are final, those that it refuses are refused.
func TestVectorMessages(t *testing.T) {
	v := readVectors(t)
	for name, messages := range v.messages {
		for i, m := range messages {
			t.Run(fmt.Sprintf("%s/%d %s", name, i, m.Name), func(t *testing.T) {
				update := parseMessage(t, m.Hex)
				if len(update.headers) == 0 {
					t.Skip("it has no headers: it is no update")
				}
				r := v.chainOf(t, update.headers)
				headers := make([]*types.Header, len(update.headers))
				for k, b := range update.headers {
					h, err := DecodeHeader(b)
					if err != nil {
						t.Fatal(err)
					}
					headers[k] = h
				}
				now := time.Unix(int64(headers[len(headers)-1].Time), 0)
				state, err := Verify(update.trusted(t, headers[0], r.network), headers, now, DefaultParams(r.network))
				refused := strings.HasPrefix(m.Name, "error")
				if refused != (err != nil) {
					t.Fatalf("error is %v, want one: %t", err, refused)
				}
				if !refused && state.number() < headers[0].Number.Uint64() {
					t.Errorf("header %d is final, want %v or one above", state.number(), headers[0].Number)
				}
			})
		}
	}
}

// chainOf returns the network of recorded headers to which a message belongs.
func (v vectors) chainOf(t *testing.T, encoded [][]byte) recording {
	t.Helper()
	for _, file := range v.headers {
		r := record(t, file)
		if r.anySet(t) == nil {
			continue
		}
		h, err := DecodeHeader(encoded[0])
		if err != nil {
			t.Fatal(err)
		}
		c, err := read(h, r.network)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.checkSeal(r.anySet(t), file.ChainID); err == nil || !strings.Contains(err.Error(), "over chain id") {
			return r
		}
	}
	t.Skip("no headers are recorded of the chain that this message belongs to, which names no chain id")
	return recording{}
}

// update is the content of a message (parlia.proto of datachainlab's client).
type update struct {
	headers           [][]byte
	trustedHeight     uint64
	current, previous Announcement
}

// trusted returns the state that a message builds on: nothing is known of the header
// itself but its height, and its hash if the message's headers are linked to it.
func (u update) trusted(t *testing.T, first *types.Header, network Network) TrustedState {
	t.Helper()
	length := network.Forks[0].EpochLength
	number := first.Number.Uint64()
	previous := newEpoch(0, common.Hash{}, &u.previous)
	after := snapshot{number: u.trustedHeight, epochLength: length, terms: []term{{from: 0, epoch: previous}}}
	if start := number - number%length; start != number {
		after.terms = append(after.terms, term{from: start + previous.switchDelay() + 1, epoch: newEpoch(start, common.Hash{}, &u.current)})
	}
	c := &claim{header: &types.Header{}, summary: lightclient.Header{Number: u.trustedHeight, Time: first.Time - 1}}
	if u.trustedHeight+1 == number {
		c.summary.Hash = first.ParentHash
	}
	return TrustedState{place: place{claim: c, after: after}}
}

func parseMessage(t *testing.T, text string) update {
	t.Helper()
	b, err := hex.DecodeString(strings.TrimPrefix(text, "0x"))
	if err != nil {
		t.Fatal(err)
	}
	var u update
	var currentTurn, previousTurn uint64
	eachField(t, b, func(field uint64, _ uint64, body []byte) {
		if field != 2 { // Any.value
			return
		}
		eachField(t, body, func(field, number uint64, body []byte) {
			switch field {
			case 1:
				eachField(t, body, func(_, _ uint64, header []byte) { u.headers = append(u.headers, header) })
			case 2:
				eachField(t, body, func(field, number uint64, _ []byte) {
					if field == 2 {
						u.trustedHeight = number
					}
				})
			case 3:
				u.current.Validators = append(u.current.Validators, validatorOf(t, body))
			case 4:
				u.previous.Validators = append(u.previous.Validators, validatorOf(t, body))
			case 5:
				currentTurn = number
			case 6:
				previousTurn = number
			}
		})
	})
	u.current.TurnLength, u.previous.TurnLength = uint8(currentTurn), uint8(previousTurn)
	return u
}

func validatorOf(t *testing.T, b []byte) (v Validator) {
	t.Helper()
	if len(b) != validatorBytes {
		t.Fatalf("a validator has %d bytes, want %d", len(b), validatorBytes)
	}
	copy(v.Address[:], b)
	copy(v.VoteKey[:], b[common.AddressLength:])
	return v
}

// eachField reads the fields of a protobuf message, of the kinds that occur.
func eachField(t *testing.T, b []byte, f func(field, number uint64, body []byte)) {
	t.Helper()
	for len(b) > 0 {
		key, n := binary.Uvarint(b)
		value, m := binary.Uvarint(b[max(n, 0):])
		if n <= 0 || m <= 0 {
			t.Fatal("message is no protobuf")
		}
		b = b[n+m:]
		switch key & 7 {
		case 0:
			f(key>>3, value, nil)
		case 2:
			if value > uint64(len(b)) {
				t.Fatal("message is cut off")
			}
			f(key>>3, 0, b[:value])
			b = b[value:]
		default:
			t.Fatalf("field %d is of kind %d", key>>3, key&7)
		}
	}
}
