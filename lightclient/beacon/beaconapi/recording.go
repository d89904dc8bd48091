package beaconapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/beacon"
)

// Recording is a folder of answers, as nodes gave them: bootstrap.json, updates.json,
// finality.json and optimistic.json from a beacon node, each of which may have the prefix
// lc_, and execution_block*.json from an execution node. Only the first must be there.
//
// It serves them as a node would have at some time, which [Recording.Advance] sets: what
// was signed later is not there yet. So a client can be led through a recording with the
// clock that belongs to it, however long ago that was.
type Recording struct {
	dir        string
	net        *beacon.Network
	root       common.Hash
	bootstrap  *beacon.LightClientBootstrap
	updates    []*beacon.LightClientUpdate
	finality   *beacon.LightClientFinalityUpdate
	optimistic *beacon.LightClientOptimisticUpdate
	execution  map[common.Hash]*types.Header

	mu  sync.Mutex
	now beacon.Slot
}

var (
	_ beacon.Provider          = (*Recording)(nil)
	_ beacon.ExecutionProvider = (*Recording)(nil)
)

// OpenRecording reads a folder. The time is that of the bootstrap's block.
func OpenRecording(n *beacon.Network, dir string) (*Recording, error) {
	r := &Recording{dir: dir, net: n, execution: map[common.Hash]*types.Header{}}
	if err := r.read(); err != nil {
		return nil, fmt.Errorf("recording %s: %w", dir, err)
	}
	root := r.bootstrap.Header.Beacon.HashTreeRoot()
	r.root, r.now = root, r.bootstrap.Header.Beacon.Slot
	return r, nil
}

func (r *Recording) read() error {
	one := r.net.Preset.MaxUpdateJSONBytes()
	if err := r.file("bootstrap", one, func(b []byte) (err error) {
		r.bootstrap, err = r.net.DecodeBootstrapJSON("", b)
		return err
	}); err != nil {
		return err
	}
	if r.bootstrap == nil {
		return errors.New("there is no bootstrap.json, want the answer to /eth/v1/beacon/light_client/bootstrap/{root}")
	}
	for _, err := range []error{
		r.file("updates", one*beacon.MaxUpdatesPerRequest, func(b []byte) (err error) {
			r.updates, err = r.net.DecodeUpdatesJSON(b, beacon.MaxUpdatesPerRequest)
			return err
		}),
		r.file("finality", one, func(b []byte) (err error) {
			r.finality, err = r.net.DecodeFinalityUpdateJSON("", b)
			return err
		}),
		r.file("optimistic", one, func(b []byte) (err error) {
			r.optimistic, err = r.net.DecodeOptimisticUpdateJSON("", b)
			return err
		}),
	} {
		if err != nil {
			return err
		}
	}
	return r.readExecution()
}

// file reads name.json or lc_name.json, if it is there.
func (r *Recording) file(name string, limit int, decode func([]byte) error) error {
	for _, prefix := range []string{"", "lc_"} {
		file := prefix + name + ".json"
		b, err := readBounded(filepath.Join(r.dir, file), limit)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			err = decode(b)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		return nil
	}
	return nil
}

func readBounded(name string, limit int) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, int64(limit)+1))
	if err != nil {
		return nil, err
	}
	if len(b) > limit {
		return nil, fmt.Errorf("%w: it has more than %d bytes", lightclient.ErrMalformed, limit)
	}
	return b, nil
}

// readExecution reads answers to eth_getBlockByHash or eth_getBlockByNumber, their
// envelope included or not.
func (r *Recording) readExecution() error {
	entries, err := os.ReadDir(r.dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		name := entry.Name()
		if !strings.HasPrefix(name, "execution_block") || !strings.HasSuffix(name, ".json") {
			continue
		}
		if len(r.execution) == maxExecutionFiles {
			return fmt.Errorf("there are more than %d execution blocks", maxExecutionFiles)
		}
		header, err := readExecutionBlock(filepath.Join(r.dir, name))
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		r.execution[header.Hash()] = header
	}
	return nil
}

func readExecutionBlock(path string) (*types.Header, error) {
	b, err := readBounded(path, maxExecutionBytes)
	if err != nil {
		return nil, err
	}
	var envelope struct {
		Result json.RawMessage `json:"result"`
	}
	if json.Unmarshal(b, &envelope) == nil && len(envelope.Result) > 0 {
		b = envelope.Result
	}
	header := new(types.Header)
	if err := json.Unmarshal(b, header); err != nil {
		return nil, fmt.Errorf("%w: %w", lightclient.ErrMalformed, err)
	}
	return header, lightclient.CheckHashable(header)
}

// Checkpoint returns the root of the block of the bootstrap.
func (r *Recording) Checkpoint() common.Hash { return r.root }

// Slots returns when there is something new: the slot of the bootstrap, and those of the
// signatures after it, ascending.
func (r *Recording) Slots() []beacon.Slot {
	slots := []beacon.Slot{r.bootstrap.Header.Beacon.Slot}
	add := func(s beacon.Slot) {
		if s > slots[0] {
			slots = append(slots, s)
		}
	}
	for _, u := range r.updates {
		add(u.SignatureSlot)
	}
	if r.finality != nil {
		add(r.finality.SignatureSlot)
	}
	if r.optimistic != nil {
		add(r.optimistic.SignatureSlot)
	}
	slices.Sort(slots)
	return slices.Compact(slots)
}

// ExecutionBlocks returns how many execution blocks there are.
func (r *Recording) ExecutionBlocks() int { return len(r.execution) }

// Advance moves the time to the end of a slot; it never goes back.
func (r *Recording) Advance(to beacon.Slot) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now = max(r.now, to)
}

// Now returns the time, for a client that follows the recording.
func (r *Recording) Now() time.Time { return r.net.TimeOf(r.slot()) }

func (r *Recording) slot() beacon.Slot {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now
}

// Name implements beacon.Provider.
func (r *Recording) Name() string { return "recording" }

func (r *Recording) lacks(format string, args ...any) error {
	return fmt.Errorf("%w: the recording has no %s", lightclient.ErrNoSuchHeader, fmt.Sprintf(format, args...))
}

// Bootstrap implements beacon.Provider.
func (r *Recording) Bootstrap(_ context.Context, root common.Hash) (*beacon.LightClientBootstrap, error) {
	if root != r.root {
		return nil, r.lacks("bootstrap of %s, it has that of %s", root, r.root)
	}
	return r.bootstrap, nil
}

// Updates implements beacon.Provider.
func (r *Recording) Updates(_ context.Context, from beacon.Period, count uint64) ([]*beacon.LightClientUpdate, error) {
	var updates []*beacon.LightClientUpdate
	for _, u := range r.updates {
		period := r.net.Preset.PeriodAt(u.AttestedHeader.Beacon.Slot)
		if period >= from && uint64(period-from) < count && u.SignatureSlot <= r.slot() {
			updates = append(updates, u)
		}
	}
	return updates, nil
}

// FinalityUpdate implements beacon.Provider: the newest of finality.json and of the
// updates.
func (r *Recording) FinalityUpdate(context.Context) (*beacon.LightClientFinalityUpdate, error) {
	if r.finality == nil || r.finality.SignatureSlot > r.slot() {
		return r.fromUpdates()
	}
	return r.finality, nil
}

// fromUpdates is what a node would have served as finality update when it had the newest
// update.
func (r *Recording) fromUpdates() (*beacon.LightClientFinalityUpdate, error) {
	for _, u := range slices.Backward(r.updates) {
		if u.SignatureSlot <= r.slot() {
			return &beacon.LightClientFinalityUpdate{
				AttestedHeader: u.AttestedHeader, FinalizedHeader: u.FinalizedHeader, FinalityBranch: u.FinalityBranch,
				SyncAggregate: u.SyncAggregate, SignatureSlot: u.SignatureSlot,
			}, nil
		}
	}
	return nil, r.lacks("finality update of before slot %d", r.slot())
}

// OptimisticUpdate implements beacon.Provider.
func (r *Recording) OptimisticUpdate(context.Context) (*beacon.LightClientOptimisticUpdate, error) {
	if r.optimistic == nil || r.optimistic.SignatureSlot > r.slot() {
		return nil, r.lacks("optimistic update of before slot %d", r.slot())
	}
	return r.optimistic, nil
}

// HeaderByHash implements beacon.ExecutionProvider.
func (r *Recording) HeaderByHash(_ context.Context, hash common.Hash) (*types.Header, error) {
	if h := r.execution[hash]; h != nil {
		return types.CopyHeader(h), nil
	}
	return nil, r.lacks("execution block %s", hash)
}

// Headers implements beacon.ExecutionProvider.
func (r *Recording) Headers(_ context.Context, from, to uint64) ([]*types.Header, error) {
	byNumber := map[uint64]*types.Header{}
	for _, h := range r.execution {
		byNumber[h.Number.Uint64()] = h
	}
	var headers []*types.Header
	for n := from; n <= to; n++ {
		h := byNumber[n]
		if h == nil {
			return nil, r.lacks("execution block %d", n)
		}
		headers = append(headers, types.CopyHeader(h))
	}
	return headers, nil
}
