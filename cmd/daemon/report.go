package daemon

import (
	"github.com/ethereum/go-ethereum/common"
)

// Report says in plain words what a configuration means: who can do what, and what
// an attacker would need. It is made of the configuration and the files that this
// names; no network is asked, and nothing is started, locked or written.
type Report struct {
	Role    string         `json:"role"` // relayer or signer
	Name    string         `json:"name"` // a relayer's name, a signer's address
	Address common.Address `json:"address,omitzero"`
	Data    string         `json:"data"`
	Bus     string         `json:"bus"`
	BusKey  string         `json:"busKey,omitempty"` // public NKey
	Policy  []string       `json:"policy,omitempty"`
	Chains  []ChainReport  `json:"chains"`
	Lanes   []LaneReport   `json:"lanes"`

	// Warnings are what is allowed and should be known.
	Warnings []string `json:"warnings"`

	admitted map[common.Address]string // by a relayer's bus: public NKeys
}

// ChainReport is one chain as the daemon sees it.
type ChainReport struct {
	ID        uint64         `json:"id"`
	Hosts     []string       `json:"hosts"` // of the endpoints, without what may be secret
	Client    string         `json:"client"`
	Security  Security       `json:"security"` // the least that it takes to deceive the daemon
	Believes  string         `json:"believes"` // what the daemon takes for final, and on whose word
	From      string         `json:"from"`     // where trust begins, on the operator's word
	ToForge   string         `json:"toForge"`  // what it takes to show this daemon a false chain
	Proves    string         `json:"proves"`   // how the lanes that leave it are proven
	Payer     common.Address `json:"payer,omitzero"`
	MaxFee    string         `json:"maxFee,omitempty"`    // of one gas
	Delivered string         `json:"delivered,omitempty"` // when a delivery counts as such
}

// LaneReport is one lane as its contracts were deployed.
type LaneReport struct {
	Name      string           `json:"name"` // source>target
	Verifier  common.Address   `json:"verifier"`
	Threshold int              `json:"threshold,omitempty"` // 0 when the deployment does not say
	Signers   []common.Address `json:"signers,omitempty"`   // at deployment; a rotation changes the contract, not the file
	Devnet    bool             `json:"devnet,omitempty"`
	Security  Security         `json:"security"`          // of the source's light client
	Minimum   Security         `json:"minimum,omitempty"` // that the configuration wants
	ToForge   []string         `json:"toForge"`           // what an attacker needs to have a false message delivered
	ToStop    []string         `json:"toStop"`            // what it takes to hold true ones up
	Member    *bool            `json:"member,omitempty"`  // a signer's report: is it in the set?
}

func (r *Report) warn(text string) { r.Warnings = append(r.Warnings, text) }
