package beacon

import "time"

// Bounds on what a client asks for and keeps.
const (
	// MaxProviders bounds the endpoints of one client, of either kind: each beacon node is
	// asked in each Update.
	MaxProviders = 16

	// MaxLinkHeaders is how many execution blocks a finalized block may be above the trusted
	// one for the parents between to be checked: 8 epochs, or 51 minutes, where finality
	// moves by one epoch. It also bounds evidence: 600 bytes each, beside a committee of 25
	// KB. Whoever has slept for longer has the committees' word alone.
	MaxLinkHeaders = 256

	// maxRecentHeaders is how many execution headers below the trusted one are kept in
	// memory, to compare what lagging endpoints hold to be final: 4 epochs, about 100 KB.
	maxRecentHeaders = 128

	// stepPeriods is how many updates one request asks for while catching up, and how many
	// are verified before the state is saved: 1 MB of JSON, half a second of decoding keys.
	stepPeriods = 16

	// maxSteps bounds the steps of one Update: 1024 periods, or three years, where no trust
	// period is as long.
	maxSteps = 64

	// overdueEpochs is how many epochs after a finalized block the next one is overdue. Its
	// epoch and the two after it have to pass, and a slot or two of the next.
	overdueEpochs = 3
)

// Default durations, all of them overridable in Config.
const (
	// DefaultRequestTimeout bounds one request to one endpoint.
	DefaultRequestTimeout = 10 * time.Second

	// DefaultWitnessTimeout is how long the other endpoints may take once one has answered.
	// One that dawdles on purpose would otherwise set the pace.
	DefaultWitnessTimeout = time.Second

	// DefaultCoolDown is how long an endpoint that failed is asked only if nobody else
	// answers.
	DefaultCoolDown = 30 * time.Second
)
