package keccaks

import "golang.org/x/sys/cpu"

// vectors says that the processor has vectors of eight words. Tests set it.
var vectors = cpu.X86.HasAVX512F

//go:noescape
func permuteEight(state *[25][together]uint64)
