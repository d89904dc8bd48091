package relayer

import "context"

// witness is a target whose endpoints can be asked about one message; *evm.Target is
// one.
type witness interface {
	// Undelivered reports whether some endpoint says that the lane's message with this
	// nonce is not delivered yet. Where one does, it is asked first from now on.
	Undelivered(ctx context.Context, sourceChain, nonce uint64) bool
}

// disputed reports whether an endpoint of the target contradicts another one, which
// says that a message is delivered. One that lies could otherwise have the relayer
// drop its batches, or begin behind them, and take the lane for served. To deliver
// what is delivered costs little, and the target finds out whose word that was.
func (s *session) disputed(ctx context.Context, nonce uint64) bool {
	target, ok := s.config.Target.(witness)
	if !ok {
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	return target.Undelivered(ctx, s.config.Lane.SourceChain, nonce)
}
