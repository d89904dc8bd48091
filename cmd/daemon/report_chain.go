package daemon

import (
	"fmt"
	"math/big"
	"net"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains/observe"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
	"github.com/catenary-bridge/catenary/signer/keys"
)

// chain describes one chain of a configuration that has been checked.
func (r *Report) chain(c *ChainConfig) ChainReport {
	report := ChainReport{ID: c.ID, Client: c.Client.Kind}
	for _, endpoint := range c.Endpoints {
		parsed, err := url.Parse(endpoint)
		if err != nil {
			continue // the check has refused it
		}
		if !slices.Contains(report.Hosts, parsed.Host) {
			report.Hosts = append(report.Hosts, parsed.Host)
		}
		if (parsed.Scheme == "http" || parsed.Scheme == "ws") && !onLoopback(parsed.Hostname()) {
			r.warn(fmt.Sprintf("chain %d: %s is reached without TLS: whoever is on the way can hold answers up, and see what is asked", c.ID, parsed.Host))
		}
	}
	if len(report.Hosts) == 1 {
		r.warn(fmt.Sprintf("chain %d: %s is the only endpoint: when it is down or lies, the lanes wait", c.ID, report.Hosts[0]))
	}
	words := lightClients[c.Client.Kind].describe(c)
	report.Believes, report.ToForge, report.From = words.believes, words.toForge, words.from
	if report.From == "" {
		report.From = fmt.Sprintf("block %d, %s", c.Client.AnchorNumber, c.Client.AnchorHash)
	}
	report.Proves = provenBy(c.Proofs)
	if c.Proofs == observe.ModeReceipts {
		r.warn(fmt.Sprintf("chain %d: proofs: receipts show what the contract at the Outbox's address emits, not which code it has: make sure of the address in %s; and the first start reads every header since a lane's first message", c.ID, c.Deployment))
	}
	for _, warning := range words.warnings {
		r.warn(fmt.Sprintf("chain %d: %s", c.ID, warning))
	}
	return report
}

// provenBy says how lanes are proven.
func provenBy(mode observe.Mode) string {
	switch mode {
	case observe.ModeLaneProof:
		return "by storage proofs of the Outbox"
	case observe.ModeReceipts:
		return "by all receipts of every block"
	}
	return "by storage proofs of the Outbox; by all receipts of every block while no endpoint makes any"
}

// payer describes what a relayer's chain has beside a signer's.
func (r *Report) payer(c *ChainConfig, chain *ChainReport) error {
	entry, err := lookAtKey(c.Account, fmt.Sprintf("chain %d: account", c.ID), r)
	if err != nil {
		return err
	}
	fees, err := c.Fees.bounds()
	if err != nil {
		return fmt.Errorf("chain %d: %w", c.ID, err)
	}
	chain.Payer = entry.Address
	chain.MaxFee = fmt.Sprintf("%s gwei, %s of them as a tip", gwei(fees.MaxFee), gwei(fees.MaxTip))
	tag := c.Finality
	if tag == "" {
		tag = "latest"
	}
	chain.Delivered = "once it is " + tag
	if tag == "latest" {
		chain.Delivered = "once it is mined"
	}
	if c.Confirmations > 0 {
		chain.Delivered += fmt.Sprintf(" and %d blocks deep", c.Confirmations)
	} else if tag == "latest" && c.Client.Kind != qbft.Kind {
		r.warn(fmt.Sprintf("chain %d: finality: a delivery counts as soon as it is mined, and a reorganisation may undo it; the lane then delivers again", c.ID))
	}
	return nil
}

// lookAtKey checks a key's file and its passphrase's, and decrypts nothing.
func lookAtKey(account AccountConfig, name string, r *Report) (keys.Entry, error) {
	if account.Keystore == "" {
		return keys.Entry{}, fmt.Errorf("%s: %w", name, errNoKeystore)
	}
	entry, err := keys.Look(account.Keystore)
	if err != nil {
		return keys.Entry{}, fmt.Errorf("%w: %s.keystore: %w", ErrConfig, name, err)
	}
	if account.PassphraseFile == "" {
		if _, given := os.LookupEnv(keys.PassphraseVariable); !given {
			r.warn(fmt.Sprintf("%s: no passphrase-file: it will be asked for at a terminal, or taken from %s", name, keys.PassphraseVariable))
		}
		return entry, nil
	}
	source := keys.PassphraseSource{File: account.PassphraseFile}
	if _, err := source.Passphrase(); err != nil {
		return keys.Entry{}, fmt.Errorf("%w: %s.passphrase-file: %w", ErrConfig, name, err)
	}
	return entry, nil
}

// gwei renders wei in units of 10^9.
func gwei(wei *big.Int) string {
	return new(big.Float).Quo(new(big.Float).SetInt(wei), big.NewFloat(1e9)).Text('g', 12)
}

func onLoopback(host string) bool {
	address := net.ParseIP(host)
	return host == "localhost" || address != nil && address.IsLoopback()
}

// rank fills in what it takes to deceive each chain's client, parents included.
func (r *Report) rank(chains []ChainConfig) {
	known := byID(chains)
	for i := range r.Chains {
		r.Chains[i].Security = securityOf(r.Chains[i].ID, known)
	}
}

// deployments reads the deployment files, which the check has found to be there.
func deployments(chains []ChainConfig) (map[uint64]*chain, error) {
	read := map[uint64]*chain{}
	for i := range chains {
		deployment, err := chains[i].readDeployment()
		if err != nil {
			return nil, err
		}
		read[chains[i].ID] = &chain{config: chains[i], deployment: deployment}
	}
	return read, nil
}

// addresses renders a set for people.
func addresses(set []common.Address) string {
	texts := make([]string, len(set))
	for i := range set {
		texts[i] = set[i].Hex()
	}
	return strings.Join(texts, ", ")
}
