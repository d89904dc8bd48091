#include "textflag.h"

// The constants of iota (FIPS 202, section 3.2.5).
DATA iota<>+0(SB)/8, $0x0000000000000001
DATA iota<>+8(SB)/8, $0x0000000000008082
DATA iota<>+16(SB)/8, $0x800000000000808a
DATA iota<>+24(SB)/8, $0x8000000080008000
DATA iota<>+32(SB)/8, $0x000000000000808b
DATA iota<>+40(SB)/8, $0x0000000080000001
DATA iota<>+48(SB)/8, $0x8000000080008081
DATA iota<>+56(SB)/8, $0x8000000000008009
DATA iota<>+64(SB)/8, $0x000000000000008a
DATA iota<>+72(SB)/8, $0x0000000000000088
DATA iota<>+80(SB)/8, $0x0000000080008009
DATA iota<>+88(SB)/8, $0x000000008000000a
DATA iota<>+96(SB)/8, $0x000000008000808b
DATA iota<>+104(SB)/8, $0x800000000000008b
DATA iota<>+112(SB)/8, $0x8000000000008089
DATA iota<>+120(SB)/8, $0x8000000000008003
DATA iota<>+128(SB)/8, $0x8000000000008002
DATA iota<>+136(SB)/8, $0x8000000000000080
DATA iota<>+144(SB)/8, $0x000000000000800a
DATA iota<>+152(SB)/8, $0x800000008000000a
DATA iota<>+160(SB)/8, $0x8000000080008081
DATA iota<>+168(SB)/8, $0x8000000000008080
DATA iota<>+176(SB)/8, $0x0000000080000001
DATA iota<>+184(SB)/8, $0x8000000080008008
GLOBL iota<>(SB), RODATA, $192

// PARITY sets c to the sum of a column.
#define PARITY(a, b, d, e, f, c) \
	VMOVDQA64   a, c              \
	VPTERNLOGQ  $0x96, b, d, c    \
	VPTERNLOGQ  $0x96, e, f, c

// THETA adds the parities of its neighbours to a column, the right one's turned by a bit.
#define THETA(left, right, a, b, c, d, e) \
	VPROLQ     $1, right, Z30           \
	VPTERNLOGQ $0x96, Z30, left, a      \
	VPTERNLOGQ $0x96, Z30, left, b      \
	VPTERNLOGQ $0x96, Z30, left, c      \
	VPTERNLOGQ $0x96, Z30, left, d      \
	VPTERNLOGQ $0x96, Z30, left, e

// CHI sets Z30 to a ^ ^b & c.
#define CHI(a, b, c) \
	VMOVDQA64  a, Z30            \
	VPTERNLOGQ $0xd2, c, b, Z30

// RHO turns the five words of which pi makes a row.
#define RHO(a, ra, b, rb, c, rc, d, rd, e, re) \
	VPROLQ $ra, a, Z25 \
	VPROLQ $rb, b, Z26 \
	VPROLQ $rc, c, Z27 \
	VPROLQ $rd, d, Z28 \
	VPROLQ $re, e, Z29

// REST leaves all of a row but its first word.
#define REST(at) \
	CHI(Z26, Z27, Z28)                \
	VMOVDQU64 Z30, (at+64)(DI)        \
	CHI(Z27, Z28, Z29)                \
	VMOVDQU64 Z30, (at+128)(DI)       \
	CHI(Z28, Z29, Z25)                \
	VMOVDQU64 Z30, (at+192)(DI)       \
	CHI(Z29, Z25, Z26)                \
	VMOVDQU64 Z30, (at+256)(DI)

// func permuteEight(state *[25][8]uint64)
//
// A round takes the state from memory to Z0 to Z24, word x + 5y of all eight in one, and leaves
// it there row by row.
TEXT ·permuteEight(SB), NOSPLIT, $0-8
	MOVQ state+0(FP), DI
	LEAQ iota<>(SB), SI
	MOVQ $24, CX

round:
	VMOVDQU64 0(DI), Z0
	VMOVDQU64 64(DI), Z1
	VMOVDQU64 128(DI), Z2
	VMOVDQU64 192(DI), Z3
	VMOVDQU64 256(DI), Z4
	VMOVDQU64 320(DI), Z5
	VMOVDQU64 384(DI), Z6
	VMOVDQU64 448(DI), Z7
	VMOVDQU64 512(DI), Z8
	VMOVDQU64 576(DI), Z9
	VMOVDQU64 640(DI), Z10
	VMOVDQU64 704(DI), Z11
	VMOVDQU64 768(DI), Z12
	VMOVDQU64 832(DI), Z13
	VMOVDQU64 896(DI), Z14
	VMOVDQU64 960(DI), Z15
	VMOVDQU64 1024(DI), Z16
	VMOVDQU64 1088(DI), Z17
	VMOVDQU64 1152(DI), Z18
	VMOVDQU64 1216(DI), Z19
	VMOVDQU64 1280(DI), Z20
	VMOVDQU64 1344(DI), Z21
	VMOVDQU64 1408(DI), Z22
	VMOVDQU64 1472(DI), Z23
	VMOVDQU64 1536(DI), Z24
	PARITY(Z0, Z5, Z10, Z15, Z20, Z25)
	PARITY(Z1, Z6, Z11, Z16, Z21, Z26)
	PARITY(Z2, Z7, Z12, Z17, Z22, Z27)
	PARITY(Z3, Z8, Z13, Z18, Z23, Z28)
	PARITY(Z4, Z9, Z14, Z19, Z24, Z29)
	THETA(Z29, Z26, Z0, Z5, Z10, Z15, Z20)
	THETA(Z25, Z27, Z1, Z6, Z11, Z16, Z21)
	THETA(Z26, Z28, Z2, Z7, Z12, Z17, Z22)
	THETA(Z27, Z29, Z3, Z8, Z13, Z18, Z23)
	THETA(Z28, Z25, Z4, Z9, Z14, Z19, Z24)
	RHO(Z0, 0, Z6, 44, Z12, 43, Z18, 21, Z24, 14)
	CHI(Z25, Z26, Z27)
	VPXORQ.BCST (SI), Z30, Z30
	VMOVDQU64 Z30, 0(DI)
	REST(0)
	RHO(Z3, 28, Z9, 20, Z10, 3, Z16, 45, Z22, 61)
	CHI(Z25, Z26, Z27)
	VMOVDQU64 Z30, 320(DI)
	REST(320)
	RHO(Z1, 1, Z7, 6, Z13, 25, Z19, 8, Z20, 18)
	CHI(Z25, Z26, Z27)
	VMOVDQU64 Z30, 640(DI)
	REST(640)
	RHO(Z4, 27, Z5, 36, Z11, 10, Z17, 15, Z23, 56)
	CHI(Z25, Z26, Z27)
	VMOVDQU64 Z30, 960(DI)
	REST(960)
	RHO(Z2, 62, Z8, 55, Z14, 39, Z15, 41, Z21, 2)
	CHI(Z25, Z26, Z27)
	VMOVDQU64 Z30, 1280(DI)
	REST(1280)
	ADDQ $8, SI
	DECQ CX
	JNE  round
	VZEROUPPER
	RET
