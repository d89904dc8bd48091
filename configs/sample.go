package configs

import (
	"embed"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

//go:embed relayer.yaml signer.yaml
var samples embed.FS

// ChainValues is what a sample's chain is filled with.
type ChainValues struct {
	ID         uint64
	Endpoints  []string
	Deployment string // file

	// QBFT selects the light client; without it the chain is followed by rpcquorum.
	QBFT         bool
	AnchorNumber uint64
	AnchorHash   string // 0x and 64 digits
	Quorum       int    // rpcquorum: endpoints that must agree
	Finality     string // rpcquorum: finalized, safe or confirmations:<n>
	AllowSingle  bool   // rpcquorum: one endpoint decides

	Keystore string // a relayer's, to pay for deliveries
}

// SignerValues is a signer that a relayer's bus admits.
type SignerValues struct{ Address, Key string }

// RelayerValues is what the relayer's sample is filled with.
type RelayerValues struct {
	Name, Data     string
	Port           int // of the embedded bus
	PassphraseFile string
	Signers        []SignerValues
	Chains         []ChainValues
}

// SignerFileValues is what the signer's sample is filled with.
type SignerFileValues struct {
	Data, Keystore, PassphraseFile string
	BusURL, BusIdentity            string
	Chains                         []ChainValues
}

// File returns the relayer's sample, comments and all, with other values.
func (v RelayerValues) File() ([]byte, error) {
	f := open("relayer.yaml")
	f.set("name", v.Name)
	f.set("data", v.Data)
	f.set("port", v.Port)
	var signers strings.Builder
	for _, s := range v.Signers {
		fmt.Fprintf(&signers, "    - address: %q\n      key: %s\n", s.Address, s.Key)
	}
	f.between("  signers:\n", "  # Other relayers", signers.String())
	f.chains(v.Chains, v.PassphraseFile)
	return f.done()
}

// File returns the signer's sample, comments and all, with other values.
func (v SignerFileValues) File() ([]byte, error) {
	f := open("signer.yaml")
	f.set("data", v.Data)
	f.set("keystore", v.Keystore)
	f.passphrase(v.PassphraseFile)
	f.set("url", v.BusURL)
	f.set("identity", v.BusIdentity)
	chains := slices.Clone(v.Chains)
	for i := range chains {
		chains[i].Keystore = "" // a signer pays for nothing
	}
	f.chains(chains, "")
	return f.done()
}

// fill edits a sample's text, so that what users get is what the repository shows
// and tests. The first edit that finds nothing to change is kept as the error.
type fill struct {
	text string
	err  error
}

func open(name string) *fill {
	content, err := samples.ReadFile(name)
	return &fill{text: string(content), err: err}
}

func (f *fill) done() ([]byte, error) { return []byte(f.text), f.err }

// set replaces the first value of a key and keeps the comment behind it.
func (f *fill) set(key string, value any) {
	line := regexp.MustCompile(`(?m)^( *(?:- )?` + regexp.QuoteMeta(key) + `:) +("[^"\n]*"|\[[^\]\n]*\]|[^#\s]+)`)
	at := line.FindStringSubmatchIndex(f.text)
	if at == nil {
		f.fail("key %s", key)
		return
	}
	f.text = f.text[:at[3]] + " " + scalar(value) + f.text[at[5]:]
}

// passphrase sets the file, or leaves the key out where none is known.
func (f *fill) passphrase(file string) {
	if file != "" {
		f.set("passphrase-file", file)
		return
	}
	line := regexp.MustCompile(`(?m)^( *)passphrase-file: [^#\n]*`)
	f.text = line.ReplaceAllString(f.text, "$1# passphrase-file: keys/passphrase ")
}

// between replaces what stands between two marks.
func (f *fill) between(from, to, text string) {
	before, rest, found := strings.Cut(f.text, from)
	_, after, ended := strings.Cut(rest, to)
	if !found || !ended {
		f.fail("text between %q and %q", from, to)
		return
	}
	f.text = before + from + text + to + after
}

// chains writes one block for each chain, after the sample's chain of the same kind,
// and leaves the lanes to the default: all that are open.
func (f *fill) chains(chains []ChainValues, passphraseFile string) {
	head, rest, found := strings.Cut(f.text, "\nchains:\n")
	intro, rest, one := strings.Cut(rest, "  - id: ")
	qbft, quorum, two := strings.Cut("  - id: "+rest, "\n  - id: ")
	quorum, _, ended := strings.Cut(quorum, "\nlanes:\n")
	if !found || !one || !two || !ended {
		f.fail("the list of chains")
		return
	}
	// The comment on the lanes goes with them.
	quorum, _, _ = strings.Cut("  - id: "+quorum, "\n# Default:")
	var blocks []string
	for _, c := range chains {
		block := &fill{text: quorum, err: f.err}
		if c.QBFT {
			block.text = qbft
		}
		block.chain(c, passphraseFile)
		f.err = block.err
		blocks = append(blocks, strings.TrimRight(block.text, "\n")+"\n")
	}
	f.text = head + "\nchains:\n" + intro + strings.Join(blocks, "\n") + `
# Default: every lane that is open between the deployments.
# lanes:
#   - source: ` + strconv.FormatUint(chains[0].ID, 10) + `
#     target: ` + strconv.FormatUint(chains[len(chains)-1].ID, 10) + `
#     # Refuse the lane where the source's light client is easier to deceive than this:
#     # endpoint, endpoints, proposer, sealers, dispute, committee or consensus.
#     minimum-security: consensus
`
}

func (f *fill) chain(c ChainValues, passphraseFile string) {
	f.set("id", c.ID)
	f.set("endpoints", c.Endpoints)
	f.set("deployment", c.Deployment)
	f.set("anchor-number", c.AnchorNumber)
	f.set("anchor-hash", c.AnchorHash)
	if !c.QBFT {
		f.set("quorum", c.Quorum)
		f.set("finality", c.Finality)
		if c.AllowSingle {
			f.allowSingle()
		}
	}
	if c.Keystore != "" {
		f.set("keystore", c.Keystore)
		f.passphrase(passphraseFile)
		if tag, _, counted := strings.Cut(c.Finality, ":"); !c.QBFT && counted {
			// Deliveries wait as long as what is proven does.
			_, count, _ := strings.Cut(c.Finality, ":")
			f.text = strings.Replace(f.text, "\n    finality: finalized", "\n    finality: latest\n    "+tag+": "+count, 1)
		}
	}
}

// allowSingle adds the key where the sample leaves it out.
func (f *fill) allowSingle() {
	if strings.Contains(f.text, "allow-single:") {
		f.set("allow-single", true)
		return
	}
	f.text = strings.Replace(f.text, "\n      finality:", "\n      allow-single: true # devnets: one endpoint decides alone\n      finality:", 1)
}

func (f *fill) fail(format string, values ...any) {
	if f.err == nil {
		f.err = fmt.Errorf("%w: the sample has no "+format, append([]any{ErrConfig}, values...)...)
	}
}

func scalar(value any) string {
	switch value := value.(type) {
	case string:
		return strconv.Quote(value)
	case []string:
		quoted := make([]string, len(value))
		for i := range value {
			quoted[i] = strconv.Quote(value[i])
		}
		return "[" + strings.Join(quoted, ", ") + "]"
	}
	return fmt.Sprint(value)
}
