package bench

import (
	"math"
	"os"
	"runtime"
	"runtime/metrics"
	"strconv"
	"time"
)

func conditions(c Config, commit string) Conditions {
	q := Conditions{
		Started: time.Now().UTC().Format(time.RFC3339), Commit: commit, GoVersion: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH,
		CPU: cpuModel(), Cores: runtime.GOMAXPROCS(0), LoadAverage: loadAverage(),
		InProcess: c.Against == "", Workload: c.Workload, Senders: c.senders(), Mode: c.Mode, Duration: c.Duration.Seconds(), Batch: c.Batch,
		Connections: c.Connections, InFlight: c.InFlight, Variant: c.Variant,
	}
	q.GOGC, q.GOMEMLIMIT = collector()
	if q.InProcess && ownCollector() {
		q.GOGC = "100 to 400"
	}
	if c.Mode != Max {
		q.Rate = c.Rate
	}
	if q.InProcess {
		q.Validators, q.BlockTime, q.OnDemand, q.OnDisk, q.GasLimit = c.Validators, float64(c.BlockTime)/float64(time.Millisecond), c.OnDemand, c.DataDir != "", c.GasLimit
	}
	return q
}

// ownCollector says that a devnet of ours decides on GOGC, as catenary devnet does: unless
// somebody else has.
func ownCollector() bool {
	_, set := os.LookupEnv("GOGC")
	return !set
}

// collector is what the garbage collector goes by, as GOGC and GOMEMLIMIT would have it,
// whoever set it.
func collector() (gogc, limit string) {
	is := []metrics.Sample{{Name: "/gc/gogc:percent"}, {Name: "/gc/gomemlimit:bytes"}}
	metrics.Read(is)
	gogc, limit = "off", "off"
	if v := is[0].Value.Uint64(); v < math.MaxUint32 {
		gogc = strconv.FormatUint(v, 10)
	}
	if v := is[1].Value.Uint64(); v < math.MaxInt64 {
		limit = strconv.FormatUint(v, 10)
	}
	return gogc, limit
}
