package rpcapi

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rpc"
	"golang.org/x/sync/errgroup"

	"github.com/catenary-bridge/catenary/chains/devnet/senders"
)

// Server answers JSON-RPC for one node.
type Server struct {
	config  Config
	backend Backend
	peers   *peers
	senders *senders.Finder

	begun   atomic.Bool
	ready   chan struct{} // closed when address is set and requests are answered
	address net.Addr
}

// New checks the configuration. It opens nothing; Run does.
func New(config Config, backend Backend) (*Server, error) {
	if backend == nil {
		return nil, errors.New("rpcapi: no backend")
	}
	config, err := config.complete()
	if err != nil {
		return nil, fmt.Errorf("rpcapi: %w", err)
	}
	finder, err := senders.New(senders.Config{Signer: types.LatestSigner(backend.ChainConfig()), Paranoid: config.Paranoid, Turns: config.Turns})
	if err != nil {
		return nil, fmt.Errorf("rpcapi: %w", err)
	}
	return &Server{config: config, backend: backend, peers: newPeers(), senders: finder, ready: make(chan struct{})}, nil
}

// Ready is closed once the server answers.
func (s *Server) Ready() <-chan struct{} { return s.ready }

// Endpoint returns the URLs for HTTP and WebSocket, the same port; empty before
// Ready.
func (s *Server) Endpoint() (httpURL, wsURL string) {
	select {
	case <-s.ready:
		return "http://" + s.address.String(), "ws://" + s.address.String()
	default:
		return "", ""
	}
}

// Run serves until ctx ends and returns after all of its goroutines have. It may
// be called once. The error is nil after an ordered end.
func (s *Server) Run(ctx context.Context) error {
	if !s.begun.CompareAndSwap(false, true) {
		return errors.New("rpcapi: Run was called before, make a new Server")
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.config.Listen)
	if err != nil {
		return fmt.Errorf("rpcapi: listen on %s: %w", s.config.Listen, err)
	}
	h := newHub(s.backend)
	handler := rpc.NewServer()
	handler.SetBatchLimits(maxBatchItems, maxBatchResponseBytes)
	handler.SetHTTPBodyLimit(maxBodyBytes)
	handler.SetWebsocketReadLimit(maxBodyBytes)
	var deliveries sync.WaitGroup
	requests := new(inflight)
	group, ctx := errgroup.WithContext(ctx)
	if err := s.register(ctx, handler, h, &deliveries); err != nil {
		return errors.Join(err, listener.Close())
	}
	web := s.httpServer(handler, requests, s.newEntrance(ctx, h))

	started := make(chan struct{})
	group.Go(func() error { return h.run(ctx, started) })
	group.Go(func() error {
		select { // no request before the hub hears everything
		case <-started:
		case <-ctx.Done():
			return listener.Close()
		}
		s.address = listener.Addr()
		close(s.ready)
		if err := web.Serve(s.peers.listen(listener)); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("rpcapi: serve: %w", err)
		}
		return nil
	})
	group.Go(func() error {
		<-ctx.Done()
		// New requests stop; those in progress may finish for a moment.
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownGrace)
		defer cancel()
		err := web.Shutdown(grace)
		handler.Stop() // closes WebSockets, which Shutdown leaves alone
		if errors.Is(err, context.DeadlineExceeded) {
			err = web.Close()
		}
		return err
	})
	err = group.Wait()
	requests.drain()
	deliveries.Wait()
	return err
}

// inflight counts requests, WebSockets included, which http.Server forgets.
type inflight struct {
	mu     sync.Mutex
	closed bool
	count  sync.WaitGroup
}

// enter counts a request, false once drain was called.
func (i *inflight) enter() bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	if !i.closed {
		i.count.Add(1)
	}
	return !i.closed
}

// drain refuses further requests and waits for those that were counted.
func (i *inflight) drain() {
	i.mu.Lock()
	i.closed = true
	i.mu.Unlock()
	i.count.Wait()
}

// httpServer serves HTTP and WebSocket requests on one port.
func (s *Server) httpServer(handler *rpc.Server, requests *inflight, entrance *entrance) *http.Server {
	plain, socket := entrance.http(handler), entrance.socket(handler.WebsocketHandler(s.config.AllowedOrigins))
	mux := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !requests.enter() {
			http.Error(w, errShuttingDown.Error(), http.StatusServiceUnavailable)
			return
		}
		defer requests.count.Done()
		if isWebSocket(r) {
			socket.ServeHTTP(w, r)
			return
		}
		plain.ServeHTTP(w, r)
	})
	return &http.Server{
		ConnContext:       entrance.connected,
		Handler:           newGuard(mux, s.config.VirtualHosts, s.config.AllowedOrigins),
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(s.config.Log.Handler(), slog.LevelDebug),
	}
}

// register offers the configured namespaces. Several receivers share eth_.
func (s *Server) register(ctx context.Context, handler *rpc.Server, h *hub, deliveries *sync.WaitGroup) error {
	r := &reader{backend: s.backend, now: s.config.ChainNow, life: ctx}
	x, reads := newEvaluator(r), newTurns(maxConcurrentReads)
	logs := &ethLogs{reader: r, turns: reads}
	filters := newFilters(logs, h, s.config.Now)
	services := map[string][]any{
		"eth": {
			&ethBlocks{r}, &ethTransactions{r}, &ethState{r, reads}, &ethFees{r}, &ethCall{x}, logs,
			filters, &ethSend{reader: r, hub: h},
			&ethSubscriptions{reader: r, hub: h, peers: s.peers, log: s.config.Log, running: deliveries},
		},
		"net":    {&netAPI{r}},
		"web3":   {&web3API{s.config.ClientVersion}},
		"txpool": {&txpoolAPI{r}},
		"debug":  {&debugAPI{x}},
		"devnet": {&controlAPI{r}},
	}
	if clock, ok := s.backend.(TimeControl); ok {
		services["devnet"] = append(services["devnet"], &timeAPI{clock})
		services["evm"] = []any{&evmAPI{reader: r, clock: clock}}
	}
	if pool, ok := s.backend.(SharedPool); ok {
		if _, shared := pool.SharedPool(); shared {
			services["devnet"] = append(services["devnet"], &sharedPoolAPI{pool})
		}
	}
	if dev, ok := s.backend.(Developer); ok && slices.Contains(s.config.Modules, "anvil") {
		s.offerDeveloper(ctx, services, dev, x, h, filters)
	}
	for _, module := range s.config.Modules {
		for _, service := range services[module] {
			if err := handler.RegisterName(module, service); err != nil {
				return fmt.Errorf("rpcapi: offer %s_: %w", module, err)
			}
		}
	}
	return nil
}

// offerDeveloper adds what a developer's chain answers besides. Its eth_ methods replace
// those of the same names, and are not offered to others than the owner of the machine.
func (s *Server) offerDeveloper(ctx context.Context, services map[string][]any, dev Developer, x *evaluator, h *hub, filters *ethFilters) {
	rewound := func(head uint64) {
		h.rewound(ctx, head)
		filters.rewound(head)
	}
	eth := &ethDeveloper{evaluator: x, dev: dev}
	anvil := &anvilAPI{reader: x.reader, dev: dev, rewound: rewound, version: s.config.ClientVersion}
	services["eth"] = append(services["eth"], eth)
	services["personal"] = []any{&personalAPI{eth}}
	services["evm"] = append(services["evm"], &evmDeveloperAPI{reader: x.reader, dev: dev, rewound: rewound})
	services["anvil"], services["hardhat"] = []any{anvil}, []any{anvil}
}
