package e2e

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/catenary-bridge/catenary"

type goPackage struct {
	ImportPath   string
	Imports      []string
	TestImports  []string
	XTestImports []string
	Deps         []string
	GoFiles      []string
}

func (p goPackage) name() string {
	return strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")
}

// ours lists the packages of this module that p imports, tests aside.
func (p goPackage) ours() (names []string) {
	for _, path := range p.Imports {
		if strings.HasPrefix(path, module) {
			names = append(names, strings.TrimPrefix(strings.TrimPrefix(path, module), "/"))
		}
	}
	return names
}

func listPackages(t *testing.T) []goPackage {
	t.Helper()
	command := exec.Command("go", "list", "-json=ImportPath,Imports,TestImports,XTestImports,Deps,GoFiles", module+"/...")
	out, err := command.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var packages []goPackage
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p goPackage
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
}

// within reports whether a package is one of the trees or lies below one.
func within(name string, trees ...string) bool {
	return slices.ContainsFunc(trees, func(tree string) bool { return name == tree || strings.HasPrefix(name, tree+"/") })
}

// mayImport is the table of the architecture: trust order is import order. A tree
// may import itself and what is listed; the longest matching tree decides.
var mayImport = map[string][]string{
	"messages":              nil,
	"messages/quorum":       {"messages"},
	"messages/bus":          {"messages"},
	"lightclient":           {"messages"},
	"lightclient/mpt":       nil,
	"lightclient/qbft":      {"lightclient", "lightclient/mpt"},
	"lightclient/rpcquorum": {"lightclient", "lightclient/mpt"},
	"lightclient/beacon":    {"lightclient", "lightclient/mpt"},
	"lightclient/parlia":    {"lightclient", "lightclient/mpt"},
	"lightclient/optimism":  {"lightclient", "lightclient/mpt"},
	"lightclient/clique":    {"lightclient", "lightclient/mpt"},
	"lightclient/mutation":  nil,
	// What tests of a client share may use what tests of all clients share.
	"lightclient/qbft/qbfttest":     {"lightclient", "lightclient/qbft", "lightclient/clienttest"},
	"lightclient/parlia/parliatest": {"lightclient", "lightclient/parlia", "lightclient/clienttest"},
	"lightclient/clique/cliquetest": {"lightclient", "lightclient/clique", "lightclient/clienttest"},
	"lightclient/clienttest":        {"lightclient"},
	"chains":                        {"messages", "lightclient"},
	"chains/observe":                {"chains", "lightclient", "lightclient/mpt", "messages"},
	"chains/evm":                    {"chains", "chains/evm/bindings", "lightclient", "lightclient/mpt", "messages"},
	"chains/chaintest":              {"chains", "lightclient", "messages", "chains/observe"},
	"chains/devnet":                 {"lightclient", "lightclient/qbft", "messages"},
	"signer":                        {"chains", "chains/observe", "lightclient", "messages", "messages/bus", "messages/quorum"},
	"relayer":                       {"chains", "chains/observe", "lightclient", "messages", "messages/bus", "messages/quorum"},
	"configs":                       {"messages"},
	"cmd":                           {""},
	"e2e":                           {""},
	"chains/evm/contracts":          nil,
	"chains/evm/bindings":           nil,
}

func rule(name string) (tree string, allowed []string, ok bool) {
	for candidate, list := range mayImport {
		if within(name, candidate) && len(candidate) >= len(tree) {
			tree, allowed, ok = candidate, list, true
		}
	}
	return tree, allowed, ok
}

// TestTrustOrderIsImportOrder keeps the table of docs/architecture.md.
func TestTrustOrderIsImportOrder(t *testing.T) {
	for _, p := range listPackages(t) {
		tree, allowed, ok := rule(p.name())
		if !ok {
			t.Errorf("%s has no place in the architecture", p.ImportPath)
			continue
		}
		if slices.Contains(allowed, "") {
			continue // the command and the stories may import all
		}
		for _, imported := range p.ours() {
			importedTree, _, _ := rule(imported)
			if importedTree == tree || slices.Contains(allowed, importedTree) || slices.Contains(allowed, imported) {
				continue
			}
			t.Errorf("%s imports %s, which the architecture does not allow to %s", p.name(), imported, tree)
		}
	}
}

// only checks that the given imports occur in the given trees alone.
func only(t *testing.T, what string, imported []string, trees ...string) {
	t.Helper()
	for _, p := range listPackages(t) {
		for _, path := range p.Imports {
			if within(path, imported...) && !within(p.name(), trees...) {
				t.Errorf("%s imports %s: %s", p.name(), path, what)
			}
		}
	}
}

func TestOnlyTheOverlayKnowsLibp2p(t *testing.T) {
	only(t, "only chains/devnet/p2p/overlay knows libp2p", []string{"github.com/libp2p", "github.com/multiformats"}, "chains/devnet/p2p/overlay")
}

func TestOnlyTheBusKnowsNATS(t *testing.T) {
	only(t, "only messages/bus knows NATS", []string{"github.com/nats-io/nats.go", "github.com/nats-io/nats-server", "github.com/nats-io/nkeys"}, "messages/bus")
}

func TestOnlyTheChainFamiliesKnowJSONRPC(t *testing.T) {
	// beacontest serves what an execution node would, for tests.
	only(t, "only chains/evm and chains/devnet know JSON-RPC", []string{"github.com/ethereum/go-ethereum/rpc", "github.com/ethereum/go-ethereum/ethclient"},
		"chains/evm", "chains/devnet", "lightclient/beacon/beacontest", "e2e")
}

// TestSignerNeverLinksRelayer: not even through somebody else.
func TestSignerNeverLinksRelayer(t *testing.T) {
	for _, p := range listPackages(t) {
		if !within(p.name(), "signer") {
			continue
		}
		for _, dependency := range p.Deps {
			if within(dependency, module+"/relayer") {
				t.Errorf("%s links %s", p.name(), dependency)
			}
		}
	}
}

// TestNothingBelowImportsTheDaemons: nothing but the command and the stories
// imports the relayer, and nothing but they and itself the signer.
func TestNothingBelowImportsTheDaemons(t *testing.T) {
	only(t, "only cmd and e2e may", []string{module + "/relayer"}, "relayer", "cmd", "e2e")
	only(t, "only cmd and e2e may", []string{module + "/signer"}, "signer", "cmd", "e2e")
}

// TestOnlyLightClientsBelieve: lightclient.Believe makes a verified header out of
// any header, so that nobody else may call it outside of tests.
func TestOnlyLightClientsBelieve(t *testing.T) {
	for _, p := range listPackages(t) {
		if within(p.name(), "lightclient") || strings.HasSuffix(p.name(), "test") {
			continue // clients, and the suites that stand in for them
		}
		for _, file := range p.GoFiles {
			if mentions(t, p, file, "lightclient.Believe") {
				t.Errorf("%s/%s calls lightclient.Believe", p.name(), file)
			}
		}
	}
}
