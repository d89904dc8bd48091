package beaconapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient/beacon"
)

// Recorder keeps what nodes answer, and writes it as a folder that [OpenRecording] reads.
// It keeps one answer of each kind: that which was given last, and of updates the last of
// each period.
type Recorder struct {
	net *beacon.Network

	mu         sync.Mutex
	bootstrap  *beacon.LightClientBootstrap
	updates    map[beacon.Period]*beacon.LightClientUpdate
	finality   *beacon.LightClientFinalityUpdate
	optimistic *beacon.LightClientOptimisticUpdate
	execution  []*types.Header // the last ones asked for by hash
}

// NewRecorder returns a recorder that has nothing yet.
func NewRecorder(n *beacon.Network) *Recorder {
	return &Recorder{net: n, updates: map[beacon.Period]*beacon.LightClientUpdate{}}
}

// Beacon returns a provider whose answers are recorded.
func (r *Recorder) Beacon(p beacon.Provider) beacon.Provider { return &recordedBeacon{p, r} }

// Execution returns a provider whose answers to HeaderByHash are recorded.
func (r *Recorder) Execution(p beacon.ExecutionProvider) beacon.ExecutionProvider {
	return &recordedExecution{p, r}
}

type recordedBeacon struct {
	beacon.Provider
	recorder *Recorder
}

type recordedExecution struct {
	beacon.ExecutionProvider
	recorder *Recorder
}

// keep records an answer that is none of an error.
func keep[T any](r *Recorder, answer T, err error, how func(T)) (T, error) {
	if err == nil {
		r.mu.Lock()
		defer r.mu.Unlock()
		how(answer)
	}
	return answer, err
}

func (p *recordedBeacon) Bootstrap(ctx context.Context, root common.Hash) (*beacon.LightClientBootstrap, error) {
	b, err := p.Provider.Bootstrap(ctx, root)
	return keep(p.recorder, b, err, func(b *beacon.LightClientBootstrap) { p.recorder.bootstrap = b })
}

func (p *recordedBeacon) Updates(ctx context.Context, from beacon.Period, count uint64) ([]*beacon.LightClientUpdate, error) {
	updates, err := p.Provider.Updates(ctx, from, count)
	return keep(p.recorder, updates, err, func(updates []*beacon.LightClientUpdate) {
		for _, u := range updates {
			p.recorder.updates[p.recorder.net.Preset.PeriodAt(u.AttestedHeader.Beacon.Slot)] = u
		}
	})
}

func (p *recordedBeacon) FinalityUpdate(ctx context.Context) (*beacon.LightClientFinalityUpdate, error) {
	u, err := p.Provider.FinalityUpdate(ctx)
	return keep(p.recorder, u, err, func(u *beacon.LightClientFinalityUpdate) { p.recorder.finality = u })
}

func (p *recordedBeacon) OptimisticUpdate(ctx context.Context) (*beacon.LightClientOptimisticUpdate, error) {
	u, err := p.Provider.OptimisticUpdate(ctx)
	return keep(p.recorder, u, err, func(u *beacon.LightClientOptimisticUpdate) { p.recorder.optimistic = u })
}

func (p *recordedExecution) HeaderByHash(ctx context.Context, hash common.Hash) (*types.Header, error) {
	h, err := p.ExecutionProvider.HeaderByHash(ctx, hash)
	return keep(p.recorder, h, err, func(h *types.Header) {
		p.recorder.execution = append(p.recorder.execution, h)
		if n := len(p.recorder.execution); n > maxExecutionFiles {
			p.recorder.execution = slices.Clone(p.recorder.execution[n-maxExecutionFiles:])
		}
	})
}

// Write writes what was recorded into a folder, which is made if it is not there.
func (r *Recorder) Write(dir string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.bootstrap == nil {
		return errors.New("nothing was recorded: no node has shown the checkpoint")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	p := r.net.Preset
	err := writeJSON(dir, "bootstrap", r.bootstrap, p)
	if err == nil && r.finality != nil {
		err = writeJSON(dir, "finality", r.finality, p)
	}
	if err == nil && r.optimistic != nil {
		err = writeJSON(dir, "optimistic", r.optimistic, p)
	}
	if err == nil {
		err = r.writeUpdates(dir)
	}
	for _, h := range r.execution {
		if err != nil {
			return err
		}
		var b []byte
		if b, err = json.Marshal(h); err == nil {
			err = os.WriteFile(filepath.Join(dir, fmt.Sprintf("execution_block_%v.json", h.Number)), append(b, '\n'), 0o644)
		}
	}
	return err
}

type encoder interface {
	EncodeJSON(beacon.Preset) ([]byte, error)
}

func writeJSON(dir, name string, object encoder, p beacon.Preset) error {
	b, err := object.EncodeJSON(p)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return os.WriteFile(filepath.Join(dir, name+".json"), append(b, '\n'), 0o644)
}

func (r *Recorder) writeUpdates(dir string) error {
	var periods []beacon.Period
	for period := range r.updates {
		periods = append(periods, period)
	}
	slices.Sort(periods)
	var items [][]byte
	for _, period := range periods {
		b, err := r.updates[period].EncodeJSON(r.net.Preset)
		if err != nil {
			return fmt.Errorf("update of period %d: %w", period, err)
		}
		items = append(items, b)
	}
	body := append(append([]byte("["), bytes.Join(items, []byte(",\n"))...), ']', '\n')
	return os.WriteFile(filepath.Join(dir, "updates.json"), body, 0o644)
}
