package lightclient

// Bounds of what a store reads and writes.
const (
	// MaxStateBytes bounds a client's own state: a header of 1000 validators with all
	// its seals is 90 KB, a beacon sync committee 25 KB.
	MaxStateBytes = 256 << 10

	// maxFileBytes bounds a store's file: the state in base64 and some hundred bytes;
	// evidence holds two headers.
	maxFileBytes = 1 << 20

	maxKindBytes = 32
)

// MaxErrorBytes bounds what one endpoint's error text adds to ours.
const MaxErrorBytes = 512
