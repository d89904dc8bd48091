package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"github.com/catenary-bridge/catenary/relayer/index"
)

// streams counts the event streams.
type streams struct {
	max int

	mu    *sync.Mutex
	open  int
	among map[netip.Prefix]int
}

func newStreams(limit int) streams {
	return streams{max: limit, mu: &sync.Mutex{}, among: map[netip.Prefix]int{}}
}

// enter takes a place, which the caller leaves; ok is false when there is none.
func (s *streams) enter(remote string) (leave func(), ok bool) {
	client := prefixOf(remote)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open == s.max || s.among[client] == max(1, s.max/2) {
		return nil, false
	}
	s.open++
	s.among[client]++
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.open--
		if s.among[client]--; s.among[client] == 0 {
			delete(s.among, client)
		}
	}, true
}

// events streams changes until the client goes, is too slow, or the server stops.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	q := query{index.Query{Limit: maxEvents}}
	values, err := parameters(r, "lane", "stage", "sender", "recipient", "sourceTx")
	for key, value := range values {
		if err == nil {
			err = q.filter(key, value)
		}
	}
	if err != nil {
		s.fail(w, http.StatusBadRequest, err)
		return
	}
	leave, ok := s.streams.enter(r.RemoteAddr)
	if !ok {
		w.Header().Set("Retry-After", "10")
		s.fail(w, http.StatusServiceUnavailable, fmt.Errorf("there are %d event streams at a time, half of them for one client: wait until one ends", s.config.Streams))
		return
	}
	defer leave()
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no")
	if r.Method == http.MethodHead {
		return
	}
	stream := &stream{server: s, query: q, w: w, control: http.NewResponseController(w)}
	// The connection's own deadlines are for answers that come to an end.
	if err := stream.control.SetReadDeadline(time.Time{}); err != nil {
		s.logger.Debug("stream keeps its read deadline", "err", err)
	}
	if err := stream.run(r); err != nil {
		s.logger.Debug("event stream ends", "client", r.RemoteAddr, "err", err)
	}
}

// stream is one client's. It keeps no queue: it knows how far it has told, and asks
// the view for what is newer, so that a slow client costs no memory.
type stream struct {
	server  *Server
	query   query
	w       http.ResponseWriter
	control *http.ResponseController
	at      uint64 // revision told so far
}

func (t *stream) run(r *http.Request) error {
	if err := t.begin(r.Header.Get("Last-Event-ID")); err != nil {
		return err
	}
	heartbeat := time.NewTicker(heartbeatEvery)
	defer heartbeat.Stop()
	rest := time.NewTimer(0)
	defer rest.Stop()
	for {
		changes, err := t.tell()
		if err != nil {
			return err
		}
		if changes.More == nil {
			// At once, but not when the server stops meanwhile.
			if err := r.Context().Err(); err != nil {
				return err
			}
			continue
		}
		select {
		case <-r.Context().Done():
			return r.Context().Err()
		case <-heartbeat.C:
			// With an id, so that a client whose filter lets nothing pass can resume as well.
			if err := t.send(fmt.Appendf(nil, ": heartbeat\nid: %d\n\n", t.at)); err != nil {
				return err
			}
		case <-changes.More:
			// Changes come in close succession, and what is between is not worth telling.
			rest.Reset(eventsEvery)
			select {
			case <-r.Context().Done():
				return r.Context().Err()
			case <-rest.C:
			}
		}
	}
}

// begin finds out from where to tell. A client that was here before goes on where it
// was, unless it has missed what is forgotten: then it has to list anew.
func (t *stream) begin(last string) error {
	view := t.server.view.Index()
	newest := view.Revision()
	if last == "" {
		t.at = newest
		return t.send(fmt.Appendf(nil, "event: ready\nid: %d\ndata: {}\n\n", t.at))
	}
	at, err := strconv.ParseUint(last, 10, 64)
	if err != nil || !view.Resumes(at) {
		t.at = newest
		return t.send(fmt.Appendf(nil, "event: reset\nid: %d\ndata: {}\n\n", t.at))
	}
	t.at = at
	return t.send(fmt.Appendf(nil, "event: ready\nid: %d\ndata: {}\n\n", t.at))
}

// tell sends what has changed and what the filters let pass.
func (t *stream) tell() (index.Changes, error) {
	changes, err := t.server.view.Index().Changes(t.at, maxEvents)
	if err != nil {
		return changes, err
	}
	var out bytes.Buffer
	if changes.Lost {
		// Too slow, even for this: what was forgotten meanwhile can't be told.
		fmt.Fprintf(&out, "event: reset\nid: %d\ndata: {}\n\n", changes.Revision)
		changes.Entries = nil
	}
	lanes := laneOf(t.server.view.Lanes())
	for i := range changes.Entries {
		e := &changes.Entries[i]
		if !t.query.Selects(e) {
			continue
		}
		data, err := json.Marshal(messageOf(e, lanes(e.Lane)))
		if err != nil {
			return changes, fmt.Errorf("write message %s: %w", e.ID, err)
		}
		fmt.Fprintf(&out, "event: message\nid: %d\ndata: %s\n\n", e.Revision, data)
	}
	t.at = changes.Revision
	if out.Len() == 0 {
		return changes, nil
	}
	return changes, t.send(out.Bytes())
}

// send writes, and gives up on a client that does not take it in time.
func (t *stream) send(b []byte) error {
	if err := t.control.SetWriteDeadline(time.Now().Add(t.server.slow)); err != nil {
		return fmt.Errorf("set the stream's deadline: %w", err)
	}
	if _, err := t.w.Write(b); err != nil {
		return err
	}
	return t.control.Flush()
}
