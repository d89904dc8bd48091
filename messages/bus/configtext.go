package bus

import (
	"fmt"
	"net"
	"slices"
	"strings"
)

// TLSFiles names the files of a TLS identity, PEM-encoded. CA, where given, is
// the authority that the other side's certificate must come from.
type TLSFiles struct {
	Certificate string
	Key         string
	CA          string
}

func (t TLSFiles) empty() bool { return t == TLSFiles{} }

// ListenConfig says where a server listens and keeps its streams.
type ListenConfig struct {
	Host string // an IP address or "localhost"; empty means 127.0.0.1
	Port int    // 0 lets the system choose
	Dir  string // JetStream's storage
	TLS  TLSFiles
}

// validate refuses what would expose the bus: outside loopback anybody on the
// path could read and delay what passes, and pose as the server.
func (c *ListenConfig) validate() error {
	if c.Host == "" {
		c.Host = "127.0.0.1"
	}
	switch {
	case c.Dir == "":
		return fmt.Errorf("%w: directory is empty, want where the streams are kept", ErrConfig)
	case c.Port < 0 || c.Port > 65535:
		return fmt.Errorf("%w: port %d, want 0 to 65535", ErrConfig, c.Port)
	case c.Host != "localhost" && net.ParseIP(c.Host) == nil:
		return fmt.Errorf("%w: listen host %.80q, want an IP address or localhost", ErrConfig, c.Host)
	case (c.TLS.Certificate == "") != (c.TLS.Key == ""):
		return fmt.Errorf("%w: TLS has certificate %q and key %q, want both or neither", ErrConfig, c.TLS.Certificate, c.TLS.Key)
	case c.TLS.Certificate == "" && c.TLS.CA != "":
		return fmt.Errorf("%w: TLS has a CA but no certificate", ErrConfig)
	case c.TLS.empty() && !loopback(c.Host):
		return fmt.Errorf("%w: listen host %s is not loopback, which needs TLS: give certificate and key, or listen on 127.0.0.1", ErrConfig, c.Host)
	}
	return nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// ServerConfigText writes a nats-server configuration that grants the members
// exactly what they need. The embedded server is started from the same text, so
// an operator who outgrows it starts nats-server with `-c` and this file.
func ServerConfigText(listen ListenConfig, members Members) (string, error) {
	if err := listen.validate(); err != nil {
		return "", err
	}
	if err := members.Validate(); err != nil {
		return "", err
	}
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	port := listen.Port
	if port == 0 {
		port = -1 // nats-server's word for "any"
	}
	line("# Written by catenary; made anew at every start of the embedded server.")
	line("server_name: catenary")
	line("listen: %q", net.JoinHostPort(listen.Host, fmt.Sprint(port)))
	line("max_connections: %d\nmax_subscriptions: %d\nmax_pending: %d\nmax_payload: %d", maxConnections, maxSubscriptions, maxPendingBytes, maxPayload)
	if !listen.TLS.empty() {
		line("tls {\n  cert_file: %q\n  key_file: %q", listen.TLS.Certificate, listen.TLS.Key)
		if listen.TLS.CA != "" {
			line("  ca_file: %q\n  verify: true", listen.TLS.CA)
		}
		line("  min_version: \"1.3\"\n}")
	}
	// sync_interval always: what was acknowledged survives a power failure.
	line("jetstream {\n  store_dir: %q\n  sync_interval: always\n  max_file_store: %d\n  max_memory_store: %d\n}", listen.Dir, members.storeBytes(), 1<<20)
	grants := members.grants()
	line("accounts {")
	writeStreamsAccount(line, members.Admin, grants)
	for _, grant := range grants {
		writeMemberAccount(line, grant)
	}
	line("}")
	return b.String(), nil
}

// streamsAccount holds the streams; in it is nobody but the admin.
const streamsAccount = "CATENARY"

func writeStreamsAccount(line func(string, ...any), admin string, grants []access) {
	line("  %s {\n    jetstream: enabled", streamsAccount)
	line("    users: [ { nkey: %s, permissions: { publish: [%s], subscribe: [%q] } } ]", admin, quoted(adminSubjects()), inboxPrefix(admin)+".>")
	line("    exports: [")
	for _, grant := range grants {
		for _, s := range grant.services {
			kind := ""
			if s.streamed {
				kind = ", response_type: stream"
			}
			line("      { service: %q, accounts: [%q]%s }", s.subject, grant.account, kind)
		}
	}
	line("    ]\n  }")
}

func writeMemberAccount(line func(string, ...any), grant access) {
	subjects := make([]string, len(grant.services))
	for i, s := range grant.services {
		subjects[i] = s.subject
	}
	line("  %q {", grant.account)
	line("    users: [ { nkey: %s, permissions: { publish: [%s], subscribe: [%q] } } ]", grant.key, quoted(subjects), inboxPrefix(grant.key)+".>")
	line("    imports: [")
	for _, subject := range subjects {
		line("      { service: { account: %s, subject: %q } }", streamsAccount, subject)
	}
	line("    ]\n  }")
}

// adminSubjects is what the admin may ask: to create and look at the two streams
// and their consumers. There is no delete and no purge in it, for anybody.
func adminSubjects() []string {
	var out []string
	for _, stream := range []string{checkpointStream, approvalStream} {
		for _, verb := range []string{"CREATE", "UPDATE", "INFO"} {
			out = append(out, "$JS.API.STREAM."+verb+"."+stream)
		}
		for _, verb := range []string{"CREATE", "INFO"} {
			out = append(out, "$JS.API.CONSUMER."+verb+"."+stream+".>")
		}
	}
	slices.Sort(out)
	return out
}

// inboxPrefix is where a member receives replies; no other member may subscribe
// there.
func inboxPrefix(key string) string { return "_INBOX_" + key }

func quoted(texts []string) string {
	out := make([]string, len(texts))
	for i, text := range texts {
		out[i] = fmt.Sprintf("%q", text)
	}
	return strings.Join(out, ", ")
}
