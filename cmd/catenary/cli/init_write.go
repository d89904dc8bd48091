package cli

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains/devnet"
	"github.com/catenary-bridge/catenary/configs"
	"github.com/catenary-bridge/catenary/messages/bus"
	"github.com/catenary-bridge/catenary/signer/keys"
)

// setWriter writes the files of one init. Paths in the configurations are relative
// to the directory they are in, from which the daemons are to be started.
type setWriter struct {
	config initConfig
	chains []configs.ChainValues
	io     IO

	passphrase     string
	passphraseFile string // as the configurations name it; empty when it was not a file
	signers        []madeSigner
	payer          keys.Entry
	next           strings.Builder
}

type madeSigner struct {
	configs.SignerValues
	file string // its configuration
}

// devPayer is the devnet's test account that pays for deliveries; the first is for
// deploying, the third for sending.
const devPayer = 1

func (w *setWriter) write() error {
	if err := os.MkdirAll(filepath.Join(w.config.Out, "deployments"), 0o700); err != nil {
		return fmt.Errorf("out: %w", err)
	}
	if err := w.openPassphrase(); err != nil {
		return err
	}
	count := w.config.Signers
	switch w.config.Role {
	case roleRelayer:
		count = 0
	case roleSigner:
		count = 1
	}
	for i := range count {
		if err := w.signer(i + 1); err != nil {
			return err
		}
	}
	if w.config.Role != roleSigner {
		if err := w.relayer(); err != nil {
			return err
		}
	}
	w.describeNext()
	return w.file("NEXT.md", []byte(w.next.String()))
}

// openPassphrase reads the passphrase or, for chains that are worth nothing, makes one.
func (w *setWriter) openPassphrase() error {
	if w.config.Devnet && w.config.PassphraseFile == "" {
		var random [16]byte
		if _, err := rand.Read(random[:]); err != nil {
			return fmt.Errorf("make a passphrase: %w", err)
		}
		w.passphrase, w.passphraseFile = hex.EncodeToString(random[:]), "passphrase"
		return w.file(w.passphraseFile, []byte(w.passphrase+"\n"))
	}
	source := keys.PassphraseSource{File: w.config.PassphraseFile, Lookup: lookup(w.io.environ)}
	if prompt := w.io.prompt(); prompt != nil {
		source.Prompt = func() (string, error) { return prompt("the new keys") }
	}
	var err error
	if w.passphrase, err = source.Passphrase(); err != nil {
		return err
	}
	if w.config.PassphraseFile != "" {
		if w.passphraseFile, err = filepath.Abs(w.config.PassphraseFile); err != nil {
			return fmt.Errorf("passphrase-file: %w", err)
		}
	}
	return nil
}

func (w *setWriter) strength() keys.Strength {
	if w.config.Devnet {
		return keys.Light
	}
	return keys.Standard
}

// signer makes one signer's keys and configuration.
func (w *setWriter) signer(number int) error {
	name, file := fmt.Sprintf("signer-%d", number), fmt.Sprintf("signer-%d.yaml", number)
	if w.config.Role == roleSigner {
		name, file = "signer", "signer.yaml"
	}
	fmt.Fprintf(w.io.err, "making the keys of %s\n", name)
	entry, err := keys.Create(filepath.Join(w.config.Out, name), w.passphrase, w.strength(), rand.Reader)
	if err != nil {
		return err
	}
	identity, err := bus.NewIdentity(rand.Reader)
	if err != nil {
		return err
	}
	if err := identity.WriteFile(filepath.Join(w.config.Out, name, "bus.nk")); err != nil {
		return err
	}
	url := w.config.BusURL
	if w.config.Role == roleAll {
		url = fmt.Sprintf("nats://127.0.0.1:%d", w.config.Port)
	}
	content, err := configs.SignerFileValues{
		Data: name + "-data", Keystore: filepath.Join(name, filepath.Base(entry.Path)), PassphraseFile: w.passphraseFile,
		BusURL: url, BusIdentity: filepath.Join(name, "bus.nk"), Chains: w.chains,
	}.File()
	if err != nil {
		return err
	}
	w.signers = append(w.signers, madeSigner{configs.SignerValues{Address: entry.Address.Hex(), Key: identity.Public()}, file})
	return w.file(file, content)
}

// relayer makes the payer's key and the relayer's configuration.
func (w *setWriter) relayer() (err error) {
	dir := filepath.Join(w.config.Out, "relayer")
	if w.config.Devnet {
		accounts, deriveErr := devnet.DeriveAccounts(devnet.TestMnemonic, devPayer+1)
		if deriveErr != nil {
			return deriveErr
		}
		w.payer, err = keys.Import(dir, accounts[devPayer].Key, w.passphrase, w.strength())
	} else {
		w.payer, err = keys.Create(dir, w.passphrase, w.strength(), rand.Reader)
	}
	if err != nil {
		return err
	}
	admitted, err := w.config.admitted()
	if err != nil {
		return err
	}
	for _, s := range w.signers {
		admitted = append(admitted, s.SignerValues)
	}
	chains := append([]configs.ChainValues(nil), w.chains...)
	for i := range chains {
		chains[i].Keystore = filepath.Join("relayer", filepath.Base(w.payer.Path))
	}
	content, err := configs.RelayerValues{Name: "relayer-1", Data: "relayer-data", Port: w.config.Port,
		PassphraseFile: w.passphraseFile, Signers: admitted, Chains: chains}.File()
	if err != nil {
		return err
	}
	return w.file("relayer.yaml", content)
}

// file writes a file that does not exist yet, for its owner alone.
func (w *setWriter) file(name string, content []byte) (err error) {
	out, err := os.OpenFile(filepath.Join(w.config.Out, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	_, err = out.Write(content)
	return err
}

// describeNext says what to run, in order.
func (w *setWriter) describeNext() {
	step := 0
	say := func(why string, commands ...string) {
		step++
		fmt.Fprintf(&w.next, "\n%d. %s\n\n", step, why)
		for _, command := range commands {
			fmt.Fprintf(&w.next, "    %s\n", command)
		}
	}
	fmt.Fprintf(&w.next, "Written to %s. What comes next, in that directory (cd %s):\n", w.config.Out, w.config.Out)
	if w.config.Role != roleRelayer && w.config.Role != roleAll {
		s := w.signers[0]
		say("Send this line to whoever runs the relayers and deploys the contracts:", s.Address+"="+s.Key)
		say("Put the deployment files that they send you into deployments, and compare each anchor in signer.yaml\n   with a block explorer that you trust. See what the file means:", "catenary config check signer.yaml")
		say("Start the signer; --new-record is for the first time alone:", "catenary signer --config signer.yaml --new-record")
		return
	}
	if w.config.Role == roleAll {
		say("Deploy the contracts and open the lanes:", w.deployCommand())
	} else {
		say("Put the deployment files of both chains into deployments, or deploy:", w.deployCommand())
	}
	if !w.config.Devnet {
		say("Give the relayer's account coins on every chain; it pays for deliveries:", w.payer.Address.Hex())
		say("Compare each anchor in the files with a block explorer that you trust. See what the files mean:", "catenary config check "+w.files())
	} else {
		say("See what the files mean:", "catenary config check "+w.files())
	}
	say("Start the relayer, which serves the bus:", "catenary relayer --config relayer.yaml")
	var starts []string
	for _, s := range w.signers {
		starts = append(starts, "catenary signer --config "+s.file+" --new-record")
	}
	if len(starts) > 0 {
		say("Start each signer in a terminal of its own; --new-record is for the first time alone:", starts...)
	}
	if w.config.Devnet && w.config.Role == roleAll {
		from, to := w.chains[0], w.chains[1]
		say("Send messages, and look on:", fmt.Sprintf("catenary ping --endpoint %s --deployment %s --account-dev 2 --target %d --count 3", from.Endpoints[0], from.Deployment, to.ID), "catenary status")
		return
	}
	say("Look on:", "catenary status")
}

func (w *setWriter) files() string {
	files := "relayer.yaml"
	for _, s := range w.signers {
		files += " " + s.file
	}
	return files
}

func (w *setWriter) deployCommand() string {
	var endpoints, signers []string
	for _, c := range w.chains {
		endpoints = append(endpoints, c.Endpoints[0])
	}
	for _, s := range w.signers {
		signers = append(signers, s.Address)
	}
	for _, pair := range w.config.Admit {
		address, _, _ := strings.Cut(pair, "=")
		signers = append(signers, common.HexToAddress(address).Hex())
	}
	threshold := w.config.Threshold
	if w.config.Role == roleRelayer {
		threshold = len(signers)/2 + 1
	}
	command := fmt.Sprintf("catenary deploy --endpoints %s --signers %s --threshold %d --out deployments", strings.Join(endpoints, ","), strings.Join(signers, ","), threshold)
	if !w.config.Devnet {
		return command + " --account-keystore <the owner's key file>"
	}
	if threshold == 1 {
		command += " --devnet"
	}
	return command + " --account-dev 0"
}
