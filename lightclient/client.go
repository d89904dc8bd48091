package lightclient

import (
	"context"

	"github.com/ethereum/go-ethereum/common"
)

// Header is the part of a block header that others build on. In itself it is a
// claim; see [Final].
type Header struct {
	Number       uint64      `json:"number"`
	Hash         common.Hash `json:"hash"` // as the chain itself links it: for QBFT the on-chain hash
	ParentHash   common.Hash `json:"parentHash"`
	StateRoot    common.Hash `json:"stateRoot"`
	ReceiptsRoot common.Hash `json:"receiptsRoot"`
	Time         uint64      `json:"time"` // seconds
}

// Final is a header that a light client has verified and holds to be final. Only
// light clients make one, with [Believe]; whoever takes a Final as an argument
// therefore cannot be handed an unverified header by mistake.
type Final struct{ header Header }

// Believe turns a header into a Final. To be called by light clients alone, after
// their verification; a test of the import rules keeps it so.
func Believe(header Header) Final { return Final{header} }

// Header returns the verified header. It is the zero Header for the zero Final,
// whose state root no proof can meet.
func (f Final) Header() Header { return f.header }

// IsZero reports whether there is no header.
func (f Final) IsZero() bool { return f.header == Header{} }

// Client follows the headers of one chain. All methods may be called
// concurrently.
type Client interface {
	// ChainID returns the EIP-155 id of the chain that the client was anchored to.
	ChainID() uint64

	// Final returns the newest final header that the client has verified; it does
	// no I/O and never goes back.
	Final() Final

	// Update asks the client's provider for news, verifies it, makes it durable and
	// returns the newest final header, which is at or above what Final returned
	// before. A *RejectedError says that the provider's answer was refused and why:
	// ask another. A *FrozenError is for good: the client has seen two believable
	// headers that exclude each other and trusts nothing more. After any error
	// Final is unchanged.
	Update(ctx context.Context) (Final, error)
}
