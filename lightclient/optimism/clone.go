package optimism

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
)

// The factory clones games with immutable arguments: Solady's LibClone.clone(address,
// bytes) as of its versions 0.0.x, 98 bytes of code, the arguments, and two bytes for the
// length of both of these.
var (
	clonePrefix = common.FromHex("36602c57343d527f9e4ac34f21c619cefc926c8bd93b54bf5a39c7ab2127a895af1cc0691d7e3dff593da1005b363d3d373d3d3d3d61")
	cloneMiddle = common.FromHex("806062363936013d73")
	cloneSuffix = common.FromHex("5af43d3d93803e606057fd5bf3")
)

const (
	cloneHeadBytes = 98
	// The arguments begin with the game's creator, its root claim, and the parent block's
	// hash (DisputeGameFactory.create).
	argsRootClaim = 20
	argsAfterHead = 20 + 32 + 32
)

// clone is what a game's code says of it.
type clone struct {
	implementation common.Address
	rootClaim      common.Hash
	extraData      []byte
	more           []byte // arguments of the implementation
}

// readClone reads the code of a game of the given type. The code is one that a proven
// code hash covers.
func readClone(code []byte, t GameType) (clone, error) {
	if len(code) < cloneHeadBytes+2 || len(code)-cloneHeadBytes > 0xffff {
		return clone{}, fmt.Errorf("code has %d bytes, want %d to %d", len(code), cloneHeadBytes+2, cloneHeadBytes+0xffff)
	}
	var c clone
	length := binary.BigEndian.AppendUint16(nil, uint16(len(code)-cloneHeadBytes))
	rest := code
	for _, part := range [][]byte{clonePrefix, length, cloneMiddle} {
		var ok bool
		if rest, ok = bytes.CutPrefix(rest, part); !ok {
			return clone{}, errors.New("code is not that of a clone with immutable arguments")
		}
	}
	c.implementation = common.BytesToAddress(rest[:common.AddressLength])
	rest, ok := bytes.CutPrefix(rest[common.AddressLength:], cloneSuffix)
	if !ok {
		return clone{}, errors.New("code after the implementation's address is not that of a clone with immutable arguments")
	}
	args, ok := bytes.CutSuffix(rest, length)
	if !ok {
		return clone{}, errors.New("code does not end with the length of its arguments")
	}
	if err := c.readArgs(args, t); err != nil {
		return clone{}, err
	}
	return c, nil
}

func (c *clone) readArgs(args []byte, t GameType) error {
	from := argsAfterHead
	if t.TypeInArgs {
		from += 4
	}
	to := from + t.ExtraDataBytes
	switch {
	case len(args) < to:
		return fmt.Errorf("arguments have %d bytes, want at least %d", len(args), to)
	case !t.TypeInArgs && len(args) != to:
		return fmt.Errorf("arguments have %d bytes, want %d", len(args), to)
	case t.TypeInArgs && binary.BigEndian.Uint32(args[argsAfterHead:]) != t.ID:
		return fmt.Errorf("arguments say game type %d, want %d", binary.BigEndian.Uint32(args[argsAfterHead:]), t.ID)
	}
	c.rootClaim = common.BytesToHash(args[argsRootClaim : argsRootClaim+32])
	c.extraData, c.more = args[from:to], args[to:]
	return nil
}
