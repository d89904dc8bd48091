// Package bus decides how approvals travel: which subjects, streams and
// identities carry requests and answers between relayers and signers.
//
// Nothing that travels is believed because of how it arrived. Approvals
// authenticate themselves; requests are verified by every signer on its own
// chains. What the bus adds is that a signer which was down catches up, that a
// restarted relayer finds the approvals it asked for, and that one authorised
// but malicious member can neither write in another's name, nor evict, swallow
// or read what is another's (docs/protocol.md, "Approvals over NATS").
//
// Subject permissions alone do not give that. A NATS client may name any subject
// as the reply subject of a request, and the server's reply is then published
// there with the server's own rights: a signer that pulls with the reply subject
// catenary.v1.approval.<lane>.<another> would fill another's subject until its
// approvals are evicted. So every member lives in an account of its own, and only
// the exact subjects it needs are imported from the account that holds the
// streams: a forged reply subject ends in the forger's own account. Likewise
// lanes are listed rather than matched by a wildcard, because each subject has
// its own quota and an open set of subjects would have no bound; and message ids
// are keyed, because deduplication is per stream and an id that another can
// compute is an id that another can use up.
//
// All NATS code of the project is here.
package bus
