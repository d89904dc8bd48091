package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/catenary-bridge/catenary/cmd/inspect"
)

func statusCommand(io IO) *cobra.Command {
	config := defaultInspect()
	var file string
	var asJSON bool
	var watch time.Duration
	command := &cobra.Command{
		Use:   "status",
		Short: "Tell how a bridge stands",
		Long: `Tells of every lane how far it is on both chains, what is pending and how old that is,
its state and trouble; of every chain its newest block, the newest final one and the
newest that a light client has verified, and the balance of the account that pays for
deliveries; of every signer when it was last heard of and what it said.

A relayer is asked first (--api). Where it does not answer, and --config or --endpoints
and --deployments say where to look, chains and bus are read directly, as by
` + "`catenary trace`" + `; --direct asks no relayer at all.

Exit codes: 0 the status is told, whatever it is; 1 neither a relayer nor a chain answers.

With --json, stdout gets one line, with --watch one each time: source (api or chain), from,
at, relayer{version, uptimeSeconds, ready, reason}, lanes[{name, id, state, since, error,
sent, proven, delivered, pending, oldestPendingSeconds, epoch, threshold, signers, word}],
chains[{id, latest{number, at, word}, final{…}, proven{…}, accounts[{address, balanceWei,
low}], error}], signers[{address, lanes[], seen, answer, reason, detail, approved, refused,
source}], notes[]. A lane's state is a relayer's (starting, following, backing-off, paused,
halted), or, read directly, open, paused or unknown. What is not known is absent.`,
		Example: `  catenary status
  catenary status --watch 2s
  catenary status --direct --config signer.yaml --json`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := load(command, &config, "", io); err != nil {
				return err
			}
			if watch != 0 && watch < 100*time.Millisecond {
				return &ExitError{CodeUsage, fmt.Errorf("watch: %v, want 100ms or more, or 0 for once", watch)}
			}
			viewer, err := openViewer(command.Context(), config, file, command.Flags().Changed("api"), io)
			if err != nil {
				return err
			}
			defer viewer.close()
			return viewer.watch(command.Context(), watch, config.LowBalance, asJSON)
		},
	}
	inspecting(command, &config, &file)
	command.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	command.Flags().DurationVar(&watch, "watch", 0, "look again and again, this far apart")
	return command
}

// watch shows the status once, or until ctx ends.
func (v *viewer) watch(ctx context.Context, every time.Duration, lowEther float64, asJSON bool) error {
	for first := true; ; first = false {
		status, err := v.status(ctx, lowEther)
		switch {
		case ctx.Err() != nil && every > 0:
			return nil // it was meant to end so
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil && (every == 0 || first):
			return err
		case err != nil:
			fmt.Fprintln(v.io.err, "catenary:", err)
		default:
			if err := v.show(status, every > 0, asJSON); err != nil {
				return err
			}
		}
		if every == 0 && status.Unreachable() {
			return errors.New("no chain answers")
		}
		if every == 0 {
			return nil
		}
		timer := time.NewTimer(every)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-timer.C:
		}
	}
}

func (v *viewer) status(ctx context.Context, lowEther float64) (*inspect.Status, error) {
	ctx, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	if v.api == nil {
		return v.direct.Status(ctx)
	}
	status, err := v.api.Status(ctx, lowEther, time.Now())
	switch {
	case err == nil:
		return status, nil
	case v.direct == nil && errors.Is(err, inspect.ErrAPI):
		return nil, fmt.Errorf("%w (with --config or --endpoints the chains are read instead)", err)
	case v.direct == nil:
		return nil, err
	}
	v.say(fmt.Sprintf("%v; reading the chains", err))
	return v.direct.Status(ctx)
}

// show prints a status; one that is watched takes the place of the one before, on a
// terminal.
func (v *viewer) show(status *inspect.Status, watched, asJSON bool) error {
	if asJSON {
		line, err := status.JSON()
		if err == nil {
			_, err = v.io.out.Write(line)
		}
		return err
	}
	style := v.style(v.io.out)
	text := status.Render(style)
	switch {
	case watched && style.Width > 0:
		text = "\x1b[H\x1b[2J" + text
	case watched:
		text = status.At.Format(time.DateTime) + "\n" + text + "\n"
	}
	_, err := fmt.Fprint(v.io.out, text)
	return err
}
