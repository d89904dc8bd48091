package e2e_test

// The ways of a hostile recipient, in the order of Hostile.sol.
const (
	wayAccept uint8 = iota
	wayRevert
	wayBurn
	wayInvalid
	wayBomb
	wayReturnBomb
	wayReenter
	waySelfDestruct
)
