// Package demo runs the main job on embedded defaults: two devnets, a signer set,
// a relayer and its bus, each by the code of its own command, and messages in both
// directions that are sent by contract calls and counted where they arrive.
package demo
