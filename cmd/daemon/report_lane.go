package daemon

import (
	"fmt"
	"slices"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/messages"
)

// lanes describes every lane that the daemon would work on.
func (r *Report) lanes(chains []ChainConfig, configured []LaneConfig) error {
	opened, err := deployments(chains)
	if err != nil {
		return err
	}
	found, err := lanes(configured, opened)
	if err != nil {
		return err
	}
	slices.SortFunc(found, func(a, b messages.Lane) int {
		return slices.Compare([]uint64{a.SourceChain, a.TargetChain}, []uint64{b.SourceChain, b.TargetChain})
	})
	known := byID(chains)
	for _, lane := range found {
		report := r.lane(lane, opened[lane.SourceChain], opened[lane.TargetChain])
		report.Security = securityOf(lane.SourceChain, known)
		for _, l := range configured {
			if l.Source == lane.SourceChain && l.Target == lane.TargetChain {
				report.Minimum = l.MinimumSecurity
			}
		}
		r.Lanes = append(r.Lanes, report)
	}
	return nil
}

func (r *Report) lane(lane messages.Lane, source, target *chain) LaneReport {
	report := LaneReport{Name: fmt.Sprintf("%d>%d", lane.SourceChain, lane.TargetChain), Verifier: target.deployment.Verifiers[lane.SourceChain]}
	set, known := target.deployment.SignerSets[lane.SourceChain]
	if !known {
		r.warn(fmt.Sprintf("lane %s: its deployment file does not say who signs: ask verifier %s on chain %d", report.Name, report.Verifier, lane.TargetChain))
	}
	report.Signers, report.Threshold, report.Devnet = set.Signers, set.Threshold, set.Devnet
	if known && set.Threshold == 1 {
		r.warn(fmt.Sprintf("lane %s: ONE key of %d is enough to forge any message; its verifier was deployed for a devnet", report.Name, len(set.Signers)))
	}
	threshold, stop := "the threshold of", "enough"
	if known {
		threshold = fmt.Sprintf("%d of the %d", set.Threshold, len(set.Signers))
		stop = fmt.Sprintf("%d of the %d", len(set.Signers)-set.Threshold+1, len(set.Signers))
	}
	report.ToForge = []string{
		fmt.Sprintf("the keys of %s signers", threshold),
		fmt.Sprintf("a false chain %d that %s signers believe, each by a light client and endpoints of its own: %s", lane.SourceChain, threshold, lightClients[source.config.Client.Kind].describe(&source.config).ofLane),
		fmt.Sprintf("the owner's key on chain %d, and nobody who looks for the length of its timelock", lane.TargetChain),
	}
	report.ToStop = []string{
		fmt.Sprintf("%s signers that are down or refuse", stop),
		"every relayer of the lane: anybody may run one",
		fmt.Sprintf("the guardian of chain %d, who may pause it", lane.TargetChain),
	}
	return report
}

// bus compares who is admitted to the bus with who counts.
func (r *Report) bus(admitted []BusSigner) {
	known := map[common.Address]bool{}
	for _, s := range admitted {
		known[common.HexToAddress(s.Address)] = true
	}
	counts := map[common.Address]bool{}
	for _, lane := range r.Lanes {
		var missing []common.Address
		for _, s := range lane.Signers {
			counts[s] = true
			if !known[s] {
				missing = append(missing, s)
			}
		}
		if left := len(lane.Signers) - len(missing); lane.Threshold > 0 && left < lane.Threshold {
			r.warn(fmt.Sprintf("lane %s: the bus admits %d of its signers, the threshold is %d: nothing can be delivered until bus.signers names %s", lane.Name, left, lane.Threshold, addresses(missing)))
		} else if len(missing) > 0 {
			r.warn(fmt.Sprintf("lane %s: bus.signers does not name %s: they cannot answer", lane.Name, addresses(missing)))
		}
	}
	for _, s := range admitted {
		if address := common.HexToAddress(s.Address); len(counts) > 0 && !counts[address] {
			r.warn(fmt.Sprintf("bus.signers names %s, which was in no lane's signer set at deployment: its approvals count only after a rotation", address))
		}
	}
}
