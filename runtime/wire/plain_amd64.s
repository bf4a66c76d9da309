//go:build !purego

// This is appendPlainGo with words of sixteen bytes, which every amd64 processor has. It
// reads only from strings and writes only within the buffer's capacity: a word that would
// go beyond a string's end is moved back to end there.

#include "textflag.h"

// CHECK looks for bytes of X0 that are not plain ASCII: quotes, backslashes, and those
// below a space as signed numbers, which include all bytes that are not ASCII. It adds them
// to X3, and all bytes to X4.
#define CHECK \
	POR     X0, X4; \
	MOVO    X10, X1; \
	PCMPGTB X0, X1; \
	MOVO    X0, X2; \
	PCMPEQB X11, X2; \
	PCMPEQB X12, X0; \
	POR     X1, X2; \
	POR     X0, X3; \
	POR     X2, X3

// func copyPlain(room *byte, n, limit int, list *string, count int) (end, taken int, special, high uint32)
TEXT ·copyPlain(SB), NOSPLIT, $0-64
	MOVQ room+0(FP), DI
	MOVQ n+8(FP), AX
	MOVQ limit+16(FP), DX
	MOVQ list+24(FP), SI
	MOVQ count+32(FP), CX
	XORQ BX, BX
	MOVQ $0x2020202020202020, R8
	MOVQ R8, X10
	PUNPCKLQDQ X10, X10
	MOVQ $0x2222222222222222, R8
	MOVQ R8, X11
	PUNPCKLQDQ X11, X11
	MOVQ $0x5C5C5C5C5C5C5C5C, R8
	MOVQ R8, X12
	PUNPCKLQDQ X12, X12

next:
	CMPQ BX, CX
	JGE  done
	MOVQ (SI), R9
	MOVQ 8(SI), R10
	LEAQ 3(AX)(R10*1), R11
	CMPQ R11, DX
	JGT  done
	LEAQ 1(DI)(AX*1), R12
	PXOR X3, X3
	PXOR X4, X4
	LEAQ -16(R10), R13
	CMPQ R10, $16
	JLT  short
	MOVB $0x22, -1(R12)
	MOVOU (R9)(R13*1), X0
	MOVOU X0, (R12)(R13*1)
	XORQ R8, R8
	TESTQ R13, R13
	JZ   last

words:
	CHECK
	MOVOU (R9)(R8*1), X0
	MOVOU X0, (R12)(R8*1)
	ADDQ $16, R8
	CMPQ R8, R13
	JLT  words

last:
	CHECK
	MOVW $0x2C22, (R12)(R10*1)
	PMOVMSKB X3, R8
	TESTL R8, R8
	JNZ  special
	MOVQ R11, AX
	ADDQ $16, SI
	INCQ BX
	JMP  next

short:
	CMPQ R10, $8
	JLT  done
	MOVB $0x22, -1(R12)
	MOVQ (R9), X0
	MOVQ -8(R9)(R10*1), X1
	MOVQ X0, (R12)
	MOVQ X1, -8(R12)(R10*1)
	PUNPCKLQDQ X1, X0
	JMP  last

special: // R8 is not zero
	MOVQ R11, AX
	INCQ BX
	PMOVMSKB X4, R9
	MOVQ AX, end+40(FP)
	MOVQ BX, taken+48(FP)
	MOVL R8, special+56(FP)
	MOVL R9, high+60(FP)
	RET

done:
	MOVQ AX, end+40(FP)
	MOVQ BX, taken+48(FP)
	MOVL $0, special+56(FP)
	MOVL $0, high+60(FP)
	RET
