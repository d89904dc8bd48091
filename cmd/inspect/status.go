package inspect

import "time"

// Status is how a bridge stands.
type Status struct {
	Source  Source        `json:"source"`
	From    string        `json:"from"`
	At      time.Time     `json:"at"`
	Relayer *RelayerState `json:"relayer,omitempty"` // of api alone
	Chains  []ChainState  `json:"chains"`
	Lanes   []LaneState   `json:"lanes"`
	Signers []SignerState `json:"signers"`
	Notes   []string      `json:"notes"` // what could not be looked at, and why
}

// RelayerState is the relayer that tells.
type RelayerState struct {
	Version       string  `json:"version"`
	UptimeSeconds float64 `json:"uptimeSeconds"`
	Ready         bool    `json:"ready"`
	Reason        string  `json:"reason,omitempty"` // why it is not
}

// Head is a block of a chain.
type Head struct {
	Number Number    `json:"number"`
	At     time.Time `json:"at,omitzero"`
	Word   Word      `json:"word"`
}

// ChainState is one chain.
type ChainState struct {
	ID       Number         `json:"id"`
	Latest   *Head          `json:"latest,omitempty"`
	Final    *Head          `json:"final,omitempty"`  // what an endpoint, or a relayer's light client, calls final
	Proven   *Head          `json:"proven,omitempty"` // the newest final header that a light client has verified
	Accounts []AccountState `json:"accounts"`
	Error    string         `json:"error,omitempty"`
}

// AccountState is an account that pays for deliveries.
type AccountState struct {
	Address    string `json:"address"`
	BalanceWei string `json:"balanceWei"` // decimal
	Low        bool   `json:"low"`        // below the level at which to warn
}

// LaneState is one lane.
type LaneState struct {
	Name                 string    `json:"name"` // source>target
	ID                   string    `json:"id"`
	State                string    `json:"state"`
	Since                time.Time `json:"since,omitzero"`
	Error                string    `json:"error,omitempty"`
	Sent                 *Number   `json:"sent,omitempty"`      // messages on the source, final or not
	Proven               *Number   `json:"proven,omitempty"`    // under a final header, by the relayer or by a light client here
	Delivered            *Number   `json:"delivered,omitempty"` // executed on the target
	Pending              *Number   `json:"pending,omitempty"`
	OldestPendingSeconds float64   `json:"oldestPendingSeconds"`
	Epoch                Number    `json:"epoch"`
	Threshold            int       `json:"threshold"`
	SignerCount          int       `json:"signers"`
	Word                 Word      `json:"word"`
}

// SignerState is one signer.
type SignerState struct {
	Address  string    `json:"address"`
	Lanes    []string  `json:"lanes"` // in whose sets it is
	Seen     time.Time `json:"seen,omitzero"`
	Answer   string    `json:"answer,omitempty"` // its last: approved or refused
	Reason   string    `json:"reason,omitempty"`
	Detail   string    `json:"detail,omitempty"`
	Approved Number    `json:"approved,omitempty"` // answers so far, of api alone
	Refused  Number    `json:"refused,omitempty"`
	Source   Source    `json:"source,omitempty"` // of what it said; empty: nobody could be asked
}

// Unreachable reports whether there was nobody to tell anything.
func (s *Status) Unreachable() bool {
	for i := range s.Chains {
		if s.Chains[i].Latest != nil {
			return false
		}
	}
	return s.Relayer == nil
}
