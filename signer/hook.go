package signer

// Point is a moment in a request's life at which a test may kill the signer.
type Point string

// The points, in their order. PointPublished is the bus's to reach: the answer is on
// its disk and the request not acknowledged yet.
const (
	PointReceived  Point = "received"
	PointVerified  Point = "verified" // proven, folded, allowed by policy; nothing is recorded yet
	PointRecorded  Point = "recorded" // the claim is on disk; there is no signature yet
	PointSigned    Point = "signed"   // nobody else has the signature yet
	PointPublished Point = "published"
)

func (s *shared) at(point Point) {
	if s.hook != nil {
		s.hook(point)
	}
}
