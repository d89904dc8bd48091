// Command catenary carries messages between chains: relayer, signer, devnet and
// all that goes with them in one binary.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/catenary-bridge/catenary/cmd/catenary/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	// A later interrupt ends the process at once, should the orderly end take too long.
	// Not one within a second: a terminal that closes, or timeout(1), signals twice.
	context.AfterFunc(ctx, func() { time.Sleep(time.Second); stop() })
	err := cli.Root(cli.Terminal(os.Stdin, os.Stdout, os.Stderr, os.Environ())).ExecuteContext(ctx)
	interrupted := ctx.Err() != nil
	stop()
	var exit *cli.ExitError
	switch {
	case err == nil:
	case interrupted && errors.Is(err, context.Canceled):
		fmt.Fprintln(os.Stderr, "catenary: interrupted")
		os.Exit(cli.CodeFailure)
	case errors.As(err, &exit):
		fmt.Fprintln(os.Stderr, "catenary:", exit)
		os.Exit(exit.Code)
	default:
		fmt.Fprintln(os.Stderr, "catenary:", err)
		os.Exit(cli.CodeFailure)
	}
}
