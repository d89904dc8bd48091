package daemon

import (
	"fmt"

	"github.com/catenary-bridge/catenary/messages/bus"
)

// ExternalBus returns the configuration of a nats-server that serves the bus of a
// relayer's configuration in a process of its own: the same accounts and permissions
// as the embedded one. The streams are to be kept in dir.
func ExternalBus(config RelayerConfig, dir string) (string, error) {
	if err := config.check(); err != nil {
		return "", err
	}
	if config.Bus.Embed {
		return "", fmt.Errorf("%w: bus.embed: true, want false, and bus.url, bus.identity and bus.admin, for a server of its own", ErrConfig)
	}
	if config.Bus.Admin == "" {
		return "", fmt.Errorf("%w: bus.admin: empty, want the file with the NKey seed that may create the streams (`catenary keys bus --file admin.nk` makes one)", ErrConfig)
	}
	opened, err := deployments(config.Chains)
	if err != nil {
		return "", err
	}
	r := &Relayer{config: config}
	if r.lanes, err = lanes(config.Lanes, opened); err != nil {
		return "", err
	}
	if err := r.openBus(""); err != nil {
		return "", err
	}
	return bus.ServerConfigText(bus.ListenConfig{Host: config.Bus.Host, Port: config.Bus.Port, Dir: dir, TLS: bus.TLSFiles(config.Bus.TLS)}, r.members)
}
