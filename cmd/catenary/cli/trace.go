package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/spf13/cobra"

	"github.com/catenary-bridge/catenary/cmd/inspect"
)

func traceCommand(io IO) *cobra.Command {
	config := defaultInspect()
	var file string
	var asJSON, follow bool
	var timeout time.Duration
	command := &cobra.Command{
		Use:   "trace <message id | source transaction hash>",
		Short: "Tell where a message is, and what it waits for",
		Long:  traceHelp,
		Example: `  catenary trace 0x5f0c…                                  ask the relayer on this machine
  catenary trace 0x5f0c… --api https://relayer.example --api-token-file token
  catenary trace 0x5f0c… --follow --timeout 5m
  catenary trace 0x5f0c… --direct --config relayer.yaml    read chains and bus, and prove
  catenary trace 0x5f0c… --endpoints http://127.0.0.1:8545,http://127.0.0.1:8546 \
      --deployments deployments/deployment-9001.json,deployments/deployment-9002.json`,
		Args: func(command *cobra.Command, args []string) error {
			if len(args) != 1 {
				return &ExitError{CodeUsage, fmt.Errorf("%s takes one message id or transaction hash, got %d arguments (see --help)", command.CommandPath(), len(args))}
			}
			return nil
		},
		RunE: func(command *cobra.Command, args []string) error {
			if err := load(command, &config, "", io); err != nil {
				return err
			}
			asked, err := parseHash(args[0])
			if err != nil {
				return err
			}
			if timeout < 0 {
				return &ExitError{CodeUsage, fmt.Errorf("timeout: %v, want 0 or more", timeout)}
			}
			viewer, err := openViewer(command.Context(), config, file, command.Flags().Changed("api"), io)
			if err != nil {
				return err
			}
			defer viewer.close()
			t := &tracer{viewer: viewer, asked: asked, asJSON: asJSON, timeout: timeout}
			if follow {
				return t.follow(command.Context())
			}
			return t.once(command.Context())
		},
	}
	inspecting(command, &config, &file)
	command.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	command.Flags().BoolVar(&follow, "follow", false, "look until it is executed")
	command.Flags().DurationVar(&timeout, "timeout", 0, "end after this long; 0: with --follow never, else after 1m")
	return command
}

// traceHelp documents exit codes and JSON too: both are stable.
const traceHelp = `Tells every stage of a message's way with time, block and transaction: sent, final on
the source, proven, requested, approved, submitted, delivered, failed, retried; who has
approved, who is missing or refuses and why; what happens next and when. Of a source
transaction all messages are shown.

A relayer is asked first (--api). Where it does not answer or does not know the message,
and --config names a relayer's or signer's configuration, or --endpoints and
--deployments the chains, these are read directly, and the bus, where the configuration
has an identity for it; --direct asks no relayer at all. Whose word a fact is stands
behind it: (proven), by a light client that is started here from the configuration's
anchor; (agreed), the same where enough endpoints agree; (signed), a signature that was
verified here; (hearsay), one endpoint or one member of the bus.

With --follow it looks until every message is executed, says each change on stderr, and
prints the end on stdout. A message that nobody knows yet is waited for.

Exit codes: 0 found, wherever it is; 1 something failed, or, with --follow, it was
interrupted or the --timeout passed before the end; 4 nobody knows the message, or the
transaction sent none; 5 a message failed at its recipient and waits for a retry.

With --json, stdout gets one line, with --follow one for each change: asked, source, from,
at, transaction{chain, pending, block}, notes[], messages[{id, lane, laneId, nonce,
sourceChain, targetChain, sender, recipient, gasLimit, payloadSize, outcome, stage,
steps[{name, state, at, chain, block, tx, text, source, word}], approvals{known, why,
nonce, epoch, threshold, count, attestable, source, setSource, setWord, signers[{address,
state, at, reason, detail, again, word}]}, next{what, at, who}}]. outcome is pending,
delivered or failed; a step's state done, waiting, ahead, failed or unknown; a signer's
state approved, refused, silent or unknown; source api, chain or bus; word proven, agreed,
signed, relayer or hearsay. What is not known is absent. Numbers above 2^53-1 are texts.`

// parseHash reads what both ids of messages and hashes of transactions are.
func parseHash(text string) (common.Hash, error) {
	raw, err := hexutil.Decode(text)
	if err != nil || len(raw) != common.HashLength {
		shown := text
		if len(shown) > 80 {
			shown = shown[:80] + "…"
		}
		return common.Hash{}, &ExitError{CodeUsage, fmt.Errorf("%q is neither a message id nor a transaction hash, want 0x and 64 hexadecimal digits", shown)}
	}
	return common.Hash(raw), nil
}

// tracer runs one trace command.
type tracer struct {
	*viewer
	asked   common.Hash
	asJSON  bool
	timeout time.Duration
}

// look asks the relayer, and else the chains.
func (t *tracer) look(ctx context.Context) (*inspect.Trace, error) {
	if t.api == nil {
		return t.direct.Trace(ctx, t.asked)
	}
	trace, err := t.api.Trace(ctx, t.asked, time.Now())
	switch {
	case err == nil && t.direct != nil:
		t.direct.Complete(ctx, trace)
		return trace, nil
	case err == nil:
		return trace, nil
	case t.direct == nil && errors.Is(err, inspect.ErrAPI):
		return nil, fmt.Errorf("%w (with --config or --endpoints the chains are read instead)", err)
	case t.direct == nil:
		return nil, err
	case errors.Is(err, inspect.ErrNotFound):
		t.say("the relayer does not know the message; reading the chains")
	default:
		t.say(fmt.Sprintf("%v; reading the chains", err))
	}
	return t.direct.Trace(ctx, t.asked)
}

func (t *tracer) once(ctx context.Context) error {
	limit := t.timeout
	if limit == 0 {
		limit = lookTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	trace, err := t.look(ctx)
	if err != nil {
		return exitOf(err)
	}
	if err := t.print(trace); err != nil {
		return err
	}
	return verdict(trace)
}

// exitOf gives not-found its exit code.
func exitOf(err error) error {
	if errors.Is(err, inspect.ErrNotFound) {
		return &ExitError{CodeNotFound, err}
	}
	return err
}

// verdict is the exit code of what was found.
func verdict(trace *inspect.Trace) error {
	if n := trace.Failed(); n > 0 {
		return &ExitError{CodeHandlerFailed, fmt.Errorf("%d of %d messages failed at the recipient and can be retried by anybody", n, len(trace.Messages))}
	}
	return nil
}

func (t *tracer) print(trace *inspect.Trace) error {
	if !t.asJSON {
		_, err := fmt.Fprint(t.io.out, trace.Render(t.style(t.io.out)))
		return err
	}
	line, err := trace.JSON()
	if err != nil {
		return err
	}
	_, err = t.io.out.Write(line)
	return err
}

func (t *tracer) follow(ctx context.Context) error {
	if t.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, t.timeout)
		defer cancel()
	}
	var broken error // of printing
	f := &inspect.Follower{
		Look: func(ctx context.Context) (*inspect.Trace, error) {
			ctx, cancel := context.WithTimeout(ctx, lookTimeout)
			defer cancel()
			return t.look(ctx)
		},
		Changed: func(trace *inspect.Trace) {
			fmt.Fprintf(t.io.err, "%s %s\n", trace.At.Format(time.TimeOnly), trace.Summary())
			if t.asJSON {
				broken = errors.Join(broken, t.print(trace))
			}
		},
		Trouble: func(err error) { fmt.Fprintf(t.io.err, "%s %v\n", time.Now().UTC().Format(time.TimeOnly), err) },
	}
	if t.api != nil {
		f.Watch = func(ctx context.Context, hint func()) error { return t.api.Watch(ctx, t.asked, hint) }
	}
	trace, err := f.Run(ctx)
	if trace != nil && !t.asJSON {
		broken = errors.Join(broken, t.print(trace))
	}
	switch {
	case broken != nil:
		return broken
	case err != nil && errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("not executed within %v", t.timeout)
	case err != nil:
		return err
	}
	return verdict(trace)
}
