package daemon

import (
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// ClientConfig says whom to believe about a chain's headers. Which keys mean something
// is for the kind to say; all others are refused. configs/lightclients.yaml shows each.
type ClientConfig struct {
	Kind string `mapstructure:"kind"`

	// Where trust begins: number and hash of a block, or, of a beacon chain, the root of a
	// checkpoint.
	AnchorNumber uint64      `mapstructure:"anchor-number"`
	AnchorHash   common.Hash `mapstructure:"anchor-hash"`
	Checkpoint   common.Hash `mapstructure:"checkpoint"`

	TrustingPeriod time.Duration `mapstructure:"trusting-period"` // 0 means the kind's default
	ClockDrift     time.Duration `mapstructure:"clock-drift"`     // 0 means the kind's default

	// rpcquorum
	Quorum      int    `mapstructure:"quorum"`       // endpoints that must agree
	Finality    string `mapstructure:"finality"`     // finalized, safe or confirmations:<n>
	AllowSingle bool   `mapstructure:"allow-single"` // let one endpoint decide alone (devnets)

	// qbft
	Schedule         []QBFTRulesConfig `mapstructure:"schedule"`          // default: QBFT headers that list their validators
	AnchorValidators []common.Address  `mapstructure:"anchor-validators"` // where a contract keeps them and no endpoint has the anchor's state

	// beacon, parlia
	Network string `mapstructure:"network"` // by name; beacon: or a file like config.yaml

	// beacon
	Endpoints             []string    `mapstructure:"endpoints"`               // of beacon nodes, https:// or http://, the preferred first
	GenesisValidatorsRoot common.Hash `mapstructure:"genesis-validators-root"` // where network is a file
	GenesisTime           uint64      `mapstructure:"genesis-time"`            // where network is a file; seconds

	// parlia, for networks without a name
	Forks []ParliaForkConfig `mapstructure:"forks"`

	// clique
	Period             uint64 `mapstructure:"period"` // seconds, of the genesis
	Epoch              uint64 `mapstructure:"epoch"`  // blocks, of the genesis
	ExtraConfirmations uint64 `mapstructure:"extra-confirmations"`

	// optimism
	Parent      uint64         `mapstructure:"parent"`       // id of the configured chain that this one is verified through
	IsthmusTime uint64         `mapstructure:"isthmus-time"` // seconds; 0: since genesis
	Games       OPGamesConfig  `mapstructure:"games"`
	Oracle      OPOracleConfig `mapstructure:"oracle"`
}

// QBFTRulesConfig are rules that hold from one block on.
type QBFTRulesConfig struct {
	From     uint64             `mapstructure:"from"`
	Dialect  qbft.Dialect       `mapstructure:"dialect"` // qbft or ibft2
	Contract QBFTContractConfig `mapstructure:"contract"`
}

// QBFTContractConfig names the contract that keeps the validators.
type QBFTContractConfig struct {
	Address  common.Address `mapstructure:"address"`
	CodeHash common.Hash    `mapstructure:"code-hash"`
	Slot     uint64         `mapstructure:"slot"` // of the address[] that getValidators() returns
}

// ParliaForkConfig is a change of the rules of a Parlia network; see parlia.Fork.
type ParliaForkConfig struct {
	Time         uint64 `mapstructure:"time"`         // seconds; the first has 0
	EpochLength  uint64 `mapstructure:"epoch-length"` // blocks
	VoteDepth    uint64 `mapstructure:"vote-depth"`
	Milliseconds bool   `mapstructure:"milliseconds"`
}

// OPContractConfig names a contract on the parent chain. The last two are pins: the
// client stops when the contract is upgraded.
type OPContractConfig struct {
	Address        common.Address `mapstructure:"address"`
	CodeHash       common.Hash    `mapstructure:"code-hash"`
	Implementation common.Address `mapstructure:"implementation"`
}

// OPGamesConfig describes an OP-stack deployment with fault proofs.
type OPGamesConfig struct {
	Factory       OPContractConfig   `mapstructure:"factory"`
	FinalityDelay time.Duration      `mapstructure:"finality-delay"` // 0 means 84h, as on mainnet
	MinimumAge    time.Duration      `mapstructure:"minimum-age"`    // 0 means 84h
	Types         []OPGameTypeConfig `mapstructure:"types"`
	Guardian      OPGuardianConfig   `mapstructure:"guardian"`
	Slots         OPGameSlotsConfig  `mapstructure:"slots"` // without them those of the published contracts
}

// OPGameTypeConfig is a type of dispute game that is believed.
type OPGameTypeConfig struct {
	ID             uint32         `mapstructure:"id"`
	Implementation common.Address `mapstructure:"implementation"`
	ExtraDataBytes int            `mapstructure:"extra-data-bytes"` // 0 means 32
	TypeInArgs     bool           `mapstructure:"type-in-args"`
	ArgsHash       common.Hash    `mapstructure:"args-hash"` // keccak256 of gameArgs(id) of the factory, with type-in-args
}

// OPGameSlotsConfig is a storage layout: all of it, or nothing.
type OPGameSlotsConfig struct {
	Games      uint64 `mapstructure:"games"` // of the factory's mapping
	List       uint64 `mapstructure:"list"`  // of the factory's list
	State      uint64 `mapstructure:"state"` // of a game's state; the rest are bytes within
	CreatedAt  uint8  `mapstructure:"created-at"`
	ResolvedAt uint8  `mapstructure:"resolved-at"`
	Status     uint8  `mapstructure:"status"`
	Bytes      uint8  `mapstructure:"bytes"` // in use
}

// OPGuardianConfig says where the guardian takes back what games decided wrongly.
type OPGuardianConfig struct {
	Kind           string         `mapstructure:"kind"` // portal, registry, or none
	Address        common.Address `mapstructure:"address"`
	CodeHash       common.Hash    `mapstructure:"code-hash"`
	Implementation common.Address `mapstructure:"implementation"`
}

// OPOracleConfig describes an OP-stack deployment with an output oracle.
type OPOracleConfig struct {
	Address            common.Address `mapstructure:"address"`
	CodeHash           common.Hash    `mapstructure:"code-hash"`
	Implementation     common.Address `mapstructure:"implementation"`
	Slot               uint64         `mapstructure:"slot"`                // of the outputs; 0 means 3
	FinalizationPeriod time.Duration  `mapstructure:"finalization-period"` // 0 means 168h
}
