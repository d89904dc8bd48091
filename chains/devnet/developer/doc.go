// Package developer decides what a developer's chain does that a real one must not:
// it moves money, code and storage by decree, and believes transactions that nobody
// signed.
//
// Both are in the chain's blocks, as transactions of a form that no key can sign, so
// that a block says everything that its execution needs: a validator that didn't build
// it, a node that is started again and a trace all come to the same state, and the
// state root in the header is right for a light client that knows nothing of this.
//
//   - An impersonated transaction ([Impersonate]) names its sender where others have
//     their signature.
//   - A [Record] holds changes of state. It is the data of a transaction from and to
//     [Address], at the head of its block.
//
// A chain accepts them only if its genesis says so: block 0 then has [Code] at
// [Address], which is part of its hash. On any other chain the same bytes are
// transactions with an ordinary, worthless signature.
//
// The package is pure: no clock, no I/O, no goroutines.
package developer
