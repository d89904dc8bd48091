package beacontest

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/beacon"
)

// Server speaks the Beacon API over HTTP, for an endpoint.
type Server struct {
	endpoint *Endpoint
	net      *beacon.Network
	mux      *http.ServeMux
}

// NewServer returns a handler that serves an endpoint.
func NewServer(e *Endpoint, n *beacon.Network) *Server {
	s := &Server{endpoint: e, net: n, mux: http.NewServeMux()}
	s.mux.HandleFunc("GET /eth/v1/beacon/light_client/bootstrap/{root}", s.bootstrap)
	s.mux.HandleFunc("GET /eth/v1/beacon/light_client/updates", s.updates)
	s.mux.HandleFunc("GET /eth/v1/beacon/light_client/finality_update", func(w http.ResponseWriter, r *http.Request) {
		u, err := e.FinalityUpdate(r.Context())
		s.object(w, u, err)
	})
	s.mux.HandleFunc("GET /eth/v1/beacon/light_client/optimistic_update", func(w http.ResponseWriter, r *http.Request) {
		u, err := e.OptimisticUpdate(r.Context())
		s.object(w, u, err)
	})
	s.mux.HandleFunc("GET /eth/v1/beacon/genesis", s.genesis)
	s.mux.HandleFunc("GET /eth/v1/config/spec", s.spec)
	return s
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

type object interface {
	Fork() beacon.Fork
	EncodeJSON(beacon.Preset) ([]byte, error)
}

func (s *Server) object(w http.ResponseWriter, o object, err error) {
	if err != nil {
		s.fail(w, err)
		return
	}
	body, err := o.EncodeJSON(s.net.Preset)
	if err != nil {
		s.fail(w, err)
		return
	}
	w.Header().Set("Eth-Consensus-Version", o.Fork().String())
	s.json(w, http.StatusOK, body)
}

func (s *Server) json(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(body) // whoever has gone has gone
}

func (s *Server) fail(w http.ResponseWriter, err error) {
	status := http.StatusInternalServerError
	switch {
	case errors.Is(err, lightclient.ErrNoSuchHeader):
		status = http.StatusNotFound
	case errors.Is(err, lightclient.ErrMalformed):
		status = http.StatusBadRequest
	}
	s.json(w, status, []byte(`{"code":`+strconv.Itoa(status)+`,"message":`+strconv.Quote(err.Error())+`}`))
}

func (s *Server) bootstrap(w http.ResponseWriter, r *http.Request) {
	b, err := s.endpoint.Bootstrap(r.Context(), common.HexToHash(r.PathValue("root")))
	s.object(w, b, err)
}

func (s *Server) updates(w http.ResponseWriter, r *http.Request) {
	from, err := strconv.ParseUint(r.URL.Query().Get("start_period"), 10, 64)
	count, err2 := strconv.ParseUint(r.URL.Query().Get("count"), 10, 64)
	if err = errors.Join(err, err2); err != nil {
		s.fail(w, errors.Join(lightclient.ErrMalformed, err))
		return
	}
	updates, err := s.endpoint.Updates(r.Context(), beacon.Period(from), count)
	if err != nil {
		s.fail(w, err)
		return
	}
	items := make([]string, len(updates))
	for i, u := range updates {
		item, err := u.EncodeJSON(s.net.Preset)
		if err != nil {
			s.fail(w, err)
			return
		}
		items[i] = string(item)
	}
	s.json(w, http.StatusOK, []byte("["+strings.Join(items, ",")+"]"))
}

func (s *Server) genesis(w http.ResponseWriter, _ *http.Request) {
	s.json(w, http.StatusOK, []byte(`{"data":{"genesis_time":"`+strconv.FormatUint(s.net.GenesisTime, 10)+
		`","genesis_validators_root":"`+s.net.GenesisValidatorsRoot.Hex()+`","genesis_fork_version":"`+hexOf(s.net.Forks[beacon.Phase0].Version[:])+`"}}`))
}

func (s *Server) spec(w http.ResponseWriter, _ *http.Request) {
	var pairs []string
	for key, value := range Spec(s.net) {
		pairs = append(pairs, strconv.Quote(key)+":"+strconv.Quote(value))
	}
	s.json(w, http.StatusOK, []byte(`{"data":{`+strings.Join(pairs, ",")+`,"BLOB_SCHEDULE":[]}}`))
}

// Spec returns what /eth/v1/config/spec and a config.yaml say of a network.
func Spec(n *beacon.Network) map[string]string {
	text := func(v uint64) string { return strconv.FormatUint(v, 10) }
	spec := map[string]string{
		"CONFIG_NAME": n.Name, "PRESET_BASE": n.Preset.Name, "DEPOSIT_CHAIN_ID": text(n.ChainID), "SLOT_DURATION_MS": text(uint64(n.SlotDuration.Milliseconds())),
		"SYNC_COMMITTEE_SIZE": text(n.Preset.SyncCommitteeSize), "SLOTS_PER_EPOCH": text(n.Preset.SlotsPerEpoch),
		"EPOCHS_PER_SYNC_COMMITTEE_PERIOD": text(n.Preset.EpochsPerSyncCommitteePeriod), "GENESIS_FORK_VERSION": hexOf(n.Forks[beacon.Phase0].Version[:]),
	}
	for f := beacon.Altair; f <= beacon.Gloas; f++ {
		prefix := strings.ToUpper(f.String())
		spec[prefix+"_FORK_VERSION"], spec[prefix+"_FORK_EPOCH"] = hexOf(n.Forks[f].Version[:]), text(uint64(n.Forks[f].Epoch))
	}
	return spec
}

func hexOf(b []byte) string { return "0x" + common.Bytes2Hex(b) }
