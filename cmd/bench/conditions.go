package bench

import (
	"os"
	"runtime"
	"time"
)

func conditions(c Config, commit string) Conditions {
	q := Conditions{
		Started: time.Now().UTC().Format(time.RFC3339), Commit: commit, GoVersion: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH,
		CPU: cpuModel(), Cores: runtime.GOMAXPROCS(0), GOGC: or(os.Getenv("GOGC"), "100"), GOMEMLIMIT: or(os.Getenv("GOMEMLIMIT"), "off"), LoadAverage: loadAverage(),
		InProcess: c.Against == "", Workload: c.Workload, Senders: c.senders(), Mode: c.Mode, Duration: c.Duration.Seconds(), Batch: c.Batch,
		Connections: c.Connections, InFlight: c.InFlight, Variant: c.Variant,
	}
	if c.Mode != Max {
		q.Rate = c.Rate
	}
	if q.InProcess {
		q.Validators, q.BlockTime, q.OnDemand, q.OnDisk, q.GasLimit = c.Validators, float64(c.BlockTime)/float64(time.Millisecond), c.OnDemand, c.DataDir != "", c.GasLimit
	}
	return q
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
