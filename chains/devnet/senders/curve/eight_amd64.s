#include "textflag.h"

DATA oneP<>+0(SB)/8, $0x000ffffefffffc2f
DATA oneP<>+8(SB)/8, $0x000fffffffffffff
DATA oneP<>+16(SB)/8, $0x0000ffffffffffff
GLOBL oneP<>(SB), RODATA, $24

DATA twoP<>+0(SB)/8, $0x001ffffdfffff85e
DATA twoP<>+8(SB)/8, $0x001ffffffffffffe
DATA twoP<>+16(SB)/8, $0x0001fffffffffffe
GLOBL twoP<>(SB), RODATA, $24

DATA fourP<>+0(SB)/8, $0x003ffffbfffff0bc
DATA fourP<>+8(SB)/8, $0x003ffffffffffffc
DATA fourP<>+16(SB)/8, $0x0003fffffffffffc
GLOBL fourP<>(SB), RODATA, $24

// A product's columns are Z10 to Z19, the lowest first. The 52 lower bits of two limbs' product
// belong to one column, the upper ones to the next.
#define PRODUCT(a, b, low, high) \
	VPMADD52LUQ b, a, low  \
	VPMADD52HUQ b, a, high

// FOLD adds what a column from 2²⁶⁰ on is modulo p to two columns below: 2²⁶⁰ is fold·2⁴, which
// is Z20. What the column has carried beyond 52 bits counts in the upper one.
#define FOLD(column, low, high) \
	VPSRLQ      $52, column, Z25  \
	VPMADD52LUQ Z20, column, low  \
	VPMADD52HUQ Z20, column, high \
	VPMADD52LUQ Z20, Z25, high

// CARRY leaves 52 bits in a column and adds the others to the next.
#define CARRY(column, next) \
	VPSRLQ $52, column, Z25     \
	VPANDQ Z21, column, column  \
	VPADDQ Z25, next, next

// SETTLE makes limbs of Z10 to Z14: what is from 2²⁵⁶ on is folded, then all carries are taken on.
#define SETTLE \
	VPSRLQ      $48, Z14, Z25 \
	VPANDQ      Z23, Z14, Z14 \
	VPMADD52LUQ Z22, Z25, Z10 \
	CARRY(Z10, Z11)           \
	CARRY(Z11, Z12)           \
	CARRY(Z12, Z13)           \
	CARRY(Z13, Z14)

#define STORE(z) \
	VMOVDQU64 Z10, 0(z)   \
	VMOVDQU64 Z11, 64(z)  \
	VMOVDQU64 Z12, 128(z) \
	VMOVDQU64 Z13, 192(z) \
	VMOVDQU64 Z14, 256(z)

#define REDUCE \
	VPXORQ      Z24, Z24, Z24 \
	FOLD(Z15, Z10, Z11)       \
	FOLD(Z16, Z11, Z12)       \
	FOLD(Z17, Z12, Z13)       \
	FOLD(Z18, Z13, Z14)       \
	FOLD(Z19, Z14, Z24)       \
	VPMADD52LUQ Z20, Z24, Z10 \
	VPMADD52HUQ Z20, Z24, Z11

#define CONSTANTS \
	MOVQ         $0x1000003d10, AX \
	VPBROADCASTQ AX, Z20           \
	MOVQ         $0xfffffffffffff, AX \
	VPBROADCASTQ AX, Z21           \
	MOVQ         $0x1000003d1, AX  \
	VPBROADCASTQ AX, Z22           \
	MOVQ         $0xffffffffffff, AX \
	VPBROADCASTQ AX, Z23

// MULTIPLY sets the columns to the product of Z0 to Z4 and Z5 to Z9.
#define MULTIPLY \
	VPXORQ Z10, Z10, Z10      \
	VPXORQ Z11, Z11, Z11      \
	VPXORQ Z12, Z12, Z12      \
	VPXORQ Z13, Z13, Z13      \
	VPXORQ Z14, Z14, Z14      \
	VPXORQ Z15, Z15, Z15      \
	VPXORQ Z16, Z16, Z16      \
	VPXORQ Z17, Z17, Z17      \
	VPXORQ Z18, Z18, Z18      \
	VPXORQ Z19, Z19, Z19      \
	PRODUCT(Z0, Z5, Z10, Z11) \
	PRODUCT(Z1, Z6, Z12, Z13) \
	PRODUCT(Z2, Z7, Z14, Z15) \
	PRODUCT(Z3, Z8, Z16, Z17) \
	PRODUCT(Z4, Z9, Z18, Z19) \
	PRODUCT(Z0, Z6, Z11, Z12) \
	PRODUCT(Z1, Z7, Z13, Z14) \
	PRODUCT(Z2, Z8, Z15, Z16) \
	PRODUCT(Z3, Z9, Z17, Z18) \
	PRODUCT(Z1, Z5, Z11, Z12) \
	PRODUCT(Z2, Z6, Z13, Z14) \
	PRODUCT(Z3, Z7, Z15, Z16) \
	PRODUCT(Z4, Z8, Z17, Z18) \
	PRODUCT(Z0, Z7, Z12, Z13) \
	PRODUCT(Z1, Z8, Z14, Z15) \
	PRODUCT(Z2, Z9, Z16, Z17) \
	PRODUCT(Z2, Z5, Z12, Z13) \
	PRODUCT(Z3, Z6, Z14, Z15) \
	PRODUCT(Z4, Z7, Z16, Z17) \
	PRODUCT(Z0, Z8, Z13, Z14) \
	PRODUCT(Z1, Z9, Z15, Z16) \
	PRODUCT(Z3, Z5, Z13, Z14) \
	PRODUCT(Z4, Z6, Z15, Z16) \
	PRODUCT(Z0, Z9, Z14, Z15) \
	PRODUCT(Z4, Z5, Z14, Z15)

// SQUARE sets the columns to the square of Z0 to Z4: a mixed product is computed once.
#define SQUARE \
	VPXORQ Z10, Z10, Z10      \
	VPXORQ Z11, Z11, Z11      \
	VPXORQ Z12, Z12, Z12      \
	VPXORQ Z13, Z13, Z13      \
	VPXORQ Z14, Z14, Z14      \
	VPXORQ Z15, Z15, Z15      \
	VPXORQ Z16, Z16, Z16      \
	VPXORQ Z17, Z17, Z17      \
	VPXORQ Z18, Z18, Z18      \
	VPXORQ Z19, Z19, Z19      \
	PRODUCT(Z0, Z1, Z11, Z12) \
	PRODUCT(Z1, Z2, Z13, Z14) \
	PRODUCT(Z2, Z3, Z15, Z16) \
	PRODUCT(Z3, Z4, Z17, Z18) \
	PRODUCT(Z0, Z2, Z12, Z13) \
	PRODUCT(Z1, Z3, Z14, Z15) \
	PRODUCT(Z2, Z4, Z16, Z17) \
	PRODUCT(Z0, Z3, Z13, Z14) \
	PRODUCT(Z1, Z4, Z15, Z16) \
	PRODUCT(Z0, Z4, Z14, Z15) \
	VPADDQ Z11, Z11, Z11      \
	VPADDQ Z12, Z12, Z12      \
	VPADDQ Z13, Z13, Z13      \
	VPADDQ Z14, Z14, Z14      \
	VPADDQ Z15, Z15, Z15      \
	VPADDQ Z16, Z16, Z16      \
	VPADDQ Z17, Z17, Z17      \
	VPADDQ Z18, Z18, Z18      \
	PRODUCT(Z0, Z0, Z10, Z11) \
	PRODUCT(Z1, Z1, Z12, Z13) \
	PRODUCT(Z2, Z2, Z14, Z15) \
	PRODUCT(Z3, Z3, Z16, Z17) \
	PRODUCT(Z4, Z4, Z18, Z19)

// HALF moves a column down by a bit, with the lowest one of the next column.
#define HALF(column, next) \
	VPANDQ Z5, next, Z25    \
	VPSLLQ $51, Z25, Z25    \
	VPSRLQ $1, column, column \
	VPADDQ Z25, column, column

#define LOAD(x, a, b, c, d, e) \
	VMOVDQU64 0(x), a   \
	VMOVDQU64 64(x), b  \
	VMOVDQU64 128(x), c \
	VMOVDQU64 192(x), d \
	VMOVDQU64 256(x), e

// MULTIPLES sets Z26 to Z28 to the limbs of a multiple of p: the lowest, the next three, the highest.
#define MULTIPLES(of) \
	VPBROADCASTQ of<>+0(SB), Z26  \
	VPBROADCASTQ of<>+8(SB), Z27  \
	VPBROADCASTQ of<>+16(SB), Z28

// PLUS adds that multiple, so that nothing that is subtracted next makes a column negative.
#define PLUS \
	VPADDQ Z26, Z10, Z10 \
	VPADDQ Z27, Z11, Z11 \
	VPADDQ Z27, Z12, Z12 \
	VPADDQ Z27, Z13, Z13 \
	VPADDQ Z28, Z14, Z14

#define MINUS(x) \
	VPSUBQ 0(x), Z10, Z10   \
	VPSUBQ 64(x), Z11, Z11  \
	VPSUBQ 128(x), Z12, Z12 \
	VPSUBQ 192(x), Z13, Z13 \
	VPSUBQ 256(x), Z14, Z14

// NEGATE sets numbers of the mask K2 to 2p − y, where MULTIPLES(twoP) went before.
#define NEGATE \
	VPSUBQ Z10, Z26, K2, Z10 \
	VPSUBQ Z11, Z27, K2, Z11 \
	VPSUBQ Z12, Z27, K2, Z12 \
	VPSUBQ Z13, Z27, K2, Z13 \
	VPSUBQ Z14, Z28, K2, Z14

// GATHER reads a limb of eight numbers, each at its own offset (Z0).
#define GATHER(from, limb) \
	KXNORW     K1, K1, K1           \
	VPXORQ     limb, limb, limb     \
	VPGATHERQQ from(SI)(Z0*1), K1, limb

#define GATHERS(step, from) \
	GATHER(from, Z10)          \
	GATHER(step+from, Z11)     \
	GATHER(2*step+from, Z12)   \
	GATHER(3*step+from, Z13)   \
	GATHER(4*step+from, Z14)

// func mulEight(z, x, y *eight)
TEXT ·mulEight(SB), NOSPLIT, $0-24
	MOVQ z+0(FP), DX
	MOVQ x+8(FP), SI
	MOVQ y+16(FP), DI
	CONSTANTS
	LOAD(SI, Z0, Z1, Z2, Z3, Z4)
	LOAD(DI, Z5, Z6, Z7, Z8, Z9)
	MULTIPLY
	REDUCE
	SETTLE
	STORE(DX)
	VZEROUPPER
	RET

// func mulSubEight(z, x, y, w *eight)
TEXT ·mulSubEight(SB), NOSPLIT, $0-32
	MOVQ z+0(FP), DX
	MOVQ x+8(FP), SI
	MOVQ y+16(FP), DI
	MOVQ w+24(FP), BX
	CONSTANTS
	MULTIPLES(twoP)
	LOAD(SI, Z0, Z1, Z2, Z3, Z4)
	LOAD(DI, Z5, Z6, Z7, Z8, Z9)
	MULTIPLY
	REDUCE
	PLUS
	MINUS(BX)
	SETTLE
	STORE(DX)
	VZEROUPPER
	RET

// func squareEight(z, x *eight)
TEXT ·squareEight(SB), NOSPLIT, $0-16
	MOVQ z+0(FP), DX
	MOVQ x+8(FP), SI
	CONSTANTS
	LOAD(SI, Z0, Z1, Z2, Z3, Z4)
	SQUARE
	REDUCE
	SETTLE
	STORE(DX)
	VZEROUPPER
	RET

// func squareSubEight(z, x, v, w *eight)
TEXT ·squareSubEight(SB), NOSPLIT, $0-32
	MOVQ z+0(FP), DX
	MOVQ x+8(FP), SI
	MOVQ v+16(FP), DI
	MOVQ w+24(FP), BX
	CONSTANTS
	MULTIPLES(fourP)
	LOAD(SI, Z0, Z1, Z2, Z3, Z4)
	SQUARE
	REDUCE
	PLUS
	MINUS(DI)
	MINUS(DI)
	MINUS(BX)
	SETTLE
	STORE(DX)
	VZEROUPPER
	RET

// func subEight(z, x, y *eight)
TEXT ·subEight(SB), NOSPLIT, $0-24
	MOVQ z+0(FP), DX
	MOVQ x+8(FP), SI
	MOVQ y+16(FP), DI
	CONSTANTS
	MULTIPLES(twoP)
	LOAD(SI, Z10, Z11, Z12, Z13, Z14)
	PLUS
	MINUS(DI)
	SETTLE
	STORE(DX)
	VZEROUPPER
	RET

// func threeHalvesEight(z, x *eight)
//
// Three times x, made even by p where it is odd, and halved.
TEXT ·threeHalvesEight(SB), NOSPLIT, $0-16
	MOVQ z+0(FP), DX
	MOVQ x+8(FP), SI
	CONSTANTS
	MULTIPLES(oneP)
	LOAD(SI, Z0, Z1, Z2, Z3, Z4)
	VPADDQ       Z0, Z0, Z10
	VPADDQ       Z1, Z1, Z11
	VPADDQ       Z2, Z2, Z12
	VPADDQ       Z3, Z3, Z13
	VPADDQ       Z4, Z4, Z14
	VPADDQ       Z0, Z10, Z10
	VPADDQ       Z1, Z11, Z11
	VPADDQ       Z2, Z12, Z12
	VPADDQ       Z3, Z13, Z13
	VPADDQ       Z4, Z14, Z14
	VPSRLQ       $48, Z14, Z25
	VPANDQ       Z23, Z14, Z14
	VPMADD52LUQ  Z22, Z25, Z10
	MOVQ         $1, AX
	VPBROADCASTQ AX, Z5
	VPTESTMQ     Z5, Z10, K1
	VPADDQ       Z26, Z10, K1, Z10
	VPADDQ       Z27, Z11, K1, Z11
	VPADDQ       Z27, Z12, K1, Z12
	VPADDQ       Z27, Z13, K1, Z13
	VPADDQ       Z28, Z14, K1, Z14
	CARRY(Z10, Z11)
	CARRY(Z11, Z12)
	CARRY(Z12, Z13)
	CARRY(Z13, Z14)
	HALF(Z10, Z11)
	HALF(Z11, Z12)
	HALF(Z12, Z13)
	HALF(Z13, Z14)
	VPSRLQ       $1, Z14, Z14
	STORE(DX)
	VZEROUPPER
	RET

// func negateEight(z *eight, which uint8)
TEXT ·negateEight(SB), NOSPLIT, $0-9
	MOVQ    z+0(FP), SI
	MOVBLZX which+8(FP), AX
	KMOVW   AX, K2
	CONSTANTS
	MULTIPLES(twoP)
	MOVQ    SI, DX
	LOAD(SI, Z10, Z11, Z12, Z13, Z14)
	NEGATE
	SETTLE
	STORE(DX)
	VZEROUPPER
	RET

// func pickEight(x, y *eight, xs, ys *eight, offsets *[8]uint64, negative uint8)
TEXT ·pickEight(SB), NOSPLIT, $0-41
	MOVQ      offsets+32(FP), DI
	VMOVDQU64 (DI), Z0
	MOVQ      xs+16(FP), SI
	MOVQ      x+0(FP), DX
	GATHERS(64, 0)
	STORE(DX)
	MOVQ      ys+24(FP), SI
	MOVQ      y+8(FP), DX
	GATHERS(64, 0)
	MOVBLZX   negative+40(FP), AX
	KMOVW     AX, K2
	CONSTANTS
	MULTIPLES(twoP)
	NEGATE
	SETTLE
	STORE(DX)
	VZEROUPPER
	RET

// func pickPointEight(x, y *eight, points *fixed, offsets *[8]uint64, negative uint8)
TEXT ·pickPointEight(SB), NOSPLIT, $0-33
	MOVQ      offsets+24(FP), DI
	VMOVDQU64 (DI), Z0
	MOVQ      points+16(FP), SI
	MOVQ      x+0(FP), DX
	GATHERS(8, 0)
	STORE(DX)
	MOVQ      y+8(FP), DX
	GATHERS(8, 40)
	MOVBLZX   negative+32(FP), AX
	KMOVW     AX, K2
	CONSTANTS
	MULTIPLES(twoP)
	NEGATE
	SETTLE
	STORE(DX)
	VZEROUPPER
	RET
