package daemon

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient/rpcquorum"
	"github.com/catenary-bridge/catenary/messages/bus"
)

// CheckRelayer refuses what a relayer would refuse that can be seen in its
// configuration and the files this names, and says what the rest means.
func CheckRelayer(config RelayerConfig) (*Report, error) {
	if err := config.check(); err != nil {
		return nil, err
	}
	r := &Report{Role: "relayer", Name: config.Name, Data: config.Data, Bus: config.Bus.URL}
	for i := range config.Chains {
		chain := r.chain(&config.Chains[i])
		if err := r.payer(&config.Chains[i], &chain); err != nil {
			return nil, err
		}
		r.Chains = append(r.Chains, chain)
	}
	r.rank(config.Chains)
	if err := r.lanes(config.Chains, config.Lanes); err != nil {
		return nil, err
	}
	if err := r.relayerBus(&config); err != nil {
		return nil, err
	}
	return r, nil
}

func (r *Report) relayerBus(config *RelayerConfig) error {
	b := config.Bus
	if b.Identity != "" {
		identity, err := bus.ReadIdentity(b.Identity)
		if err != nil {
			return fmt.Errorf("%w: bus.identity: %w", ErrConfig, err)
		}
		r.BusKey = identity.Public()
	}
	if b.Embed {
		r.Bus = "served here, on " + net.JoinHostPort(b.Host, fmt.Sprint(b.Port))
		if !onLoopback(b.Host) && b.TLS.Certificate == "" {
			return fmt.Errorf("%w: bus.host: %s is not loopback, want bus.tls for it", ErrConfig, b.Host)
		}
	}
	for i, signer := range b.Signers {
		if err := bus.CheckPublicKey(signer.Key); err != nil {
			return fmt.Errorf("%w: bus.signers[%d].key: %w", ErrConfig, i, err)
		}
	}
	r.admit(b.Signers)
	r.bus(b.Signers)
	return nil
}

// CheckSigner does the same for a signer.
func CheckSigner(config SignerConfig) (*Report, error) {
	if err := config.check(); err != nil {
		return nil, err
	}
	r := &Report{Role: "signer", Data: config.Data, Bus: config.Bus.URL}
	entry, err := lookAtKey(AccountConfig(config.Account), "account", r)
	if err != nil {
		return nil, err
	}
	r.Address, r.Name = entry.Address, entry.Address.Hex()
	identity, err := bus.ReadIdentity(config.Bus.Identity)
	if err != nil {
		return nil, fmt.Errorf("%w: bus.identity: %w", ErrConfig, err)
	}
	r.BusKey = identity.Public()
	for i := range config.Chains {
		r.Chains = append(r.Chains, r.chain(&config.Chains[i]))
	}
	r.rank(config.Chains)
	if err := r.lanes(config.Chains, config.Lanes); err != nil {
		return nil, err
	}
	r.membership()
	r.policy(config.Policy)
	return r, r.record(&config)
}

// membership says of each lane whether this signer counts there.
func (r *Report) membership() {
	for i := range r.Lanes {
		lane := &r.Lanes[i]
		if lane.Threshold == 0 {
			continue
		}
		member := slices.Contains(lane.Signers, r.Address)
		lane.Member = &member
		if !member {
			r.warn(fmt.Sprintf("lane %s: %s was not in its signer set at deployment: its approvals count only after a rotation", lane.Name, r.Address))
		}
	}
}

func (r *Report) policy(p PolicyConfig) {
	if p.Hold != "" {
		r.Policy = append(r.Policy, fmt.Sprintf("signs nothing: %s", p.Hold))
	}
	if p.Delay > 0 {
		r.Policy = append(r.Policy, fmt.Sprintf("signs a proof when it is %v old", p.Delay))
	}
	if p.Messages > 0 {
		r.Policy = append(r.Policy, fmt.Sprintf("signs for %d messages of a lane in %v at most", p.Messages, p.Per))
	}
	if len(r.Policy) == 0 {
		r.Policy = append(r.Policy, "signs whatever is proven, at once")
	}
}

// record says what a start would do with the signing record.
func (r *Report) record(config *SignerConfig) error {
	path := filepath.Join(config.Data, recordFile)
	_, err := os.Stat(path)
	switch missing := errors.Is(err, fs.ErrNotExist); {
	case err != nil && !missing:
		return fmt.Errorf("%w: data: %w", ErrConfig, err)
	case missing && !config.NewRecord:
		r.warn(fmt.Sprintf("there is no signing record %s: the signer starts with --new-record alone, which is right once, for a key that has never signed", path))
	case !missing && config.NewRecord:
		return fmt.Errorf("%w: new-record: true, but there is a record already: leave it out from now on", ErrConfig)
	}
	return nil
}

// CheckTogether refuses what is wrong with several configurations side by side: two
// processes with one name, one key or one data directory. It warns where one lying
// server would be believed, or could hold things up, more than once.
func CheckTogether(reports []*Report) (warnings []string, err error) {
	type holder struct{ what, value string }
	held := map[holder]int{}
	for i, r := range reports {
		claims := []holder{{"data", r.Data}, {"name", r.Role + " " + r.Name}}
		if r.BusKey != "" {
			claims = append(claims, holder{"bus.identity", r.BusKey})
		}
		for _, claim := range claims {
			if claim.what == "data" {
				if absolute, err := filepath.Abs(claim.value); err == nil {
					claim.value = absolute
				}
			}
			if first, twice := held[claim]; twice {
				return nil, fmt.Errorf("%w: %s: file %d and file %d share %q, want one each", ErrConfig, claim.what, first+1, i+1, claim.value)
			}
			held[claim] = i
		}
	}
	return sharedHosts(reports), busKeys(reports)
}

// sharedHosts names the daemons that ask the very same servers of a chain.
func sharedHosts(reports []*Report) (warnings []string) {
	type place struct {
		chain uint64
		hosts string
	}
	asking := map[place][]string{}
	believed := map[place]bool{}
	var order []place
	for _, r := range reports {
		for _, c := range r.Chains {
			at := place{c.ID, strings.Join(slices.Sorted(slices.Values(c.Hosts)), ", ")}
			if asking[at] == nil {
				order = append(order, at)
			}
			asking[at] = append(asking[at], r.Role+" "+r.Name)
			believed[at] = believed[at] || c.Client == rpcquorum.Kind
		}
	}
	for _, at := range order {
		who := asking[at]
		if len(who) < 2 {
			continue
		}
		what := "whoever stops these, stops all"
		if believed[at] {
			what = "whoever owns enough of these deceives all at once, as no signer sees for itself"
		}
		warnings = append(warnings, fmt.Sprintf("chain %d: %d daemons ask %s and nobody else: %s; give each its own endpoints (%s)", at.chain, len(who), at.hosts, what, strings.Join(who, ", ")))
	}
	return warnings
}

// busKeys compares the signers that relayers admit with the signers themselves.
func busKeys(reports []*Report) error {
	for _, relayer := range reports {
		for address, key := range relayer.admitted {
			for _, s := range reports {
				if s.Role == "signer" && s.Address == address && s.BusKey != key {
					return fmt.Errorf("%w: bus.signers: relayer %s admits %s with key %s, the signer has %s", ErrConfig, relayer.Name, address, key, s.BusKey)
				}
			}
		}
	}
	return nil
}

// admit notes whom a relayer's bus admits.
func (r *Report) admit(signers []BusSigner) {
	r.admitted = map[common.Address]string{}
	for _, s := range signers {
		r.admitted[common.HexToAddress(s.Address)] = s.Key
	}
}
