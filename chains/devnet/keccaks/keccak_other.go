//go:build !amd64

package keccaks

var vectors = false

func permuteEight(*[25][together]uint64) { panic("keccaks: no vectors") }
