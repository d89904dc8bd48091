// Package shared decides how nodes of one chain share their mempools through Redis or
// Redis Cluster, and how what waits survives a restart.
//
// It is a second level, written behind: what a pool accepts is queued here and sent when
// Redis takes it. The chain never waits for Redis. When Redis is slow, full or gone, the
// queue fills, what doesn't fit is counted and left out, and after the outage what the
// pool still holds is sent again.
//
// Transactions lie in a few streams, spread over the cluster by hash. A node follows all
// of them from their beginning, so a restart needs no code of its own. A transaction
// leaves its stream when some node sees it mined, replaced or expired, or by age.
//
// What comes back is from anybody who reaches Redis: it is bounded and decoded strictly,
// and goes through the pool's checks like any submission.
package shared
