package shared

import (
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/redis/go-redis/v9"
)

// Config says which Redis, and for which chain. URLs and Now are required.
type Config struct {
	// URLs are redis:// or rediss:// (TLS): one is a single server, several are nodes of
	// a cluster, which finds the rest of it. Their users, passwords and options must agree.
	URLs []string
	// Genesis keeps chains that share a Redis apart.
	Genesis common.Hash
	Now     func() time.Time
	Log     *slog.Logger // nil discards
}

// options checks URLs and turns them into one client's options.
func options(urls []string) (*redis.UniversalOptions, error) {
	if len(urls) == 0 {
		return nil, errors.New("no redis URL, want one like redis://127.0.0.1:6379, or several of a cluster")
	}
	var out *redis.UniversalOptions
	for i, url := range urls {
		o, err := redis.ParseURL(url)
		if err != nil { // the error may quote a password
			return nil, fmt.Errorf("redis URL %d: want redis://[user:password@]host:port, or rediss:// for TLS", i+1)
		}
		if len(urls) > 1 && o.DB != 0 {
			return nil, fmt.Errorf("redis URL %d: database %d, must be 0 in a cluster", i+1, o.DB)
		}
		if out == nil {
			out = &redis.UniversalOptions{
				DB: o.DB, Username: o.Username, Password: o.Password, TLSConfig: o.TLSConfig,
				DialTimeout: timeout, ReadTimeout: timeout, WriteTimeout: timeout, ContextTimeoutEnabled: true,
				MaxRetries: -1, // a round trip that failed is repeated here, where it is told
			}
		} else if o.Username != out.Username || o.Password != out.Password || (o.TLSConfig == nil) != (out.TLSConfig == nil) {
			return nil, fmt.Errorf("redis URL %d: user, password or TLS differ from the first URL's; nodes of a cluster have the same", i+1)
		}
		out.Addrs = append(out.Addrs, o.Addr)
	}
	out.IsClusterMode = len(urls) > 1
	return out, nil
}
