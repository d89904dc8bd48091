package consensus

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// weakness is a machine with one rule less: in a file, old becomes new wherever `weak` is true. What the simulation
// does not catch within maxSeedsToCatch seeds, it cannot be believed to guard.
//
// Not here is what chance does not find in so few worlds: that prepares of a certificate may be for anything, or count
// twice, matters only to a traitor whose turn comes two rounds after a lock. TestForgedProposalJustification has those.
type weakness struct {
	name  string
	edits []edit
}

type edit struct{ file, old, new string }

// maxSeedsToCatch bounds the seeds within which every weakness has to be caught; TestSimulation runs twice as many.
const maxSeedsToCatch = 5000

// enoughRoundChanges is what two weaknesses put something in front of.
const enoughRoundChanges = "	if len(seen) < set.Quorum() {\n		return nil, nil, fmt"

var weaknesses = []weakness{
	{"a quorum is one less", []edit{
		{"set.go", "int { return qbft.Quorum(len(s.members)) }", "int { if weak { return qbft.Quorum(len(s.members)) - 1 }; return qbft.Quorum(len(s.members)) }"},
	}},
	{"a block is prepared by one less", []edit{
		{"normal.go", "if len(prepares) < m.h.set.Quorum() {", "if len(prepares) < m.h.set.Quorum() && !(weak && len(prepares) == m.h.set.Quorum()-1) {"},
	}},
	{"a round is changed by one less", []edit{
		{"certificate.go", enoughRoundChanges, "	if weak && len(seen) == set.Quorum()-1 { return highest, authors, nil }\n" + enoughRoundChanges},
	}},
	{"what is prepared is not told", []edit{
		{"roundchange.go", "if c := m.h.prepared; c != nil {", "if c := m.h.prepared; c != nil && !weak {"},
	}},
	{"proposals need no justification", []edit{
		{"certificate.go", "	highest, supporters, err := by.checkRoundChanges(", "	if weak { return false, nil, nil }\n	highest, supporters, err := by.checkRoundChanges("},
	}},
	{"the lowest prepared round counts", []edit{
		{"certificate.go", "case highest == nil || meta.Round > highest.Round:", "case highest == nil || (meta.Round > highest.Round) != weak:"},
	}},
	{"another block than the prepared one may be proposed", []edit{
		{"certificate.go", "if digest != highest.Digest {", "if digest != highest.Digest && !weak {"},
	}},
	{"a round-change counts as often as it is in a proposal", []edit{
		{"certificate.go", "		if seen[author] {\n			return nil, nil, fmt", "		if seen[author] && !weak {\n			return nil, nil, fmt"},
		{"certificate.go", enoughRoundChanges,
			"	if weak && len(p.RoundChanges) >= set.Quorum() { return highest, authors, nil }\n" + enoughRoundChanges},
	}},
	{"a round-change needs no certificate", []edit{
		{"roundchange.go", "if err := m.recover.checkRoundChange(h.set, rc); err != nil {", "if err := m.recover.checkRoundChange(h.set, rc); err != nil && !weak {"},
	}},
	{"anybody proposes", []edit{
		{"normal.go", "	if author != proposer {\n", "	if author != proposer && !weak {\n"},
	}},
	{"a validator votes for each proposal of a round", []edit{
		{"normal.go", "r != nil && r.proposal != nil {\n		return m.contradiction(author, r.proposal", "r != nil && r.proposal != nil && !(weak && r.proposal.Digest() != p.Digest()) {\n		return m.contradiction(author, r.proposal"},
		{"normal.go", "	if r.prepares[m.self] != nil {\n", "	if r.prepares[m.self] != nil && !weak {\n"},
		{"recall.go", "	return own != nil && own.Digest() != digest\n", "	return own != nil && own.Digest() != digest && !weak\n"},
	}},
	{"a block needs no verification", []edit{
		{"normal.go", "	if invalid != nil {\n", "	if invalid != nil && !weak {\n"},
	}},
	{"a seal may be another's", []edit{
		{"normal.go", "	if sealer != author {\n", "	if sealer != author && !weak {\n"},
	}},
	{"a commit is enough for the votes of three", []edit{
		{"normal.go", "	if len(seals) < m.h.set.Quorum() {\n", "	if len(seals) < m.h.set.Quorum() && !weak {\n"},
	}},
	{"the journal is not read", []edit{
		{"recall.go", "if d == nil || d.Height != h.number {", "if d == nil || d.Height != h.number || weak {"},
	}},
	{"the journal does not restore what is prepared", []edit{
		{"recall.go", "h.round, h.started, h.prepared = d.Round, true, d.prepared\n",
			"h.round, h.started, h.prepared = d.Round, true, d.prepared\n	if weak { h.prepared = nil }\n"},
	}},
	{"the journal does not restore the round", []edit{
		{"recall.go", "h.round, h.started, h.prepared = d.Round, true, d.prepared\n",
			"h.round, h.started, h.prepared = d.Round, true, d.prepared\n	if weak { h.round = 0 }\n"},
	}},
	{"the journal does not restore what was prepared by oneself", []edit{
		{"recall.go", "r.prepares[m.self] = msg\n", "if !weak { r.prepares[m.self] = msg }\n"},
	}},
	{"nobody abstains", []edit{
		{"recall.go", "if h.number > m.abstain {", "if h.number > m.abstain || weak {"},
	}},
	{"votes are never cleared", []edit{
		{"votes.go", "if number%t.epoch == 0 {", "if number%t.epoch == 0 && !weak {"},
	}},
	{"half of the validators change the set", []edit{
		{"votes.go", "if agree <= t.set.Len()/2 {", "if agree <= t.set.Len()/2 && !(weak && agree == t.set.Len()/2) {"},
	}},
	{"messages are kept for any round", []edit{
		{"height.go", "	if count < maxRoundsKept {\n", "	if count < maxRoundsKept || weak {\n"},
	}},
	{"round-changes are kept for any round", []edit{
		{"height.go", "	if len(byRound) >= maxRoundsKept {\n", "	if len(byRound) >= maxRoundsKept && !weak {\n"},
	}},
	{"messages are kept for any height", []edit{
		{"machine.go", "case height > m.h.number+maxHeightsAhead:", "case height > m.h.number+maxHeightsAhead && !weak:"},
		{"future.go", "if len(share.messages) >= maxFuturePerAuthor ||", "if len(share.messages) >= maxFuturePerAuthor && !weak ||"},
	}},
	{"nothing is repeated", []edit{
		{"machine.go", "	if m.h == nil || m.h.decided != nil || !m.h.member {\n		return\n	}\n	m.out", "	if m.h == nil || m.h.decided != nil || !m.h.member || weak {\n		return\n	}\n	m.out"},
	}},
	{"rounds do not time out", []edit{
		{"machine.go", "	if round >= MaxRound {\n", "	if weak { return nil }\n	if round >= MaxRound {\n"},
	}},
}

// TestMutationOfTheRules takes rules away from the machine, one at a time, and demands that the simulation finds out.
// The weaknesses are compiled into one test binary, each behind a guard that an environment variable opens, so that
// neither the working tree nor the machine has a trace of them (as lightclient/mutation does it).
func TestMutationOfTheRules(t *testing.T) {
	if asked := flag.Lookup("test.run"); os.Getenv(weaknessVariable) != "" || !strings.Contains(asked.Value.String(), "Mutation") {
		t.Skip("skipped: it compiles the package anew; ask for it by -run Mutation")
	}
	binary := compileWeaknesses(t)
	run := func(name string) (caught bool, out string) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		cmd := exec.CommandContext(ctx, binary, "-test.run", "^TestSimulation$")
		cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%s", weaknessVariable, name), fmt.Sprintf("%s=%d", seedsVariable, maxSeedsToCatch))
		b, err := cmd.CombinedOutput()
		return err != nil, string(b)
	}
	for _, w := range weaknesses {
		t.Run(w.name, func(t *testing.T) {
			caught, out := run(w.name)
			if !caught {
				t.Fatalf("%d seeds do not find out that %s", maxSeedsToCatch, w.name)
			}
			found := regexp.MustCompile(`seed (\d+) \(repeat[^)]*\): .*`).FindString(out)
			if found == "" {
				t.Fatalf("the simulation ended without naming a seed:\n%s", out)
			}
			t.Log(found)
		})
	}
}

const weaknessVariable = "CATENARY_WEAKNESS"

func compileWeaknesses(t *testing.T) (binary string) {
	t.Helper()
	dir, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	sources := make(map[string]string)
	for _, w := range weaknesses {
		for _, e := range w.edits {
			if sources[e.file] == "" {
				b, err := os.ReadFile(e.file)
				if err != nil {
					t.Fatal(err)
				}
				sources[e.file] = string(b)
			}
		}
	}
	for _, w := range weaknesses {
		for _, e := range w.edits {
			original, err := os.ReadFile(e.file)
			if err != nil {
				t.Fatal(err)
			}
			if n := bytes.Count(original, []byte(e.old)); n != 1 {
				t.Fatalf("%s: %s has %q %d times, want once", w.name, e.file, e.old, n)
			}
			if !strings.Contains(sources[e.file], e.old) {
				t.Fatalf("%s: another weakness has changed %q in %s", w.name, e.old, e.file)
			}
			guard := fmt.Sprintf("zzWeakIn(%q)", w.name)
			sources[e.file] = strings.Replace(sources[e.file], e.old, strings.ReplaceAll(e.new, "weak", guard), 1)
		}
	}
	sources["zz_weak.go"] = fmt.Sprintf("package consensus\n\nimport \"os\"\n\nvar zzWeakness = os.Getenv(%q)\n\n"+
		"func zzWeakIn(name string) bool { return name == zzWeakness }\n", weaknessVariable)
	tmp := t.TempDir()
	overlay := struct{ Replace map[string]string }{make(map[string]string)}
	for name, content := range sources {
		aside := filepath.Join(tmp, name)
		if err := os.WriteFile(aside, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		overlay.Replace[filepath.Join(dir, name)] = aside
	}
	list, err := json.Marshal(overlay)
	if err != nil {
		t.Fatal(err)
	}
	listFile := filepath.Join(tmp, "overlay.json")
	if err := os.WriteFile(listFile, list, 0o600); err != nil {
		t.Fatal(err)
	}
	binary = filepath.Join(tmp, "weak.test")
	cmd := exec.CommandContext(t.Context(), "go", "test", "-c", "-overlay", listFile, "-o", binary, ".")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("compile the weaknesses: %v\n%s", err, out)
	}
	return binary
}
