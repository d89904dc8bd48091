package bus

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/nats-io/nats-server/v2/server"

	"github.com/catenary-bridge/catenary/messages"
)

func TestListenIsRefusedOutsideLoopbackWithoutTLS(t *testing.T) {
	members := newBench(t, 1).members()
	pair := TLSFiles{Certificate: "c.pem", Key: "k.pem"}
	for _, c := range []struct {
		listen ListenConfig
		ok     bool
	}{
		{ListenConfig{Dir: "d"}, true},
		{ListenConfig{Dir: "d", Host: "127.0.0.1", Port: 4222}, true},
		{ListenConfig{Dir: "d", Host: "::1"}, true},
		{ListenConfig{Dir: "d", Host: "localhost"}, true},
		{ListenConfig{Dir: "d", Host: "0.0.0.0", TLS: pair}, true},
		{ListenConfig{Dir: "d", Host: "0.0.0.0"}, false},
		{ListenConfig{Dir: "d", Host: "::"}, false},
		{ListenConfig{Dir: "d", Host: "10.1.2.3"}, false},
		{ListenConfig{Dir: "d", Host: "localhost.example.org", TLS: pair}, false},
		{ListenConfig{Dir: "d", Host: "0.0.0.0", TLS: TLSFiles{Certificate: "c.pem"}}, false},
		{ListenConfig{Dir: "d", TLS: TLSFiles{CA: "ca.pem"}}, false},
		{ListenConfig{Dir: "d", Port: 70000}, false},
		{ListenConfig{Dir: "d", Port: -1}, false},
		{ListenConfig{}, false},
	} {
		if _, err := ServerConfigText(c.listen, members); (err == nil) != c.ok || err != nil && !errors.Is(err, ErrConfig) {
			t.Errorf("%+v: error %v, want ok=%v", c.listen, err, c.ok)
		}
	}
}

func TestDialIsRefusedOutsideLoopbackWithoutTLS(t *testing.T) {
	identity := newIdentity(t)
	for _, url := range []string{"nats://10.1.2.3:4222", "nats://example.org:4222", "http://127.0.0.1:1", "127.0.0.1:4222", "tls://", "nats://user:secret@127.0.0.1:1", "::", ""} {
		_, err := Dial(t.Context(), Config{URL: url, Identity: identity, Logger: quiet()})
		wantErr(t, err, ErrConfig)
		if strings.Contains(err.Error(), "secret") {
			t.Errorf("error quotes credentials: %v", err)
		}
	}
	for name, config := range map[string]Config{
		"no identity": {URL: "nats://127.0.0.1:1", Logger: quiet()},
		"no logger":   {URL: "nats://127.0.0.1:1", Identity: identity},
		"half a pair": {URL: "tls://example.org:1", Identity: identity, Logger: quiet(), TLS: TLSFiles{Certificate: "c"}},
		"no such CA":  {URL: "tls://example.org:1", Identity: identity, Logger: quiet(), TLS: TLSFiles{CA: "/nonexistent"}},
	} {
		if _, err := Dial(t.Context(), config); !errors.Is(err, ErrConfig) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestMembersThatCannotBe(t *testing.T) {
	b := newBench(t, 2)
	for name, change := range map[string]func(*Members){
		"no lanes":           func(m *Members) { m.Lanes = nil },
		"too many lanes":     func(m *Members) { m.Lanes = make([]messages.LaneID, MaxLanes+1) },
		"a lane twice":       func(m *Members) { m.Lanes = append(m.Lanes, m.Lanes[0]) },
		"no relayers":        func(m *Members) { m.Relayers = nil },
		"no signers":         func(m *Members) { m.Signers = nil },
		"no admin":           func(m *Members) { m.Admin = "" },
		"admin is a relayer": func(m *Members) { m.Admin = m.Relayers[0].Key },
		"a key twice":        func(m *Members) { m.Signers[1].Key = m.Signers[0].Key },
		"an address twice":   func(m *Members) { m.Signers[1].Address = m.Signers[0].Address },
		"a name twice":       func(m *Members) { m.Relayers[1].Name = m.Relayers[0].Name },
		"zero address":       func(m *Members) { m.Signers[0].Address = common.Address{} },
		"a seed for a key":   func(m *Members) { m.Signers[0].Key = "SU" + strings.Repeat("A", 56) },
		"a key that closes the brace": func(m *Members) {
			m.Signers[0].Key = "} authorization { user: x"
		},
		"a name with a wildcard": func(m *Members) { m.Relayers[0].Name = "*" },
		"a name of two tokens":   func(m *Members) { m.Relayers[0].Name = "a.b" },
		"a name with capitals":   func(m *Members) { m.Relayers[0].Name = "R1" },
		"an empty name":          func(m *Members) { m.Relayers[0].Name = "" },
		"a long name":            func(m *Members) { m.Relayers[0].Name = strings.Repeat("a", 33) },
	} {
		members := b.members()
		change(&members)
		if err := members.Validate(); !errors.Is(err, ErrConfig) {
			t.Errorf("%s: %v", name, err)
		}
	}
	must(t, b.members().Validate())
}

// TestExternalServer runs the whole bus on a server that knows nothing of this
// package but the configuration text.
func TestExternalServer(t *testing.T) {
	b := newBench(t, 1)
	text, err := ServerConfigText(ListenConfig{Dir: filepath.Join(b.dir, "js")}, b.members())
	must(t, err)
	path := filepath.Join(b.dir, "nats-server.conf")
	must(t, os.WriteFile(path, []byte(text), 0o600))
	options, err := server.ProcessConfigFile(path)
	must(t, err)
	options.NoSigs, options.NoLog = true, true
	external, err := server.NewServer(options)
	must(t, err)
	external.Start()
	t.Cleanup(func() { external.Shutdown(); external.WaitForShutdown() })
	if !external.ReadyForConnections(patience) {
		t.Fatal("server is not ready")
	}
	dial := func(identity Identity) *Conn {
		conn, err := Dial(b.ctx(), Config{URL: external.ClientURL(), Identity: identity, Logger: quiet()})
		must(t, err)
		t.Cleanup(conn.Close)
		return conn
	}
	must(t, dial(b.admin).EnsureStreams(b.ctx(), b.members()))
	must(t, dial(b.admin).EnsureStreams(b.ctx(), b.members())) // and once more
	signer, err := NewSigner(dial(b.signers[0]), b.address(0))
	must(t, err)
	must(t, signer.PublishAnswer(b.ctx(), b.approve(0, b.request(lane(1), 1, 1))))
	relayer, err := NewRelayer(dial(b.relayers["r1"]), "r1")
	must(t, err)
	answers, _ := b.collect(relayer)
	await(t, answers, nonceIs(1))
	wantErr(t, raw(t, dial(b.signers[0]), checkpointSubject(lane(1), "r1"), nil, nil), ErrForbidden)
	wantErr(t, dial(b.relayers["r1"]).EnsureStreams(b.ctx(), b.members()), ErrForbidden)
}

func TestTLS(t *testing.T) {
	b := newBench(t, 1)
	ca := newAuthority(t)
	b.tls = ca.issue(t, b.dir, "server")
	b.dir = filepath.Join(b.dir, "bus")
	b.up()
	url := strings.Replace(b.server.URL(), "nats://", "tls://", 1)
	stranger := newAuthority(t)
	for name, c := range map[string]struct {
		files TLSFiles
		ok    bool
	}{
		"both sides known":              {b.tls, true},
		"no certificate of the client":  {TLSFiles{CA: b.tls.CA}, false},
		"client of another authority":   {stranger.issue(t, t.TempDir(), "client").with(b.tls.CA), false},
		"server of another authority":   {b.tls.with(stranger.issue(t, t.TempDir(), "x").CA), false},
		"client knows no authority yet": {TLSFiles{Certificate: b.tls.Certificate, Key: b.tls.Key}, false},
	} {
		t.Run(name, func(t *testing.T) {
			wait := patience
			if !c.ok {
				wait = 1500 * time.Millisecond // a client that the server refuses tries again for so long
			}
			conn, err := Dial(b.within(wait), Config{URL: url, Identity: b.signers[0], Logger: quiet(), TLS: c.files})
			if (err == nil) != c.ok {
				t.Fatalf("error %v, want ok=%v", err, c.ok)
			}
			if err == nil {
				conn.Close()
			}
		})
	}
}

func (f TLSFiles) with(ca string) TLSFiles {
	f.CA = ca
	return f
}

// authority is a certificate authority for one test.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test authority"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	must(t, err)
	certificate, err := x509.ParseCertificate(der)
	must(t, err)
	return &authority{certificate, key}
}

func (a *authority) issue(t *testing.T, dir, name string) TLSFiles {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.certificate, &key.PublicKey, a.key)
	must(t, err)
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	must(t, err)
	write := func(file, kind string, content []byte) string {
		path := filepath.Join(dir, name+file)
		must(t, os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: content}), 0o600))
		return path
	}
	return TLSFiles{
		Certificate: write(".crt", "CERTIFICATE", der), Key: write(".key", "PRIVATE KEY", secret),
		CA: write(".ca", "CERTIFICATE", a.certificate.Raw),
	}
}

func TestIdentityFile(t *testing.T) {
	identity := newIdentity(t)
	path := filepath.Join(t.TempDir(), "r1.nk")
	must(t, identity.WriteFile(path))
	if err := newIdentity(t).WriteFile(path); err == nil {
		t.Fatal("an identity was overwritten")
	}
	read, err := ReadIdentity(path)
	must(t, err)
	if read.Public() != identity.Public() {
		t.Fatalf("read %s, wrote %s", read, identity)
	}
	seed, err := os.ReadFile(path)
	must(t, err)
	for _, printed := range []string{fmt.Sprint(identity), fmt.Sprintf("%+v", identity), identity.String()} {
		if strings.Contains(printed, strings.TrimSpace(string(seed))) {
			t.Errorf("a printed identity shows its seed")
		}
	}
	must(t, os.Chmod(path, 0o640))
	_, err = ReadIdentity(path)
	wantErr(t, err, ErrIdentity)
	_, err = ReadIdentity(path + "x")
	wantErr(t, err, ErrIdentity)
	_, err = ReadIdentity(t.TempDir())
	wantErr(t, err, ErrIdentity)
	for _, text := range []string{"", "SU", identity.Public(), strings.Repeat("x", 58), string(seed[:57])} {
		_, err := ParseIdentity(text)
		wantErr(t, err, ErrIdentity)
		if len(text) > 20 && strings.Contains(err.Error(), text) {
			t.Errorf("error quotes what may be a seed: %v", err)
		}
	}
	_, err = NewIdentity(bytes.NewReader(nil))
	wantErr(t, err, ErrIdentity)
}

func FuzzSubject(f *testing.F) {
	f.Add(approvalSubject(lane(1), common.Address{1}))
	f.Add(checkpointSubject(lane(1), "r1"))
	f.Add(approvalPrefix + "..")
	f.Fuzz(func(t *testing.T, subject string) {
		for _, prefix := range []string{approvalPrefix, checkpointPrefix} {
			id, writer, err := parseSubject(prefix, subject)
			if err == nil && prefix+id.String()+"."+writer != subject {
				t.Fatalf("%q is read as %s and %q", subject, id, writer)
			}
			if err != nil && !errors.Is(err, ErrSubject) {
				t.Fatal(err)
			}
		}
	})
}

// FuzzAnswer: an answer that is handed on speaks of the lane and signer of its
// subject, whatever the bytes.
func FuzzAnswer(f *testing.F) {
	refusal := messages.Answer{Attempt: 1, Refusal: &messages.Refusal{Checkpoint: messages.Checkpoint{Lane: lane(1), Nonce: 1}, Signer: common.Address{1}, Reason: messages.ReasonHeld}}
	approval := messages.Answer{Attempt: 2, Approval: &messages.Approval{Checkpoint: messages.Checkpoint{Lane: lane(1)}, Signer: common.Address{1}}}
	for _, answer := range []messages.Answer{refusal, approval} {
		body, err := json.Marshal(answer)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(approvalSubject(lane(1), common.Address{1}), body)
		f.Add(approvalSubject(lane(1), common.Address{2}), body)
		f.Add(approvalSubject(lane(2), common.Address{1}), body)
	}
	f.Fuzz(func(t *testing.T, subject string, body []byte) {
		answer, err := decodeAnswer(subject, body)
		if err == nil && approvalSubject(answer.Checkpoint().Lane, answer.Signer()) != subject {
			t.Fatalf("%s handed on from %s", body, subject)
		}
		if request, err := decodeRequest(subject, body); err == nil && !strings.HasPrefix(subject, checkpointPrefix+request.Checkpoint.Lane.String()+".") {
			t.Fatalf("%s served from %s", body, subject)
		}
	})
}

// TestRoundTripTime prints what one request and its answer take: two messages,
// each synced to disk, over loopback TCP.
func TestRoundTripTime(t *testing.T) {
	b := newBench(t, 1).up()
	relayer := b.relayer("r1")
	answers, _ := b.collect(relayer)
	b.serve(0)
	const rounds = 50
	began := time.Now()
	for nonce := uint64(1); nonce <= rounds; nonce++ {
		must(t, relayer.PublishRequest(b.ctx(), b.request(lane(1), nonce, 1)))
		await(t, answers, nonceIs(nonce))
	}
	t.Logf("%v per request and answer", time.Since(began)/rounds)
}
