package bench

import (
	"github.com/catenary-bridge/catenary/cmd/bench/measure"
)

// Report is what a run found. Its JSON form is documented in docs/bench.md and stable.
type Report struct {
	Version    int        `json:"version"` // 1
	Conditions Conditions `json:"conditions"`
	SetUp      SetUp      `json:"setUp"`
	Loads      []Result   `json:"loads"` // one, or one for each step
	Knee       *Knee      `json:"knee,omitempty"`
	Verified   Verified   `json:"verified"`
	Profile    *Profile   `json:"profile,omitempty"`
	Compared   []*Report  `json:"compared,omitempty"` // the same load on other nodes
	Wrong      []string   `json:"wrong"`              // what is not as it should be, for people; empty where all is well
}

// OK reports whether everything that the node took is on its chain, and nothing else was
// wrong.
func (r *Report) OK() bool { return len(r.Wrong) == 0 }

// Conditions are what a figure is worthless without.
type Conditions struct {
	Started     string  `json:"started"` // RFC 3339
	Commit      string  `json:"commit"`
	GoVersion   string  `json:"goVersion"`
	Platform    string  `json:"platform"`
	CPU         string  `json:"cpu"`
	Cores       int     `json:"cores"`
	GOGC        string  `json:"gogc"`        // in force, whoever set it
	GOMEMLIMIT  string  `json:"gomemlimit"`  // likewise, in bytes or off
	LoadAverage float64 `json:"loadAverage"` // of the minute before the load; -1 where it is not known

	Node       string  `json:"node"` // web3_clientVersion
	Endpoint   string  `json:"endpoint"`
	InProcess  bool    `json:"inProcess"`
	ChainID    uint64  `json:"chainId"`
	Validators int     `json:"validators,omitempty"` // of a devnet in this process, as what follows
	BlockTime  float64 `json:"blockTimeMillis,omitempty"`
	OnDemand   bool    `json:"onDemand,omitempty"`
	OnDisk     bool    `json:"onDisk,omitempty"`
	GasLimit   uint64  `json:"gasLimit,omitempty"`

	Workload    string  `json:"workload"`
	Senders     int     `json:"senders"`
	Mode        string  `json:"mode"`
	Rate        int     `json:"rate,omitempty"`
	Duration    float64 `json:"durationSeconds,omitempty"`
	Batch       int     `json:"batch"`
	Connections int     `json:"connections"`
	InFlight    int     `json:"inFlight"`
	PollMillis  float64 `json:"pollMillis"` // how far apart looks for a new block are
	Variant     uint64  `json:"variant"`
}

// SetUp is what came before the clock started, in seconds.
type SetUp struct {
	Accounts float64 `json:"accountsSeconds"`
	Node     float64 `json:"nodeSeconds"`
	Funding  float64 `json:"fundingSeconds"`
	Signing  float64 `json:"signingSeconds"`
	Signed   int     `json:"signed"`
}

// Result is one load.
type Result struct {
	Offered float64       `json:"offered,omitempty"` // transactions a second; absent where as many as go
	Tally   measure.Tally `json:"transactions"`
	Pushed  int           `json:"pushedBack"` // how often the node said that it is full; such a transaction was sent again
	Seconds float64       `json:"seconds"`    // from the first submission to the last block with one of ours
	TPS     float64       `json:"tps"`        // included / seconds
	Median  float64       `json:"medianTps"`  // of whole seconds while the load was sent
	EndedBy string        `json:"endedBy"`    // all sent, duration, refusals, or stalled
	Held    *bool         `json:"held,omitempty"`
	Miss    string        `json:"miss,omitempty"` // why it did not hold

	Latency  measure.Latency `json:"latencyMillis"` // from submission to having read the block
	Blocks   Blocks          `json:"blocks"`
	CPU      CPU             `json:"cpu"`
	Memory   Memory          `json:"memory"`
	GC       GC              `json:"gc"`
	Failures int             `json:"failedRequests"`
	Said     []Refusal       `json:"said,omitempty"` // by the node, or of it, instead of taking a transaction
	Series   []Sample        `json:"series"`
}

// Blocks is what the blocks of a load were like.
type Blocks struct {
	Count              int     `json:"count"`
	Empty              int     `json:"empty"`
	Strangers          int     `json:"strangers"` // transactions in them that are not of the load
	MedianTransactions int     `json:"medianTransactions"`
	MaxTransactions    int     `json:"maxTransactions"`
	MedianFill         float64 `json:"medianFill"` // gas used of the limit, 0 to 1, of blocks that are not empty
	MaxFill            float64 `json:"maxFill"`
	IntervalMillis     Spread  `json:"intervalMillis"`
	GasPerSecond       float64 `json:"gasPerSecond"`
}

// Spread is of values that are few enough to keep.
type Spread struct {
	P50 float64 `json:"p50"`
	P99 float64 `json:"p99"`
	Max float64 `json:"max"`
}

// CPU is time, user and system, in seconds; 0 where it is not known. Process includes a
// devnet in this process, which is what it is without Generator.
type CPU struct {
	Process         float64 `json:"processSeconds"`
	Generator       float64 `json:"generatorSeconds"`
	GeneratorMicros float64 `json:"generatorMicrosPerTransaction"`
	NodeMicros      float64 `json:"nodeMicrosPerTransaction,omitempty"` // of a devnet in this process
}

// Memory is of this process, in bytes, at its greatest.
type Memory struct {
	Resident uint64 `json:"residentBytes"`
	Heap     uint64 `json:"heapBytes"`
}

// GC is of this process while the load ran.
type GC struct {
	Cycles      uint64  `json:"cycles"`
	TotalMillis float64 `json:"pauseTotalMillis"`
	P99Millis   float64 `json:"pauseP99Millis"`
	MaxMillis   float64 `json:"pauseMaxMillis"`
}

// Sample is one second of a load.
type Sample struct {
	Second      float64 `json:"second"` // since the load began, at its end
	Sent        int     `json:"sent"`
	Included    int     `json:"included"`
	InFlight    int     `json:"inFlight"`
	P50         float64 `json:"p50Millis"`
	P99         float64 `json:"p99Millis"`
	Fill        float64 `json:"fill"`     // gas used of the limit in blocks of this second
	CPU         float64 `json:"cpuCores"` // of this process
	Generator   float64 `json:"generatorCores"`
	Resident    uint64  `json:"residentBytes"`
	PauseMillis float64 `json:"gcPauseMillis"`
}

// Knee is the greatest load that the chain carried.
type Knee struct {
	Rate    float64 `json:"rate"`    // offered, transactions a second
	Bounded bool    `json:"bounded"` // a greater one was seen to fail
	Demand  string  `json:"demand"`  // what a step had to meet
	Below   *Point  `json:"at80Percent,omitempty"`
}

// Point is how a chain did at one load, which is among the loads in full.
type Point struct {
	Rate    float64         `json:"rate"`
	TPS     float64         `json:"tps"`
	Latency measure.Latency `json:"latencyMillis"`
}

// Verified is what the chain's own state says at the end.
type Verified struct {
	Nonces   Count  `json:"nonces"` // by how much those of all senders have grown
	Effects  *Count `json:"effects,omitempty"`
	Receipts Count  `json:"receipts"` // of a sample: expected to be there and successful
}

// Count compares what was found on chain with what the report claims.
type Count struct {
	What     string `json:"what"`
	Expected int    `json:"expected"`
	Found    int    `json:"found"`
}
